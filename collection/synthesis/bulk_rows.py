"""How a database takes rows by the thousand (`tags.models.bulk_rows`), and counts on behind them.

On SQLite every statement that has triggers lets FTS5 write what it holds of words as a piece of its own: rows that come
one by one cost ever more, since pieces are merged.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.core.management.color import no_style
from django.db import connection, models

CACHE: Final = 256_000  # KB
OF_SEARCH: Final = "SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE % USING fts5%'"
IN_BULK, AS_EVER = 64 << 20, 1 << 20  # bytes of words that FTS5 keeps in memory before it writes a segment


def count_on(*tables: type[models.Model]) -> None:
    """Let the database count on behind the highest primary key of these tables."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(tables)):
            cursor.execute(statement)


def keep_more_pages() -> None:
    """SQLite has the pages of indexes, into which rows come in any order, in memory for as long as it is connected."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA cache_size = -{CACHE}")


@contextmanager
def unchecked() -> Iterator[None]:
    """SQLite does not look for the row that each foreign key names: who writes knows that it is there."""
    if connection.vendor == "sqlite":
        connection.disable_constraint_checking()
    try:
        yield
    finally:
        connection.enable_constraint_checking()


@contextmanager
def large_segments() -> Iterator[None]:
    """For a transaction that writes many texts: SQLite's index of search takes them in few pieces, in half the time."""
    set_segments(IN_BULK)
    yield
    set_segments(AS_EVER)


def set_segments(size: int) -> None:
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute(OF_SEARCH)
        for name in [connection.ops.quote_name(name) for (name,) in cursor.fetchall()]:
            cursor.execute(f"INSERT INTO {name} ({name}, rank) VALUES ('hashsize', {size})")  # noqa: S608  a name of its own
