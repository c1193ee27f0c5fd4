"""Which tables a database holds, asked of it and not of the models: a backup is also made before `migrate`.

Not among them: what each engine keeps for itself, and what is made anew from the rest.
"""

import sqlite3
from dataclasses import dataclass
from typing import Any, Final

import psycopg

NOT_CARRIED: Final = {
    "django_migrations",  # told in the manifest
    "content_change",  # each engine counts in its own way; `changes.py` sets it on
    "kept_pages",  # pages that can be made again
    "synthesis_indexes",
    "operations_move",
    "operations_aside",
    "operations_backup",  # of this database alone
}
LITESTREAM: Final = "_litestream_"  # tables of the program that copies changes of SQLite
OTHER: Final = "other"  # of a table that is not the site's: summed up as the engine spells it, and carried to none
DERIVED: Final = {("articles_publicwords", "place"), ("articles_fullpostwords", "place")}  # by triggers of PostgreSQL
SEARCH: Final = "SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE % USING fts5%'"
TABLES: Final = "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite@_%' ESCAPE '@'"
ON_SQLITE: Final = {
    "bool": "bool",
    "blob": "bytes",
    "char(32)": "uuid",
    "char(39)": "text",  # an address of the network
    "date": "date",
    "datetime": "time",
    "real": "float",
    "text": "text",
}
ON_POSTGRESQL: Final = {
    "boolean": "bool",
    "bytea": "bytes",
    "uuid": "uuid",
    "inet": "text",
    "date": "date",
    "timestamp with time zone": "time",
    "double precision": "float",
    "text": "text",
    "character varying": "text",
    "jsonb": "json",
    "smallint": "int",
    "integer": "int",
    "bigint": "int",
}
COLUMNS: Final = """
    SELECT c.relname, a.attname, format_type(a.atttypid, NULL)
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
        AND a.attgenerated = ''
    ORDER BY c.relname, a.attname
"""


@dataclass(frozen=True)
class Table:
    """`columns`: the kind of each, by name, in the order of names, which no engine changes."""

    name: str
    columns: dict[str, str]

    @property
    def kinds(self) -> tuple[str, ...]:
        return tuple(self.columns.values())


def tables_on_sqlite(connection: sqlite3.Connection) -> dict[str, Table]:
    indexes = [name for (name,) in connection.execute(SEARCH)]
    found = {}
    for name, sql in connection.execute(f"{TABLES} ORDER BY name").fetchall():
        if name in NOT_CARRIED or name.startswith((LITESTREAM, *(f"{index}_" for index in indexes))) or name in indexes:
            continue
        rows = connection.execute("SELECT name, type FROM pragma_table_info(?) ORDER BY name", [name])
        found[name] = Table(name, {column: sqlite_kind(column, kind.lower(), sql) for column, kind in rows})
    return found


def sqlite_kind(column: str, kind: str, sql: str) -> str:
    if kind == "text" and f'JSON_VALID("{column}")' in sql:
        return "json"
    if "int" in kind:
        return "int"
    if kind.startswith("varchar("):
        return "text"
    return ON_SQLITE.get(kind, OTHER)


def tables_on_postgresql(connection: "psycopg.Connection[Any]") -> dict[str, Table]:
    columns: dict[str, dict[str, str]] = {}
    for table, column, kind in connection.execute(COLUMNS):
        if table not in NOT_CARRIED and (table, column) not in DERIVED:
            columns.setdefault(table, {})[column] = ON_POSTGRESQL.get(kind, OTHER)
    return {name: Table(name, dict(sorted(held.items()))) for name, held in sorted(columns.items())}


def quoted(name: str) -> str:
    """A name of a table or column as both engines take it."""
    return '"' + name.replace('"', '""') + '"'
