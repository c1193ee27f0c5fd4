"""Rows by the thousand, straight into their table: COPY on PostgreSQL, one prepared statement on SQLite.

Nothing is asked of a model but its columns. What a row does not give has the default of its column.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

from django.core.management.color import no_style
from django.db import connection, models

Row = Sequence[Any]
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
        self.convert = [converter_of(field) for field in given]
        self.defaults = [default_of(field) for field in left]

    def write(self, rows: Iterable[Row]) -> None:
        made: Any = map(self.fit, rows)
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY {self.place} FROM STDIN") as copy:
                    for row in made:
                        copy.write_row(row)
            else:
                marks = ", ".join(["%s"] * (len(self.convert) + len(self.defaults)))
                cursor.executemany(f"INSERT INTO {self.place} VALUES ({marks})", made)  # noqa: S608  our own names

    def fit(self, row: Row) -> list[Any]:
        """The whole row as the database takes it."""
        given = zip(self.convert, row, strict=True)
        return [*(value if to is None or value is None else to(value) for to, value in given), *self.defaults]


def default_of(field: models.Field[Any, Any]) -> Any:
    value, convert = field.get_default(), converter_of(field)
    return convert(value) if convert and value is not None else value


def converter_of(field: models.Field[Any, Any]) -> Callable[[Any], Any] | None:
    """What makes a value of this column fit for the database; None where it is already."""
    if isinstance(field, models.JSONField):
        return json.dumps
    if isinstance(field, models.DateTimeField):
        return connection.ops.adapt_datetimefield_value
    return None


def count_on(*tables: type[models.Model]) -> None:
    """Let the database count on behind the highest primary key of these tables."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(tables)):
            cursor.execute(statement)


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
