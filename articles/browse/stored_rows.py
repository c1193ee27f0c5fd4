"""Rows of a list by their sort keys, as their documents keep them: no more of an article than a list shows."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any, Final

from django.db.models import Q, QuerySet

from articles.access import AT, Person, kind_of_reader, visible
from articles.browse.scope import VisibleScope
from articles.models import Article, StoredRow
from members import prepared
from members.prepared import Numbers

COLUMNS: Final = (
    "pk", "sort_key", "publish_at", "document__stamp", "document__made_at", "document__made_with", "document__tags",
    "document__row",
)  # fmt: skip


def stored_rows(scope: VisibleScope, sort_keys: Sequence[int]) -> list[StoredRow]:
    """Those that exist for the reader, in the order of their keys.

    One query, the same for any number of keys.
    """
    rows = prepared.rows(
        "stored rows",
        kind_of_reader(scope.user),
        queryset=partial(with_keys, scope.user),
        at=scope.at,
        keys=sort_keys,
    )
    found = {row.sort_key: row for row in map(StoredRow._make, rows)}
    return [found[sort_key] for sort_key in sort_keys if sort_key in found]


def with_keys(user: Person) -> "QuerySet[Article, tuple[Any, ...]]":
    return Article.objects.filter(visible(user, AT), Q(("sort_key__in", [Numbers("keys")]))).values_list(*COLUMNS)


def newest_rows(user: Person, at: datetime, most: int, *columns: str) -> list[tuple[StoredRow, tuple[Any, ...]]]:
    """The newest articles of a list by date, each with these columns besides. One query."""
    queryset = partial(newest, user, most, columns)
    rows = prepared.rows("newest rows", most, columns, kind_of_reader(user), queryset=queryset, at=at)
    return [(StoredRow._make(row[: len(COLUMNS)]), row[len(COLUMNS) :]) for row in rows]


def newest(user: Person, most: int, columns: tuple[str, ...]) -> "QuerySet[Article, tuple[Any, ...]]":
    found = Article.objects.filter(visible(user, AT)).published().newest_first()
    return found.values_list(*COLUMNS, *columns)[:most]
