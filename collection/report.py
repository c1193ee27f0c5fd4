"""What a load tells whoever started it."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from articles.checks import warnings
from articles.checks.manuscript import Manuscript
from articles.status import Status
from collection.addresses import path_of
from collection.faults import Fault
from collection.values import ArticleFile

PLACES: Final = {"full_post": "full post", "image_caption": "caption"}  # where a file has them


@dataclass
class Report:
    """What a load did: for each step how many were new, changed or the same, and notes for the person at hand.

    `worth_a_look`: what the checks tell of articles that were written, by the name of the check; `told_of`: how much
    of each, by its address.
    """

    counts: dict[str, Counter[str]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    worth_a_look: dict[str, list[Fault]] = field(default_factory=dict)
    told_of: dict[str, int] = field(default_factory=dict)

    def look_at(self, file: ArticleFile) -> None:
        """Note what its editor may want just so. Drafts are not finished, so nothing is told of them."""
        if file.state.status != Status.PUBLISHED:
            return
        told = warnings(Manuscript(file.content))
        self.told_of[file.content.slug] = len(told)
        for found in told:
            line = file.places.get(PLACES.get(found.field, found.field), 0) + max(found.line - 1, 0)
            is_named = not found.quote or found.quote in found.message
            said = found.message if is_named else f"“{found.quote}”: {found.message}"
            self.worth_a_look.setdefault(found.check, []).append(Fault(path_of(file), line, said))


def what_happened(before: object, after: object) -> str:
    """The word under which a row is counted."""
    return "new" if before is None else "same" if before == after else "changed"
