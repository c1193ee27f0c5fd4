"""A connection that stays open must not write into a file that is no longer the database."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import ConnectionHandler

from cbtneuro.outages.engine_options import engine_options

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]


def opened(path: Path) -> BaseDatabaseWrapper:
    """As the settings have it."""
    config = engine_options({"ENGINE": "django.db.backends.sqlite3", "NAME": str(path)}, wait=20)
    return ConnectionHandler({"default": config})["default"]


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[BaseDatabaseWrapper]:
    connection = filled(tmp_path / "site.sqlite3", "former")
    yield connection
    connection.close()


def filled(path: Path, word: str) -> BaseDatabaseWrapper:
    connection = opened(path)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE words (word TEXT)")
        cursor.execute("INSERT INTO words VALUES (%s)", [word])
    return connection


def words(connection: BaseDatabaseWrapper) -> list[str]:
    with connection.cursor() as cursor:
        return [word for (word,) in cursor.execute("SELECT word FROM words").fetchall()]


def test_a_connection_stays_open_from_request_to_request(kept: BaseDatabaseWrapper) -> None:
    raw = kept.connection
    for _ in range(2):
        kept.close_if_unusable_or_obsolete()
        assert words(kept) == ["former"]
    assert kept.connection is raw


def test_a_connection_to_a_replaced_file_is_left(kept: BaseDatabaseWrapper, tmp_path: Path) -> None:
    """Put back as the README says."""
    filled(tmp_path / "backup.sqlite3", "restored").close()
    for left in ("-wal", "-shm"):
        (tmp_path / f"site.sqlite3{left}").unlink()
    (tmp_path / "backup.sqlite3").replace(tmp_path / "site.sqlite3")
    kept.close_if_unusable_or_obsolete()
    assert words(kept) == ["restored"]


def test_a_file_that_is_gone_is_noticed(kept: BaseDatabaseWrapper, tmp_path: Path) -> None:
    (tmp_path / "site.sqlite3").unlink()
    assert not kept.is_usable()


def test_the_database_in_use_stays_usable() -> None:
    assert connections["default"].is_usable()
    own = settings.DATABASES["default"]
    assert own["CONN_HEALTH_CHECKS"] == (connections["default"].vendor == "sqlite")  # PostgreSQL's asks by itself
    assert own["ENGINE"].startswith("cbtneuro.outages.")
