"""What a migration keeps from others on PostgreSQL: every lock that shuts readers out, and how long people waited."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

import psycopg

EVERY: Final = 0.002  # seconds between two looks
SHUT: Final = """
    SELECT DISTINCT l.relation::regclass::text FROM pg_locks l JOIN pg_class c ON c.oid = l.relation
    WHERE l.locktype = 'relation' AND l.mode = 'AccessExclusiveLock' AND l.granted AND c.relkind = 'r'
        AND l.relation = ANY(%s)
"""
TABLES: Final = """
    SELECT oid, oid::regclass::text FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname <> 'django_migrations' ORDER BY 2
"""
A_ROW: Final = "SELECT 1 FROM {} LIMIT 1"
WRITTEN: Final = "UPDATE {} SET {} = {} WHERE ctid = (SELECT ctid FROM {} LIMIT 1)"


@dataclass
class Waits:
    """Seconds by table: the longest lock that keeps readers out, and the longest that a reader and a writer took."""

    shut: dict[str, float] = field(default_factory=dict)
    read: dict[str, float] = field(default_factory=dict)
    wrote: dict[str, float] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


@contextmanager
def watched(url: str, written: dict[str, str]) -> Iterator[Waits]:
    """While this holds, readers and writers come to tables that were there before. `written`: columns by table."""
    waits, over = Waits(), threading.Event()
    with psycopg.connect(url, autocommit=True) as connection:
        tables: dict[int, str] = dict(connection.execute(TABLES).fetchall())
    statements = {name: A_ROW.format(name) for name in tables.values()}
    changes = {name: WRITTEN.format(name, column, column, name) for name, column in written.items()}
    people = [
        threading.Thread(target=looking, args=(url, list(tables), waits, over)),
        threading.Thread(target=asking, args=(url, statements, waits.read, waits, over)),
        threading.Thread(target=asking, args=(url, changes, waits.wrote, waits, over)),
    ]
    for one in people:
        one.start()
    try:
        yield waits
    finally:
        over.set()
        for one in people:
            one.join()


def looking(url: str, tables: list[int], waits: Waits, over: threading.Event) -> None:
    """A lock is seen from the first look at which it is held to the first at which it is not."""
    held: dict[str, float] = {}
    with psycopg.connect(url, autocommit=True) as connection:
        while not over.wait(EVERY):
            found = {name for (name,) in connection.execute(SHUT, [tables])}
            now = time.monotonic()
            for name in held.keys() - found:
                waits.shut[name] = max(waits.shut.get(name, 0.0), now - held.pop(name))
            held |= dict.fromkeys(found - held.keys(), now)


def asking(
    url: str, statements: dict[str, str], longest: dict[str, float], waits: Waits, over: threading.Event
) -> None:
    with psycopg.connect(url, autocommit=True, prepare_threshold=None) as connection:
        while not over.is_set():
            for name, statement in statements.items():
                began = time.monotonic()
                try:
                    connection.execute(statement)
                except psycopg.Error as fault:
                    waits.faults.append(f"{name}: {fault}")
                longest[name] = max(longest.get(name, 0.0), time.monotonic() - began)


def told(waits: Waits, most: int = 5) -> list[str]:
    """The longest of each kind, in words."""
    return [
        f"{said}: {', '.join(f'{name} {1000 * seconds:.0f} ms' for name, seconds in largest(found)[:most]) or 'none'}"
        for said, found in (
            ("locks that keep readers out", waits.shut),
            ("longest reads", waits.read),
            ("longest writes", waits.wrote),
        )
    ]


def largest(found: dict[str, float]) -> list[tuple[str, Any]]:
    return sorted(found.items(), key=lambda item: -item[1])
