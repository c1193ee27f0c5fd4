"""Where an article stands: its number in lists by date, and the shelves of `tags.cache.bitmaps` that hold it.

This module stands below the models, which ask it whenever an article is filed anew.
"""

from collections.abc import Iterator
from itertools import count
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils import timezone

from articles.browse.facet_registry import columns, keys_of_row
from articles.status import Status
from tags.cache.bitmap_writes import put, write
from tags.cache.bitmaps import LISTED, PUBLISHED, Bitmap, filed
from tags.cache.snapshot import current_snapshot
from tags.models import take_write_lock

if TYPE_CHECKING:
    from articles.models.article import Article
    from articles.models.querysets import ArticleQuerySet

STEP: Final = 8  # between neighbours in the list: room for articles that are published with an earlier date
LEAP: Final = 1 << 16  # before what is scheduled: room for all that is published until then
HIGHEST: Final = (1 << 32) - 1  # that a shelf can hold
AT_ONCE: Final = 500  # rows of one statement


@transaction.atomic
def index_article(article: "Article") -> None:
    """Let the article stand where it belongs as it is now stored, with a number that fits its date.

    Called in the transaction of every act that changes its date, state, tags, paper or a column of a facet. An article
    without a date stands nowhere.
    """
    take_write_lock()
    stored = type(article).objects.get(pk=article.pk)
    if stored.publish_at is None and stored.sort_key is None:
        return
    number = sort_key_for(stored)
    if stored.sort_key is not None and stored.sort_key != number:
        put(stored.sort_key, [])
    if number != stored.sort_key:
        type(article).objects.filter(pk=article.pk).update(sort_key=number)
    if number is not None:
        put(number, keys_of(stored))
    article.sort_key = number


def keys_of(article: "Article") -> set[str]:
    """The shelves that an article with a date stands on; those above its tags follow by themselves."""
    tags = {*article.tagged_items.values_list("tag_id", flat=True)}
    categories = {*article.categorised_items.values_list("tag_id", flat=True)}
    own = keys_of_rows(type(article).objects.filter(pk=article.pk))
    return {filed(tag) for tag in tags | categories} | {key for _, key in own}


def keys_of_rows(articles: "ArticleQuerySet") -> Iterator[tuple[int, str]]:
    """Each of these articles by primary key, with every shelf that it stands on but those of its tags. One query."""
    for row in articles.values("pk", "status", *columns()).iterator():
        yield row["pk"], LISTED
        if row["status"] == Status.PUBLISHED:
            yield row["pk"], PUBLISHED
        yield from ((row["pk"], key) for key in keys_of_row(row))


def sort_key_for(article: "Article") -> int | None:
    """The number that keeps lists in order: its own when that still fits, else one between its neighbours.

    Where there is no room, all are numbered anew first, and the article, if it has a number, gets its own from that.
    """
    if article.publish_at is None:
        return None
    articles = type(article).objects
    others = articles.exclude(pk=article.pk).exclude(sort_key=None)
    before = others.published_before(article.publish_at, article.pk).newest_first().first()
    after = others.published_after(article.publish_at, article.pk).oldest_first().first()
    low = before.sort_key if before and before.sort_key else 0
    high = after.sort_key if after and after.sort_key else None
    if article.sort_key is not None and low < article.sort_key and (high is None or article.sort_key < high):
        return article.sort_key
    step = LEAP if high is None and article.publish_at > timezone.now() else STEP
    number = low + (step if high is None else min(step, (high - low) // 2))
    if low < number <= HIGHEST:
        return number
    renumber_all(articles.all())
    article.refresh_from_db(fields=["sort_key"])
    return sort_key_for(article)


@transaction.atomic
def renumber_all(articles: "ArticleQuerySet") -> None:
    """Give every numbered article a number with room on both sides, and let the shelves follow."""
    numbered = articles.exclude(sort_key=None)
    before = dict(numbered.values_list("pk", "sort_key"))
    numbers = fresh_sort_keys(numbered)
    store_sort_keys(articles, numbers)
    renumbered = {before[pk]: number for pk, number in numbers.items()}
    bitmaps = current_snapshot().bitmaps
    write({key: Bitmap(renumbered[old] for old in numbers if old in renumbered) for key, numbers in bitmaps.items()})


def fresh_sort_keys(articles: "ArticleQuerySet") -> dict[int, int]:
    """A number for each of these articles by primary key: in order, with room on both sides and before the future."""
    now = timezone.now()
    rows = articles.oldest_first().values_list("pk", "publish_at")
    places = zip(count(STEP, STEP), rows, strict=False)
    return {pk: number + (LEAP if at and at > now else 0) for number, (pk, at) in places}


def store_sort_keys(articles: "ArticleQuerySet", numbers: dict[int, int]) -> None:
    """Exactly these numbers by primary key. All are taken away first: each is unique, and they change places."""
    articles.exclude(sort_key=None).update(sort_key=None)
    rows = [articles.model(pk=pk, sort_key=number) for pk, number in numbers.items()]
    articles.bulk_update(rows, ["sort_key"], batch_size=AT_ONCE)
