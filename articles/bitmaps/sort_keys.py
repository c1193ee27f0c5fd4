"""The sort key of an article: a number that rises with the time of publication, so that a bitmap of them is a list.

This module stands below the models, which ask it whenever an article is filed anew.
"""

from datetime import datetime
from itertools import count
from typing import Any, Final, Protocol

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from tags.cache.bitmap_writes import write
from tags.cache.bitmaps import Bitmap
from tags.cache.snapshot import current_snapshot

STEP: Final = 8  # between neighbours in the list: room for articles that are published with an earlier date
LEAP: Final = 1 << 16  # before what is scheduled: room for all that is published until then
HIGHEST: Final = (1 << 32) - 1  # that a bitmap can hold
AT_ONCE: Final = 500  # rows of one statement


class Dated(Protocol):
    """What this room asks of an article."""

    pk: int
    publish_at: datetime | None
    sort_key: int | None

    def refresh_from_db(self, using: Any = None, fields: Any = None) -> None: ...


def manager_of(article: Dated) -> Any:
    model: Any = type(article)
    return model.objects


def sort_key_for(article: Dated) -> int | None:
    """The sort key that keeps lists in order: its own when that still fits, else one between its neighbours.

    Where there is no room, all get new ones first, and the article, if it had one, has its own from that.
    """
    if article.publish_at is None:
        return None
    articles = manager_of(article)
    others = articles.exclude(pk=article.pk).exclude(sort_key=None)
    low: int = others.last_sort_key_before(article.publish_at, article.pk)
    high: int | None = others.first_sort_key_after(article.publish_at, article.pk)
    if article.sort_key is not None and low < article.sort_key and (high is None or article.sort_key < high):
        return article.sort_key
    step = LEAP if high is None and article.publish_at > timezone.now() else STEP
    sort_key = low + (step if high is None else min(step, (high - low) // 2))
    if low < sort_key <= HIGHEST:
        return sort_key
    renumber_all(articles.all())
    article.refresh_from_db(fields=["sort_key"])
    return sort_key_for(article)


@transaction.atomic
def renumber_all(articles: QuerySet[Any]) -> None:
    """Give every article that has a sort key one with room on both sides, and let the bitmaps follow."""
    dated = articles.exclude(sort_key=None)
    before = dict(dated.values_list("pk", "sort_key"))
    sort_keys = fresh_sort_keys(dated)
    store_sort_keys(articles, sort_keys)
    renumbered = {before[pk]: sort_key for pk, sort_key in sort_keys.items()}
    bitmaps = current_snapshot().bitmaps
    write({key: Bitmap(renumbered[old] for old in held if old in renumbered) for key, held in bitmaps.items()})


def fresh_sort_keys(articles: Any) -> dict[int, int]:
    """A sort key for each of these articles by primary key: in order, with room on both sides and before the future."""
    now = timezone.now()
    rows = articles.oldest_first().values_list("pk", "publish_at")
    places = zip(count(STEP, STEP), rows, strict=False)
    return {pk: place + (LEAP if at and at > now else 0) for place, (pk, at) in places}


def store_sort_keys(articles: QuerySet[Any], sort_keys: dict[int, int]) -> None:
    """Exactly these sort keys by primary key. All are taken away first: each is unique, and they change places."""
    articles.exclude(sort_key=None).update(sort_key=None)
    rows = [articles.model(pk=pk, sort_key=sort_key) for pk, sort_key in sort_keys.items()]
    articles.bulk_update(rows, ["sort_key"], batch_size=AT_ONCE)
