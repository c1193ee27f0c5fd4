"""Rows by the thousand, straight into their table: COPY on PostgreSQL, one statement for many rows on SQLite.

Nothing is asked of a model but its columns. What a row does not give has the default of its column.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from itertools import chain
from typing import Any, Final

from django.db import connection, models

from tags.management.parts import in_parts

Row = Sequence[Any]
MOST_VALUES: Final = 32_000  # in one statement of SQLite


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
        for part in in_parts(made, MOST_VALUES // self.columns):
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
