"""SQLite: one row that counts. It writes one transaction at a time, so nobody waits for it longer than otherwise."""

from collections.abc import Iterable, Iterator
from typing import Final

CREATE: Final = (
    "CREATE TABLE IF NOT EXISTS content_change (id integer PRIMARY KEY, changes integer NOT NULL)",
    "INSERT OR IGNORE INTO content_change (id, changes) VALUES (1, 0)",
)
COUNT: Final = "UPDATE content_change SET changes = changes + 1 WHERE id = 1"
DROP: Final = ("DROP TABLE IF EXISTS content_change",)


def triggers(tables: Iterable[str]) -> Iterator[str]:
    for table in tables:
        for act in ("INSERT", "UPDATE", "DELETE"):
            name = f"{table}_changed_by_{act.lower()}"
            yield f'CREATE TRIGGER IF NOT EXISTS "{name}" AFTER {act} ON "{table}" BEGIN {COUNT}; END'


def drop_triggers(tables: Iterable[str]) -> Iterator[str]:
    for table in tables:
        for act in ("INSERT", "UPDATE", "DELETE"):
            yield f'DROP TRIGGER IF EXISTS "{table}_changed_by_{act.lower()}"'
