"""Queries whose SQL is written once: what differs from one reader to the next are their values.

Django takes longer to put a query of a page together than the database takes to answer it, and PostgreSQL takes longer
to plan it: there, each connection prepares the statement once (`PREPARE`).
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest
from typing import Any, NamedTuple, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.models import BigIntegerField, Expression, Field, Model, QuerySet
from psycopg.sql import Literal

Row = TypeVar("Row", bound=Model)


class Parameter(Expression):
    """A value that is given when the query runs."""

    def __init__(self, name: str, output_field: "Field[Any, Any]") -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        del compiler, connection
        return "%s", [self]

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        """With its type, since the statement is planned before there is a value."""
        del compiler
        return f"%s::{self.output_field.cast_db_type(connection)}", [self]

    def value(self, given: Any) -> Any:
        """The value as the database takes it."""
        return self.output_field.get_db_prep_value(given, connection)


class Numbers(Parameter):
    """Any number of whole numbers as one value, for `column__in=[Numbers("keys")]`."""

    def __init__(self, name: str) -> None:
        super().__init__(name, BigIntegerField())

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        del compiler, connection
        return "SELECT value FROM json_each(%s)", [self]

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        del compiler, connection
        return "SELECT unnest(%s::bigint[])", [self]

    def value(self, given: Iterable[int]) -> str:
        opening, closing = "{}" if connection.vendor == "postgresql" else "[]"
        return f"{opening}{','.join(map(str, given))}{closing}"


@dataclass(frozen=True)
class Statement:
    """`converters`: for the columns that a database does not hand over as Python has them, by their number."""

    sql: str
    parameters: tuple[Any, ...]
    converters: tuple[tuple[int, Any, Any], ...]


_statements: dict[Hashable, Statement] = {}


def rows(*kind: Hashable, queryset: Callable[[], "QuerySet[Any, Any]"], **values: Any) -> list[tuple[Any, ...]]:
    """The rows of a `values_list` that `queryset` builds with `Parameter`s, once for each `kind` and database."""
    key = (connection.vendor, *kind)
    if key not in _statements:
        _statements[key] = statement_of(queryset())
    statement = _statements[key]
    with preparing_cursor() as cursor:
        cursor.execute(statement.sql, [value_of(parameter, values) for parameter in statement.parameters])
        found = cursor.fetchall()
    return [converted(row, statement) for row in found] if statement.converters else found


def instances(
    model: type[Row], *kind: Hashable, queryset: Callable[[], "QuerySet[Row]"], also: Sequence[str] = (), **values: Any
) -> list[Row]:
    """The same as whole rows of the model, with the annotations whose names are `also`."""
    columns = [column.attname for column in model._meta.concrete_fields]
    found = []
    for row in rows(*kind, queryset=lambda: queryset().values_list(*columns, *also), **values):
        instance = model.from_db(DEFAULT_DB_ALIAS, columns, row[: len(columns)])
        vars(instance).update(zip(also, row[len(columns) :], strict=True))
        found.append(instance)
    return found


def statement_of(queryset: "QuerySet[Any, Any]") -> Statement:
    compiler = queryset.query.get_compiler(connection=connection)
    sql, parameters = compiler.as_sql()
    if connection.vendor == "postgresql":
        sql, parameters = with_literals(sql, parameters)
    found = compiler.get_converters([column for column, *_ in compiler.select[: compiler.col_count]])
    return Statement(sql, tuple(parameters), tuple((place, *which) for place, which in found.items()))


def with_literals(sql: str, parameters: "tuple[Any, ...]") -> tuple[str, tuple[Any, ...]]:
    """The same statement with only its `Parameter`s left to be given."""

    def written(value: Any) -> str:
        if isinstance(value, Parameter):
            return "%s"
        return Literal(value).as_string(connection.connection).replace("%", "%%")

    between = map(written, parameters)
    return (
        "".join(chain.from_iterable(zip_longest(sql.split("%s"), between, fillvalue=""))),
        tuple(value for value in parameters if isinstance(value, Parameter)),
    )


class Asked(NamedTuple):
    """What Django tells of a statement in logs and tests, where psycopg sent only the name of a prepared one."""

    query: bytes


class PreparingCursor(ServerBindingCursor):
    """Prepares each statement once in its connection, unless `prepare_threshold` in the settings is None."""

    def execute(self, query: Any, params: Any = None, **options: Any) -> "PreparingCursor":
        super().execute(query, params, prepare=True, **options)  # type: ignore[misc]  # the stubs know no psycopg 3
        if getattr(self, "_query", None) is None:
            self._query = Asked(query.encode())
        return self


def preparing_cursor() -> Any:
    if connection.vendor != "postgresql":
        return connection.cursor()
    connection.ensure_connection()
    wrapper: Any = connection
    own: Any = PreparingCursor
    return wrapper._prepare_cursor(own(connection.connection))  # as `cursor` does, so it is counted and watched


def converted(row: tuple[Any, ...], statement: Statement) -> tuple[Any, ...]:
    columns = list(row)
    for place, converters, expression in statement.converters:
        for converter in converters:
            columns[place] = converter(columns[place], expression, connection)
    return tuple(columns)


def value_of(parameter: Any, values: dict[str, Any]) -> Any:
    if not isinstance(parameter, Parameter):
        return parameter
    return parameter.value(values[parameter.name])
