"""A database's address as its own programs read it: PostgreSQL's may name several servers and any of its options."""

from typing import Any, Final
from urllib.parse import urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

OF_POSTGRESQL: Final = ("postgres", "postgresql")
NAMES: Final = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
NONE_OF_A_DATABASE: Final = (
    "DATABASE_URL is no address of a database: postgres://user:password@host/name or sqlite:////path."
)


def database_at(address: str) -> dict[str, Any]:
    """Django's settings of it, without those of an engine. Raises `ImproperlyConfigured`, which tells no password.

    Of several servers (`postgres://a,b/name`) it takes the first that can be written: the one that was promoted.
    """
    try:
        if urlsplit(address).scheme not in OF_POSTGRESQL:
            return dict(dj_database_url.parse(address))
        told: dict[str, Any] = dict(conninfo_to_dict(address))  # by libpq, as `psql` does
    except (ValueError, ProgrammingError):
        raise ImproperlyConfigured(NONE_OF_A_DATABASE) from None
    config = {name: told.pop(option, "") for option, name in NAMES.items()}
    if "," in config["HOST"]:
        told.setdefault("target_session_attrs", "read-write")
    return {"ENGINE": "django.db.backends.postgresql", **config, "OPTIONS": told}


def standbys_at(address: str) -> dict[str, Any]:
    """The same for servers that only read, of which it takes the first that is a standby. Tests have none."""
    database = database_at(address)
    if database["ENGINE"] != "django.db.backends.postgresql":
        raise ImproperlyConfigured("DATABASE_REPLICAS names standbys of PostgreSQL: postgres://user@one,two/name.")
    database["OPTIONS"]["target_session_attrs"] = "standby"
    return {**database, "TEST": {"MIRROR": "default"}}
