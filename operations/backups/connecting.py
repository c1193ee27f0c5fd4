"""Connections beside that of the site: raw ones to read by, and others that its code uses for a while."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

import psycopg
from django.core.exceptions import ImproperlyConfigured
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import load_backend
from psycopg.conninfo import make_conninfo

from operations.backups.refusals import Refused
from operations.database_urls import database_at

WAIT: Final = 60  # seconds for a lock that another holds
ALIKE: Final = (  # one spelling of all values, whatever the server is set to
    "SET TimeZone = 'UTC'; SET DateStyle = 'ISO'; SET bytea_output = 'hex'; SET extra_float_digits = 1"
)


def connected(database: dict[str, Any]) -> BaseDatabaseWrapper:
    """To the database of these settings, without a pool; under the site's own alias, as all its code names it."""
    options = {name: value for name, value in database.get("OPTIONS", {}).items() if name != "pool"}
    whole = connections.configure_settings({DEFAULT_DB_ALIAS: {**database, "OPTIONS": options}})[DEFAULT_DB_ALIAS]
    wrapper: BaseDatabaseWrapper = load_backend(whole["ENGINE"]).DatabaseWrapper(whole, DEFAULT_DB_ALIAS)
    return wrapper


def at_address(url: str) -> BaseDatabaseWrapper:
    """Raises `Refused` for an address of anything but PostgreSQL or SQLite."""
    try:
        database = database_at(url)
    except ImproperlyConfigured:
        database = {}
    engine = str(database.get("ENGINE", "")).rpartition(".")[2]
    if engine not in ("sqlite3", "postgresql") or not database.get("NAME"):
        raise Refused("That is no address of a database: postgres://user@host/name or sqlite:////path.")
    return connected({**database, "OPTIONS": {**database.get("OPTIONS", {}), **options_of(engine)}})


def options_of(engine: str) -> dict[str, Any]:
    return {"transaction_mode": "IMMEDIATE", "timeout": WAIT} if engine == "sqlite3" else {}


def same_engine_named(database: BaseDatabaseWrapper, name: str) -> BaseDatabaseWrapper:
    """To another database of the same server, or another file."""
    return connected({**database.settings_dict, "NAME": name})


@contextmanager
def in_place(database: BaseDatabaseWrapper) -> Iterator[None]:
    """Let the code of the site, in this thread, use this connection."""
    first = connections[DEFAULT_DB_ALIAS]
    connections[DEFAULT_DB_ALIAS] = database
    try:
        yield
    finally:
        connections[DEFAULT_DB_ALIAS] = first


def connection_used() -> BaseDatabaseWrapper:
    """That of the site's code, now."""
    return connections[DEFAULT_DB_ALIAS]


def place_of(database: BaseDatabaseWrapper) -> str:
    """In words, without a password."""
    found = database.settings_dict
    if database.vendor == "sqlite":
        return str(found["NAME"])
    return f"{found['NAME']} on {found['HOST'] or 'this machine'}"


def file_of(database: BaseDatabaseWrapper) -> Path:
    return Path(str(database.settings_dict["NAME"])).absolute()


@contextmanager
def file_opened(path: Path, mode: str = "ro") -> Iterator[sqlite3.Connection]:
    """`mode`: ro, rw, rwc as SQLite's addresses have it."""
    address = f"{path.as_uri()}?mode={mode}"
    with closing(sqlite3.connect(address, uri=True, timeout=WAIT, isolation_level=None)) as connection:
        yield connection


def libpq(database: BaseDatabaseWrapper) -> dict[str, Any]:
    """What libpq, and so PostgreSQL's programs, take of the parameters of a connection."""
    known = {option.keyword.decode() for option in psycopg.pq.Conninfo.get_defaults()}
    return {name: value for name, value in database.get_connection_params().items() if name in known}


@contextmanager
def server_opened(database: BaseDatabaseWrapper, name: str = "") -> Iterator["psycopg.Connection[Any]"]:
    """In autocommit; `name`: another database of that server."""
    asked = libpq(database) | ({"dbname": name} if name else {})
    with closing(psycopg.connect(make_conninfo(**asked), autocommit=True)) as connection:
        connection.execute(ALIKE)
        yield connection
