"""The addresses of articles: free ones, and those of articles that nobody has seen yet."""

import re
from typing import Final
from uuid import uuid4

from articles.models.article import LONGEST_SLUG, Article, FormerSlug
from tags.slugs import first_free

ROOM_FOR_A_NUMBER: Final = 10  # characters behind a slug that is taken


def free_slug(slug: str, article: Article) -> str:
    """`slug`, or with a number behind it the first that no other article has or had; "" for none."""
    alike = {"slug__startswith": slug[: LONGEST_SLUG - ROOM_FOR_A_NUMBER]}
    others = Article.objects.exclude(pk=article.pk).filter(**alike).values_list("slug", flat=True)
    former = FormerSlug.objects.exclude(article=article.pk).filter(**alike).values_list("slug", flat=True)
    return first_free(slug, {*others, *former}, LONGEST_SLUG) if slug else ""


def provisional_slug() -> str:
    """Of an article that nobody has seen yet, until it is published."""
    return f"draft-{uuid4().hex}"


def is_provisional(slug: str) -> bool:
    return bool(re.fullmatch("draft-[0-9a-f]{32}", slug))
