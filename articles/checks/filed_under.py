"""Whether an article is filed where readers of this site look: its collection names the taxonomies that count."""

from collections.abc import Iterator

from django.utils.text import get_text_list

from articles.checks.found import Found
from articles.checks.manuscript import Manuscript


def in_one_of_the_taxonomies(manuscript: Manuscript) -> Iterator[Found]:
    """An article without any tag is told so by another check."""
    wanted = manuscript.wanted
    if wanted and manuscript.content.tags and not manuscript.taxonomies & wanted.keys():
        names = get_text_list([*wanted.values()], "or")
        message = f"None of its tags is in {names}."
        yield Found("not-filed", True, "tags", message, f"File it under a tag in {names}.")
