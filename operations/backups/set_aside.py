"""Indexes and foreign keys of PostgreSQL are made when all rows are there: kept up row by row, they take longer.

What was put aside stands in a table of its own, in the transaction that drops it. So a run that was killed loses none:
the next one makes them.
"""

from collections import deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, Final

import psycopg
from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from operations.backups.connecting import server_opened
from tags.management.progress import Begin

ASIDE: Final = "operations_aside"
PLACE: Final = f"CREATE TABLE IF NOT EXISTS {ASIDE} (name text PRIMARY KEY, kind text NOT NULL, made text NOT NULL)"
INDEX, KEY = "index", "key"
FOUND: Final = """
    SELECT i.indexrelid::regclass::text, 'index', format('DROP INDEX %s', i.indexrelid::regclass),
        pg_get_indexdef(i.indexrelid) || coalesce((
            SELECT string_agg(format('; ALTER INDEX %s ALTER COLUMN %s SET STATISTICS %s',
                i.indexrelid::regclass, a.attnum, a.attstattarget), '')
            FROM pg_attribute a WHERE a.attrelid = i.indexrelid AND a.attstattarget >= 0), '')
    FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid
    WHERE t.relnamespace = current_schema()::regnamespace AND NOT i.indisunique
    UNION ALL
    SELECT format('%s of %s', f.conname, f.conrelid::regclass), 'key',
        format('ALTER TABLE %s DROP CONSTRAINT %I', f.conrelid::regclass, f.conname),
        format('ALTER TABLE %s ADD CONSTRAINT %I %s', f.conrelid::regclass, f.conname, pg_get_constraintdef(f.oid))
    FROM pg_constraint f WHERE f.contype = 'f' AND f.connamespace = current_schema()::regnamespace
"""
# That of search is the first, as it takes the longest, and then those of the largest tables.
LARGEST_FIRST: Final = """
    CASE WHEN made LIKE '%% USING gin %%' THEN 0 ELSE 1 END,
    pg_table_size(substring(made FROM ' ON (?:ONLY )?(\\S+) USING ')::regclass) DESC
"""
MEMORY: Final = "maintenance_work_mem = '512MB'"
ENDS_WITH_US: Final = "client_connection_check_interval = '2s'"  # no index is made for a run that was killed


@transaction.atomic
def put_aside() -> None:
    with connection.cursor() as cursor:
        cursor.execute(PLACE)
        cursor.execute(f"SELECT name FROM {ASIDE}")  # noqa: S608  a name of ours
        there = {name for (name,) in cursor.fetchall()}
        cursor.execute(FOUND)
        found = [row for row in cursor.fetchall() if row[0] not in there]
        # Keys first: no index goes on which one leans.
        for name, kind, dropped, made in sorted(found, key=lambda row: row[1] != KEY):
            cursor.execute(f"INSERT INTO {ASIDE} VALUES (%s, %s, %s)", [name, kind, made])  # noqa: S608  a name of ours
            cursor.execute(dropped)


def left(kind: str, order: str = "name") -> list[tuple[str, str]]:
    """Names and statements of what is to be made."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT name, made FROM {ASIDE} WHERE kind = %s ORDER BY {order}", [kind])  # noqa: S608
        found: list[tuple[str, str]] = cursor.fetchall()
        return found


def make(kind: str, step: str, begin: Begin) -> None:
    """One after the other, in transactions of their own or within that of the caller."""
    waiting = left(kind)
    more = begin(step, len(waiting))
    for name, made in waiting:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL {MEMORY}")
            cursor.execute(made)
            cursor.execute(f"DELETE FROM {ASIDE} WHERE name = %s", [name])  # noqa: S608  a name of ours
        more(1)


def forget() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {ASIDE}")


@contextmanager
def indexes_made_beside(database: BaseDatabaseWrapper, at_once: int, begin: Begin) -> Iterator[None]:
    """So many at once by a server, on connections of their own; all are there when the block ends."""
    waiting = deque(left(INDEX, LARGEST_FIRST))
    more = begin("Making indexes", len(waiting))
    servers: list[psycopg.Connection[Any]] = []

    def work() -> None:
        with server_opened(database) as server:
            servers.append(server)
            server.execute(f"SET {MEMORY}; SET {ENDS_WITH_US}")
            while waiting:
                name, made = waiting.popleft()
                with server.transaction():
                    server.execute(made)
                    server.execute(f"DELETE FROM {ASIDE} WHERE name = %s", [name])  # noqa: S608  a name of ours
                more(1)

    with ThreadPoolExecutor(at_once) as pool:
        working = [pool.submit(work) for _ in range(at_once)]
        try:
            yield
            for one in working:
                one.result()
        finally:
            waiting.clear()
            for server in [one for one in servers if not one.closed]:
                server.cancel_safe()
