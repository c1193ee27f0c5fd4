"""Rows by the thousand, straight into their table: COPY on PostgreSQL, one statement for many rows on SQLite.

On SQLite every statement that has triggers lets FTS5 write what it holds of words as a piece of its own: rows that come
one by one cost ever more, since pieces are merged. Nothing is asked of a model but its columns. What a row does not
give has the default of its column.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import lru_cache
from itertools import chain, islice
from typing import Any, Final

from django.core.management.color import no_style
from django.db import connection, models

Row = Sequence[Any]
CACHE: Final = 256_000  # KB
MOST_VALUES: Final = 32_000  # in one statement of SQLite
OF_SEARCH: Final = "SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE % USING fts5%'"
IN_BULK, AS_EVER = 64 << 20, 1 << 20  # bytes of words that FTS5 keeps in memory before it writes a segment


class Table:
    """Where rows of `model` go that give these `columns`, in this order. The database counts primary keys by itself,
    unless they are among the columns.
    """

    def __init__(self, model: type[models.Model], *columns: str) -> None:
        fields = {field.attname: field for field in model._meta.concrete_fields}
        left = [
            field for name, field in fields.items() if name not in columns and not isinstance(field, models.AutoField)
        ]
        given = [fields[name] for name in columns]
        quote = connection.ops.quote_name
        self.place = f"{quote(model._meta.db_table)} ({', '.join(quote(str(field.column)) for field in given + left)})"
        self.columns = len(given) + len(left)
        self.convert = [(place, convert) for place, field in enumerate(given) if (convert := converter_of(field))]
        self.defaults = [default_of(field) for field in left]

    def write(self, rows: Iterable[Row]) -> None:
        made: Iterable[Row] = map(self.fit, rows) if self.convert or self.defaults else rows
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor, cursor.copy(f"COPY {self.place} FROM STDIN") as copy:
                for row in made:
                    copy.write_row(row)
            return
        connection.ensure_connection()
        rest = iter(made)
        while part := list(islice(rest, MOST_VALUES // self.columns)):
            # Django would look through the statement for each part, which takes as long as to write it.
            connection.connection.execute(self.insert(len(part)), list(chain.from_iterable(part)))

    def insert(self, rows: int) -> str:
        marks = f"({', '.join('?' * self.columns)})"
        return f"INSERT INTO {self.place} VALUES {', '.join([marks] * rows)}"  # noqa: S608  our names

    def fit(self, row: Row) -> list[Any]:
        """The whole row as the database takes it."""
        whole = [*row, *self.defaults]
        for place, convert in self.convert:
            if whole[place] is not None:
                whole[place] = convert(whole[place])
        return whole


def default_of(field: models.Field[Any, Any]) -> Any:
    value, convert = field.get_default(), converter_of(field)
    return convert(value) if convert and value is not None else value


def converter_of(field: models.Field[Any, Any]) -> Callable[[Any], Any] | None:
    """What makes a value of this column fit for the database; None where it is already."""
    if isinstance(field, models.JSONField):
        return json.dumps
    if isinstance(field, models.DateTimeField):
        return moment
    return None


@lru_cache(maxsize=64)
def moment(at: datetime) -> Any:
    """An article has the same in several columns."""
    return connection.ops.adapt_datetimefield_value(at)


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
