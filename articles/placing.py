"""Where an article stands: its number in lists by date, and the shelves of `tags.shelves` that hold it.

This module stands below the models, which ask it whenever an article is filed anew.
"""

from collections.abc import Iterator
from itertools import count
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils import timezone

from articles.facets_registry import columns, keys_of_row
from articles.state import Status
from tags.current import current
from tags.models import wait_for_other_writers
from tags.shelves import LISTED, PUBLISHED, Numbers, filed
from tags.shelving import put, write

if TYPE_CHECKING:
    from articles.models.article import Article
    from articles.models.choosing import ArticleQuerySet

STEP: Final = 8  # between neighbours in the list: room for articles that are published with an earlier date
LEAP: Final = 1 << 16  # before what is scheduled: room for all that is published until then
HIGHEST: Final = (1 << 32) - 1  # that a shelf can hold
AT_ONCE: Final = 500  # rows of one statement


@transaction.atomic
def shelve(article: "Article") -> None:
    """Let the article stand where it belongs as it is now stored, with a number that fits its date.

    Called in the transaction of every act that changes its date, state, tags, paper or a column of a facet. An article
    without a date stands nowhere.
    """
    wait_for_other_writers()
    stored = type(article).objects.get(pk=article.pk)
    if stored.publish_at is None and stored.number is None:
        return
    number = number_for(stored)
    if stored.number is not None and stored.number != number:
        put(stored.number, [])
    if number != stored.number:
        type(article).objects.filter(pk=article.pk).update(number=number)
    if number is not None:
        put(number, keys_of(stored))
    article.number = number


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


def number_for(article: "Article") -> int | None:
    """The number that keeps lists in order: its own when that still fits, else one between its neighbours.

    Where there is no room, all are numbered anew first, and the article, if it has a number, gets its own from that.
    """
    if article.publish_at is None:
        return None
    articles = type(article).objects
    others = articles.exclude(pk=article.pk).exclude(number=None)
    before = others.published_before(article.publish_at, article.pk).newest_first().first()
    after = others.published_after(article.publish_at, article.pk).oldest_first().first()
    low = before.number if before and before.number else 0
    high = after.number if after and after.number else None
    if article.number is not None and low < article.number and (high is None or article.number < high):
        return article.number
    step = LEAP if high is None and article.publish_at > timezone.now() else STEP
    number = low + (step if high is None else min(step, (high - low) // 2))
    if low < number <= HIGHEST:
        return number
    number_all_again(articles.all())
    article.refresh_from_db(fields=["number"])
    return number_for(article)


@transaction.atomic
def number_all_again(articles: "ArticleQuerySet") -> None:
    """Give every numbered article a number with room on both sides, and let the shelves follow."""
    numbered = articles.exclude(number=None)
    before = dict(numbered.values_list("pk", "number"))
    numbers = fresh_numbers(numbered)
    store_numbers(articles, numbers)
    renumbered = {before[pk]: number for pk, number in numbers.items()}
    shelves = current().shelves
    write({key: Numbers(renumbered[old] for old in numbers if old in renumbered) for key, numbers in shelves.items()})


def fresh_numbers(articles: "ArticleQuerySet") -> dict[int, int]:
    """A number for each of these articles by primary key: in order, with room on both sides and before the future."""
    now = timezone.now()
    rows = articles.oldest_first().values_list("pk", "publish_at")
    places = zip(count(STEP, STEP), rows, strict=False)
    return {pk: number + (LEAP if at and at > now else 0) for number, (pk, at) in places}


def store_numbers(articles: "ArticleQuerySet", numbers: dict[int, int]) -> None:
    """Exactly these numbers by primary key. All are taken away first: each is unique, and they change places."""
    articles.exclude(number=None).update(number=None)
    rows = [articles.model(pk=pk, number=number) for pk, number in numbers.items()]
    articles.bulk_update(rows, ["number"], batch_size=AT_ONCE)
