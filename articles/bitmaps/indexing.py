"""The bitmaps that hold an article, written in the transaction of every act that changes in which it belongs."""

from collections.abc import Iterator
from typing import Any, Protocol

from django.db import transaction

from articles.bitmaps.facet_registry import columns, keys_of_row
from articles.bitmaps.sort_keys import Dated, fitting_sort_key, manager_of, new_sort_key
from articles.status import Status
from tags.cache.bitmap_writes import put
from tags.cache.bitmaps import LISTED, PUBLISHED, filed
from tags.models import take_write_lock


class Indexed(Dated, Protocol):
    """What this module asks of an article."""

    tagged_items: Any
    categorised_items: Any


@transaction.atomic(savepoint=False)
def index_article(article: Indexed) -> None:
    """Put the article into the bitmaps in which it belongs as it is now stored, with a sort key that fits its date.

    Called in the transaction of every act that changes its date, state, tags, paper or a column of a facet. An article
    without a date is in none.
    """
    take_write_lock()
    row = manager_of(article).filter(pk=article.pk)
    stored = manager_of(article).only("publish_at", "sort_key").get(pk=article.pk)
    sort_key = fitting_sort_key(stored)
    if stored.sort_key is not None and sort_key is None:
        put(stored.sort_key, [])
        row.update(sort_key=None)
    if sort_key is None:
        sort_key = new_sort_key(stored)
    if sort_key is not None and sort_key != stored.sort_key:
        row.update(sort_key=sort_key)
    if sort_key is not None:
        put(sort_key, keys_of(stored))
    article.sort_key = sort_key


def keys_of(article: Indexed) -> set[str]:
    """The keys of the bitmaps that hold an article with a date; those of tags above its own follow by themselves."""
    categories = article.categorised_items.order_by().values_list("tag_id", flat=True)
    tags = article.tagged_items.order_by().values_list("tag_id", flat=True).union(categories)
    own = keys_of_rows(manager_of(article).filter(pk=article.pk))
    return {filed(tag) for tag in tags} | {key for _, key in own}


def keys_of_rows(articles: Any) -> Iterator[tuple[int, str]]:
    """Each of these articles by primary key, with the key of every bitmap that holds it, tags left out. One query."""
    for row in articles.values("pk", "status", *columns()).iterator():
        yield row["pk"], LISTED
        if row["status"] == Status.PUBLISHED:
            yield row["pk"], PUBLISHED
        yield from ((row["pk"], key) for key in keys_of_row(row))
