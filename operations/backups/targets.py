"""Where rows are written to: a database with the schema of this release, through the connection of the site's code.

What would note each row stands still meanwhile; indexes of search are made at the end, from all rows at once.
"""

import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from itertools import chain, islice
from typing import Final, Protocol

from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from articles.models import Article
from articles.search.engines.postgres_keys import settle, tell_common_words
from collection.synthesis.bulk_rows import keep_more_pages, large_segments
from operations.backups.connecting import connection_used
from operations.backups.rows import Line, rows_of
from operations.backups.set_aside import INDEX, KEY, forget, indexes_made_beside, make, put_aside
from operations.backups.sources import COUNTERS
from operations.backups.tables import SEARCH, Table, quoted, tables_on_postgresql, tables_on_sqlite
from tags.management.progress import Begin

AT_ONCE: Final = 1000  # lines
TRIGGERS: Final = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?"
INDEXES_OF_SEARCH: Final = SEARCH.replace("name", "name, sql", 1)
CONTENT: Final = re.compile(r"content='(\w+)', content_rowid='(\w+)'")
COLUMNS_OF: Final = "SELECT name FROM pragma_table_info(?)"
AFTER_ROWS: Final = """
    SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal AND tgtype & 2 = 0
"""  # what runs before a row fills it
ARTICLES: Final = Article._meta.db_table
TOGETHER: Final = 2  # indexes; an index of search takes one processor


class Target(Protocol):
    """To be used while its connection is that of the site."""

    def tables(self) -> dict[str, Table]: ...

    def order(self) -> list[str]:
        """All tables, those first on which triggers lean that run before rows of others."""

    def empty(self, tables: Iterable[str]) -> None: ...

    def load(self, table: Table, lines: Iterable[Line]) -> None: ...

    def finishing(self, counted: Mapping[str, int], begin: Begin) -> AbstractContextManager[None]:
        """Counters, indexes, and what the planner knows of sizes: all is there when the block ends.

        Rows can be read in it.
        """


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

    @contextmanager
    def finishing(self, counted: Mapping[str, int], begin: Begin) -> Iterator[None]:
        self.finish(counted, begin)
        yield

    @transaction.atomic
    def finish(self, counted: Mapping[str, int], begin: Begin) -> None:
        self.make_indexes_of_search(begin)
        for table, number in counted.items():
            self.raw.execute("UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = ?", [number, table])
            self.raw.execute(
                "INSERT INTO sqlite_sequence (name, seq) SELECT ?, ? WHERE NOT EXISTS "
                "(SELECT 1 FROM sqlite_sequence WHERE name = ?)",
                [table, number, table],
            )
        connection.check_constraints()

    def make_indexes_of_search(self, begin: Begin) -> None:
        """As FTS5's own `rebuild` does, but in parts that tell how far it is."""
        found = [(name, *CONTENT.findall(sql)[0]) for name, sql in self.raw.execute(INDEXES_OF_SEARCH).fetchall()]
        rows = [self.raw.execute(f"SELECT count(*) FROM {content}").fetchone()[0] for _, content, _ in found]  # noqa: S608
        more = begin("Making indexes of search", sum(rows))
        with large_segments():
            for name, content, key in found:
                self.raw.execute(f"INSERT INTO {name} ({name}) VALUES ('delete-all')")  # noqa: S608
                columns = ", ".join(column for (column,) in self.raw.execute(COLUMNS_OF, [name]))
                part = f"SELECT {key}, {columns} FROM {content} WHERE {key} > ? ORDER BY {key} LIMIT {AT_ONCE}"  # noqa: S608
                last = -1
                while last is not None:
                    made = self.raw.execute(f"INSERT INTO {name} (rowid, {columns}) {part}", [last])
                    if made.rowcount:
                        more(made.rowcount)
                    (last,) = self.raw.execute(f"SELECT max({key}) FROM ({part})", [last]).fetchone()  # noqa: S608


class Server:
    """PostgreSQL. Indexes and foreign keys are put aside while rows come."""

    def __init__(self) -> None:
        connection.ensure_connection()

    def tables(self) -> dict[str, Table]:
        return tables_on_postgresql(connection.connection)

    def order(self) -> list[str]:
        """A row of words takes the place of its article."""
        return sorted(self.tables(), key=lambda name: (name != ARTICLES, name))

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
            for name in triggers:
                cursor.execute(f"ALTER TABLE {quoted(table.name)} ENABLE TRIGGER {name}")

    @contextmanager
    def finishing(self, counted: Mapping[str, int], begin: Begin) -> Iterator[None]:
        """Indexes are made on two connections, unless the rows are of a transaction that nobody else sees."""
        count_on(counted)
        tell_common_words()
        if connection.in_atomic_block:
            make(INDEX, "Making indexes", begin)
            yield
        else:
            with indexes_made_beside(connection_used(), TOGETHER, begin):
                yield
        with connection.cursor() as cursor:
            for table in self.tables():
                cursor.execute(f"ANALYZE {quoted(table)}")
        make(KEY, "Looking at foreign keys", begin)
        settle()
        forget()


def count_on(counted: Mapping[str, int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(COUNTERS)
        for table, column, counter, _ in [row for row in cursor.fetchall() if row[0] in counted]:
            highest = f"SELECT greatest(max({quoted(column)}), %s) FROM {quoted(table)}"  # noqa: S608
            cursor.execute(f"SELECT setval(%s, ({highest}))", [counter, counted[table]])


@contextmanager
def writing(database: BaseDatabaseWrapper) -> Iterator[Target]:
    """`database` is in the place of the site's connection."""
    if database.vendor == "sqlite":
        connection.disable_constraint_checking()
        keep_more_pages()
        yield File()
        connection.enable_constraint_checking()
        return
    put_aside()
    yield Server()
