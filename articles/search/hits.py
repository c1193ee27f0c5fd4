"""One article on a page of results."""

from dataclasses import dataclass, field

from articles.search.snippets import Piece
from tags.models import Tag


@dataclass
class Hit:
    """One article. `row`: its document, with places for the rest. `found`: the stretch of its text that shows why;
    `in_full`: it stands in the full post alone.

    `meant`: those of its tags that were looked for, and narrower ones; they come first.
    """

    pk: int
    sort_key: int
    row: str
    title: list[Piece]
    standfirst: list[Piece]
    authors: list[Piece]
    tags: list[Tag]
    meant: set[Tag]
    untold: set[int]  # what none of the above say, by its number
    prose: bytes
    found: list[Piece] = field(default_factory=list)
    in_full: bool = False
