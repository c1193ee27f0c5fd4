"""The sort key of an article: a number that rises with the time of publication, so that a bitmap of them is a list.

This module stands below the models, which ask it whenever an article is filed anew.
"""

from datetime import datetime
from typing import Any, Final, Protocol

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from tags.cache.bitmap_writes import move_up, write
from tags.cache.bitmaps import Bitmap
from tags.cache.snapshot import current_snapshot

FREE: Final = 4  # numbers that this divides stay free, for articles that are published with an earlier date
LEAP: Final = 8  # before what is scheduled: room for what is published until then
MOST_MOVED: Final = 4096  # articles that make room for one
HIGHEST: Final = (1 << 32) - 1  # that a bitmap can hold
AT_ONCE: Final = 500  # rows of one statement


class Dated(Protocol):
    """What this room asks of an article."""

    pk: int
    publish_at: datetime | None
    sort_key: int | None


def manager_of(article: Dated) -> Any:
    model: Any = type(article)
    return model.objects


def following(sort_key: int) -> int:
    """The sort key of what is appended to a list that ends with this one. Sort keys lie close: see ADR 10."""
    return sort_key + 1 if (sort_key + 1) % FREE else sort_key + 2


def sort_key_at(place: int) -> int:
    """The sort key of the first article in a new list, of the second, and so on."""
    return place + (place - 1) // (FREE - 1)


def fitting_sort_key(article: Dated) -> int | None:
    """The article's own sort key while it keeps lists in order; None when it needs another, or has no date."""
    if article.publish_at is None or article.sort_key is None:
        return None
    low, high = neighbours(article)
    return article.sort_key if low < article.sort_key and (high is None or article.sort_key < high) else None


def new_sort_key(article: Dated) -> int | None:
    """A sort key between the neighbours of an article that has none; those after it move up where there is no room."""
    if article.publish_at is None:
        return None
    low, high = neighbours(article)
    if high is None:
        sort_key = low + LEAP if article.publish_at > timezone.now() else following(low)
        has_room = sort_key <= HIGHEST
    else:
        sort_key = (low + high) // 2
        has_room = sort_key > low
    if has_room:
        return sort_key
    if high is None:
        renumber_all(manager_of(article).all())
    else:
        make_room(manager_of(article).all(), high)
    return new_sort_key(article)


def neighbours(article: Dated) -> tuple[int, int | None]:
    """The sort keys of the articles before and after it in time: 0 where none is before it, None where none after."""
    others = manager_of(article).exclude(pk=article.pk).exclude(sort_key=None)
    return (
        others.last_sort_key_before(article.publish_at, article.pk),
        others.first_sort_key_after(article.publish_at, article.pk),
    )


@transaction.atomic
def make_room(articles: Any, sort_key: int) -> None:
    """Move the article with this sort key up, with those that stand side by side after it; all where these are many."""
    held = articles.sort_keys_from(sort_key, MOST_MOVED + 1)
    side_by_side = [key for place, key in enumerate(held) if key == sort_key + place]
    last, by = side_by_side[-1], LEAP if side_by_side == held else 1
    if len(side_by_side) > MOST_MOVED or last + by > HIGHEST:
        renumber_all(articles)
        return
    moved = articles.filter(sort_key__range=(sort_key, last)).values_list("pk", "sort_key")
    store_sort_keys(articles, {pk: before + by for pk, before in moved}, instead_of=(sort_key, last))
    move_up(sort_key, last, by)


@transaction.atomic
def renumber_all(articles: Any) -> None:
    """Give every article that has a sort key a new one, with room between, and let the bitmaps follow."""
    dated = articles.exclude(sort_key=None)
    before = dict(dated.values_list("pk", "sort_key"))
    sort_keys = fresh_sort_keys(dated)
    store_sort_keys(articles, sort_keys)
    renumbered = {before[pk]: sort_key for pk, sort_key in sort_keys.items()}
    bitmaps = current_snapshot().bitmaps
    write({key: Bitmap(renumbered[old] for old in held if old in renumbered) for key, held in bitmaps.items()})


def fresh_sort_keys(articles: Any) -> dict[int, int]:
    """A sort key for each of these articles by primary key: in order, with room between and before the future."""
    now = timezone.now()
    rows = articles.oldest_first().values_list("pk", "publish_at")
    return {pk: sort_key_at(place) + (LEAP if at and at > now else 0) for place, (pk, at) in enumerate(rows, 1)}


def store_sort_keys(
    articles: QuerySet[Any], sort_keys: dict[int, int], *, instead_of: tuple[int, int] = (0, HIGHEST)
) -> None:
    """Exactly these sort keys by primary key. Those in the range are taken away first: each is unique."""
    articles.filter(sort_key__range=instead_of).update(sort_key=None)
    rows = [articles.model(pk=pk, sort_key=sort_key) for pk, sort_key in sort_keys.items()]
    articles.bulk_update(rows, ["sort_key"], batch_size=AT_ONCE)
