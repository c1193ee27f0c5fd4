"""Where rows are read from, as lines: a file of SQLite, a server, a dump of one."""

import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import IO, Any, Final, Protocol

import psycopg
from django.db.backends.base.base import BaseDatabaseWrapper

from operations.backups.connecting import file_of, file_opened, server_opened
from operations.backups.rows import Line, Sum, lines_of, sum_of
from operations.backups.tables import Table, quoted, tables_on_postgresql, tables_on_sqlite

# Table, its column that counts, by what, and the last number given; none before the first.
COUNTERS: Final = """
    SELECT t.relname, a.attname, c.oid::regclass::text, s.last_value FROM pg_class t
    JOIN pg_depend d ON d.refobjid = t.oid AND d.deptype IN ('a', 'i') AND d.refobjsubid > 0
    JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid
    JOIN pg_class c ON c.oid = d.objid AND c.relkind = 'S'
    JOIN pg_sequences s ON s.schemaname = c.relnamespace::regnamespace::text AND s.sequencename = c.relname
    WHERE t.relnamespace = current_schema()::regnamespace
"""
COPY_OF: Final = re.compile(rb"COPY (?:public\.)?(\S+) \((.*)\) FROM stdin;\n")
Stream = Iterator[tuple[str, Iterator[Line]]]


class Source(Protocol):
    """`counted`: the last number that the database gave in each table that counts by itself."""

    tables: dict[str, Table]
    counted: dict[str, int]

    def each(self, order: Sequence[str]) -> Stream: ...


class FileRows:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.tables = tables_on_sqlite(connection)
        has_counters = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_sequence'").fetchone()
        counted = connection.execute("SELECT name, seq FROM sqlite_sequence") if has_counters else ()
        self.counted = {name: last for name, last in counted if last and name in self.tables}

    def each(self, order: Sequence[str]) -> Stream:
        for name in order:
            table = self.tables[name]
            columns = ", ".join(map(quoted, table.columns))
            rows = self.connection.execute(f"SELECT {columns} FROM {quoted(name)}")  # noqa: S608  names of the database
            yield name, lines_of(rows, table.kinds)

    def number_of(self, table: str) -> int:
        number: int = self.connection.execute(f"SELECT count(*) FROM {quoted(table)}").fetchone()[0]  # noqa: S608
        return number


class ServerRows:
    def __init__(self, connection: "psycopg.Connection[Any]") -> None:
        self.connection = connection
        self.tables = tables_on_postgresql(connection)
        self.counted = {name: last for name, _, _, last in connection.execute(COUNTERS) if last and name in self.tables}

    def each(self, order: Sequence[str]) -> Stream:
        for name in order:
            yield name, self.lines(self.tables[name])

    def number_of(self, table: str) -> int:
        (number,) = self.connection.execute(f"SELECT count(*) FROM {quoted(table)}").fetchone() or (0,)  # noqa: S608
        return int(number)

    def lines(self, table: Table) -> Iterator[Line]:
        statement = f"COPY {quoted(table.name)} ({', '.join(map(quoted, table.columns))}) TO STDOUT"
        rest = b""
        with self.connection.cursor() as cursor, cursor.copy(statement) as copy:
            for block in copy:
                *whole, rest = (rest + bytes(block)).split(b"\n")
                yield from whole


class DumpRows:
    """What `pg_restore --data-only` writes: tables in the order of the dump, columns in that of the server."""

    def __init__(self, script: IO[bytes], tables: dict[str, Table], counted: dict[str, int]) -> None:
        self.script = script
        self.tables, self.counted = tables, counted

    def each(self, order: Sequence[str]) -> Stream:
        wanted = {*order}
        for said in self.script:
            found = COPY_OF.fullmatch(said)
            name = found[1].decode().strip('"') if found else ""
            if found and name in wanted:
                held = [column.strip('"') for column in found[2].decode().split(", ")]
                yield name, self.lines([held.index(column) for column in self.tables[name].columns])

    def lines(self, places: Sequence[int]) -> Iterator[Line]:
        for said in self.script:
            if said == b"\\.\n":
                return
            values = said[:-1].split(b"\t")
            yield b"\t".join([values[place] for place in places])


@contextmanager
def reading(database: BaseDatabaseWrapper) -> Iterator[FileRows | ServerRows]:
    """All rows of a database in one state, which is only read."""
    if database.vendor == "sqlite":
        with file_opened(file_of(database)) as file:
            file.execute("PRAGMA query_only = ON")
            file.execute("BEGIN")
            yield FileRows(file)
        return
    with server_opened(database) as server:
        server.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield ServerRows(server)


def sums_of(source: Source, tables: Mapping[str, Table]) -> dict[str, Sum]:
    """What the tables hold now."""
    return {name: sum_of(lines, tables[name].kinds) for name, lines in source.each(sorted(tables))}


def differences(expected: Mapping[str, Sum], found: Mapping[str, Sum]) -> list[str]:
    """In words, a table each."""
    return [
        f"{name}: {found[name].rows if name in found else 'no'} rows, {one.rows} were expected"
        + (", with other values" if name in found and found[name].rows == one.rows else "")
        for name, one in expected.items()
        if name not in found or (one.rows, one.checksum) != (found[name].rows, found[name].checksum)
    ]
