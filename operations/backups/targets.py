"""Where rows are written to: a database with the schema of this release, through the connection of the site's code.

What would note each row stands still meanwhile; indexes of search are made at the end, from all rows at once.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from graphlib import TopologicalSorter
from itertools import chain, islice
from typing import Final, Protocol

from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from collection.synthesis.search_indexes import bring_back, put_aside
from operations.backups.rows import Line, rows_of
from operations.backups.sources import COUNTERS
from operations.backups.tables import SEARCH, Table, quoted, tables_on_postgresql, tables_on_sqlite
from tags.management.progress import Begin

AT_ONCE: Final = 1000  # lines
TRIGGERS: Final = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?"
AFTER_ROWS: Final = """
    SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal AND tgtype & 2 = 0
"""  # what runs before a row fills it
REFERENCES: Final = """
    SELECT conrelid::regclass::text, confrelid::regclass::text FROM pg_constraint
    WHERE contype = 'f' AND connamespace = current_schema()::regnamespace
"""


class Target(Protocol):
    """To be used while its connection is that of the site."""

    def tables(self) -> dict[str, Table]: ...

    def order(self) -> list[str]:
        """Tables behind those that they refer to."""

    def empty(self, tables: Iterable[str]) -> None: ...

    def load(self, table: Table, lines: Iterable[Line]) -> None: ...

    def finish(self, counted: Mapping[str, int], begin: Begin) -> None:
        """Counters, indexes of search, and what the planner knows of sizes."""


class File:
    """SQLite. Foreign keys are looked at when all is there."""

    def __init__(self) -> None:
        connection.ensure_connection()
        self.raw: sqlite3.Connection = connection.connection

    def tables(self) -> dict[str, Table]:
        return tables_on_sqlite(self.raw)

    def order(self) -> list[str]:
        return sorted(self.tables())

    @contextmanager
    def without_triggers(self, table: str) -> Iterator[None]:
        triggers = self.raw.execute(TRIGGERS, [table]).fetchall()
        for name, _ in triggers:
            self.raw.execute(f"DROP TRIGGER {quoted(name)}")
        yield
        for _, statement in triggers:
            self.raw.execute(statement)

    def empty(self, tables: Iterable[str]) -> None:
        for table in tables:
            with self.without_triggers(table):
                self.raw.execute(f"DELETE FROM {quoted(table)}")  # noqa: S608  names of the database

    def load(self, table: Table, lines: Iterable[Line]) -> None:
        columns, marks = ", ".join(map(quoted, table.columns)), ", ".join("?" * len(table.columns))
        statement = f"INSERT INTO {quoted(table.name)} ({columns}) VALUES ({marks})"  # noqa: S608
        with self.without_triggers(table.name):
            self.raw.executemany(statement, rows_of(lines, table.kinds))

    def finish(self, counted: Mapping[str, int], begin: Begin) -> None:
        names = [name for (name,) in self.raw.execute(SEARCH)]
        more = begin("Making indexes of search", len(names))
        for name in names:
            self.raw.execute(f"INSERT INTO {quoted(name)} ({quoted(name)}) VALUES ('rebuild')")  # noqa: S608
            more(1)
        for table, number in counted.items():
            self.raw.execute("UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = ?", [number, table])
            self.raw.execute(
                "INSERT INTO sqlite_sequence (name, seq) SELECT ?, ? WHERE NOT EXISTS "
                "(SELECT 1 FROM sqlite_sequence WHERE name = ?)",
                [table, number, table],
            )
        connection.check_constraints()


class Server:
    """PostgreSQL, whose foreign keys are looked at when a transaction ends."""

    def __init__(self) -> None:
        connection.ensure_connection()

    def tables(self) -> dict[str, Table]:
        return tables_on_postgresql(connection.connection)

    def order(self) -> list[str]:
        names = self.tables()
        waiting: TopologicalSorter[str] = TopologicalSorter({name: set() for name in names})
        with connection.cursor() as cursor:
            cursor.execute(REFERENCES)
            for table, referred in cursor.fetchall():
                if table != referred:
                    waiting.add(table, referred)
        return [name for name in waiting.static_order() if name in names]

    def empty(self, tables: Iterable[str]) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {', '.join(map(quoted, tables))}")

    def load(self, table: Table, lines: Iterable[Line]) -> None:
        columns = ", ".join(map(quoted, table.columns))
        with connection.cursor() as cursor:
            cursor.execute(AFTER_ROWS, [table.name])
            triggers = [quoted(name) for (name,) in cursor.fetchall()]
            for name in triggers:
                cursor.execute(f"ALTER TABLE {quoted(table.name)} DISABLE TRIGGER {name}")
            rest = iter(lines)
            with cursor.copy(f"COPY {quoted(table.name)} ({columns}) FROM STDIN") as copy:
                while part := list(islice(rest, AT_ONCE)):
                    copy.write(b"\n".join(chain(part, [b""])))
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for name in triggers:
                cursor.execute(f"ALTER TABLE {quoted(table.name)} ENABLE TRIGGER {name}")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")

    def finish(self, counted: Mapping[str, int], begin: Begin) -> None:
        bring_back(begin)
        with connection.cursor() as cursor:
            cursor.execute(COUNTERS)
            for table, column, counter, _ in [row for row in cursor.fetchall() if row[0] in counted]:
                highest = f"SELECT greatest(max({quoted(column)}), %s) FROM {quoted(table)}"  # noqa: S608
                cursor.execute(f"SELECT setval(%s, ({highest}))", [counter, counted[table]])
            for table in self.tables():
                cursor.execute(f"ANALYZE {quoted(table)}")


@contextmanager
def writing(database: BaseDatabaseWrapper) -> Iterator[Target]:
    """`database` is in the place of the site's connection."""
    if database.vendor == "sqlite":
        connection.disable_constraint_checking()
        yield File()
        connection.enable_constraint_checking()
        return
    with transaction.atomic():
        put_aside()
    yield Server()
