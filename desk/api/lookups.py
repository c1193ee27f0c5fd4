"""Rows that the editor looks for: articles, references, images. At most eight, and only what their person may see."""

from typing import Final

from django.utils import timezone

from articles import access
from articles.browse.scope import visible_scope
from articles.models import Article, Image
from articles.search.autocomplete import newest, typed
from articles.search.engines.expressions import Side, all_of, within
from articles.search.engines.interface import bitmap_of_matches
from bibliography.models import Reference

MOST: Final = 8


def articles_found(text: str, user: access.Person) -> list[Article]:
    """The newest with these words in the title, the last one perhaps not typed to its end; the newest of all for
    nothing typed. Three queries.
    """
    scope = visible_scope(user)
    words = typed(text)
    if not words:
        return [] if text.strip() else newest(scope.articles, scope)
    parts = [*(Side((word,)) for word in words[:-1]), Side((words[-1],), is_prefix=True)]
    return newest(bitmap_of_matches(within("title", all_of(parts))), scope)


def references_found(text: str) -> list[Reference]:
    """With each word in the key, the authors, the title, or as year, DOI or PubMed number. One query."""
    return list(Reference.objects.matching(text)[:MOST])


def images_found(text: str, user: access.Person) -> list[Image]:
    """With each word in the name, the alternative text or the credit. Two queries."""
    seen = access.open_images(user, timezone.now())
    return list(Image.objects.each_of(seen).matching(text).with_pictures()[:MOST])


def is_taken(name: str) -> bool:
    """Whether an image is called so already."""
    return Image.objects.filter(name=name).exists()
