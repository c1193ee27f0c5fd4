"""A database's address as its own programs read it: PostgreSQL's may name several servers and any of its options."""

from typing import Any, Final
from urllib.parse import urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

OF_POSTGRESQL: Final = ("postgres", "postgresql")
NAMES: Final = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}

NOT_UNDERSTOOD: Final = 'PostgreSQL does not understand DATABASE_URL; `psql "$DATABASE_URL"` says what of it.'


def database_at(address: str) -> dict[str, Any]:
    """Django's settings of it, without those of an engine. Raises `ImproperlyConfigured`, and never tells a password.

    Of several servers (`postgres://a,b/name`) it takes the first that can be written: the one that was promoted.
    """
    if urlsplit(address).scheme not in OF_POSTGRESQL:
        try:
            return dict(dj_database_url.parse(address))
        except ValueError:
            raise ImproperlyConfigured("DATABASE_URL is no address of a database.") from None
    told = options_of(address)
    config: dict[str, Any] = {name: told.pop(option, "") for option, name in NAMES.items()}
    if "," in config["HOST"]:
        told.setdefault("target_session_attrs", "read-write")
    return {"ENGINE": "django.db.backends.postgresql", **config, "OPTIONS": told}


def options_of(address: str) -> dict[str, Any]:
    """By libpq, so that what `psql` connects to this site does, too."""
    from psycopg import ProgrammingError  # noqa: PLC0415  (a site on SQLite has no need of it)
    from psycopg.conninfo import conninfo_to_dict  # noqa: PLC0415

    try:
        return dict(conninfo_to_dict(address))
    except ProgrammingError:  # whose words may hold the password
        raise ImproperlyConfigured(NOT_UNDERSTOOD) from None
