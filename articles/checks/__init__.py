"""What an article needs before it is published, and what its editor may want to look at once more: the one list.

`check` looks at a manuscript, `check_document` at a document of the desk. Forms, publishing and the loader of
collections ask the same list. A new check is a function that takes a manuscript and yields what it found; it joins
`BLOCKING` or `TOLD`.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from articles.checks import completeness, evidence, filed_under, structure, wording
from articles.checks.found import Found
from articles.checks.manuscript import Manuscript

Check = Callable[[Manuscript], Iterator[Found]]

BLOCKING: Final[tuple[Check, ...]] = (
    completeness.gaps,
    filed_under.in_one_of_the_taxonomies,
    structure.names_what_is_there,
    structure.images_without_words,
    structure.texts_that_no_page_would_show,
    structure.references_without_citation,
)
TOLD: Final[tuple[Check, ...]] = (
    completeness.few_key_points,
    completeness.levels_of_points,
    completeness.no_related_article,
    wording.long_summary,
    wording.long_sentences,
    wording.hard_to_read,
    wording.abbreviations_never_spelled_out,
    evidence.causal_words,
    evidence.no_sample_size,
    evidence.noticed_papers,
)


def check(manuscript: Manuscript) -> list[Found]:
    """All that was found: what blocks first, then what is only told."""
    return [*refusals(manuscript), *warnings(manuscript)]


def refusals(manuscript: Manuscript) -> list[Found]:
    """What keeps it from being published. Asks nothing that only warns, so it reads no text word by word."""
    return [found for look in BLOCKING for found in look(manuscript)]


def warnings(manuscript: Manuscript) -> list[Found]:
    """What may be just as its editor wants it."""
    return [found for look in TOLD for found in look(manuscript)]


def blocking(found: Iterable[Found]) -> list[Found]:
    return [one for one in found if one.blocks]
