"""Choosing and counting articles for pages: pages of a list, and how many articles each tag holds."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from django.db.models import Count

from articles.access import Person, visible
from articles.models import Article, CategorisedArticle, TaggedArticle
from articles.models.article import ArticleQuerySet

PAGE_SIZE: Final = 20
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


class BadCursor(ValueError):
    """Raised for a page address that this site cannot have made."""


@dataclass(frozen=True)
class Page:
    """Rows of a keyset list, and the cursors that lead to its neighbours ("" where there are none)."""

    rows: Sequence[Article]
    newer: str
    older: str


def page_of(articles: ArticleQuerySet, *, before: str = "", after: str = "", size: int = PAGE_SIZE) -> Page:
    """The page that follows the cursor `before`, or precedes the cursor `after`, newest first; else the first one.

    It reads one row more than it shows, whatever the size of the list. Raises `BadCursor`.
    """
    if after:
        rows = list(articles.published_after(*decoded(after)).oldest_first()[: size + 1])
        has_newer, has_older = len(rows) > size, True
        rows = rows[:size][::-1]
    else:
        following = articles.published_before(*decoded(before)) if before else articles
        rows = list(following.newest_first()[: size + 1])
        has_newer, has_older = bool(before), len(rows) > size
        rows = rows[:size]
    return Page(
        rows=rows,
        newer=encoded(rows[0]) if rows and has_newer else "",
        older=encoded(rows[-1]) if rows and has_older else "",
    )


def encoded(article: Article) -> str:
    """The cursor of an article: microseconds since 1970 and its key. Unpublished ones sort first, at 0."""
    moment = article.publish_at or EPOCH
    return f"{(moment - EPOCH) // timedelta(microseconds=1)}-{article.pk}"


def decoded(cursor: str) -> tuple[datetime, int]:
    moment, _, pk = cursor.partition("-")
    if not (moment.isascii() and moment.isdecimal() and pk.isascii() and pk.isdecimal() and len(cursor) < 40):
        raise BadCursor(cursor)
    try:
        return EPOCH + timedelta(microseconds=int(moment)), min(int(pk), 2**63 - 1)
    except OverflowError as error:
        raise BadCursor(cursor) from error


def counts_by_tag(user: Person, at: datetime) -> Counter[int]:
    """How many articles each tag holds that `user` may see in a list by date, with those of its narrower tags.

    Each article counts once. Keys are primary keys of tags. Two queries, whatever the number of tags.
    """
    counts: Counter[int] = Counter()
    for items in (TaggedArticle.objects, CategorisedArticle.objects):
        rows = (
            items.filter(visible(user, at, prefix="content_object__"), content_object__publish_at__isnull=False)
            .order_by()
            .values_list("tag__paths_up__ancestor")
            .annotate(articles=Count("content_object", distinct=True))
        )
        counts.update({tag: number for tag, number in rows if tag is not None})
    return counts
