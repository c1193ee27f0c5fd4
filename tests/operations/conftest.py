"""A site of its own for each test: what is committed here is in nobody else's database."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest
from django.db.backends.base.base import BaseDatabaseWrapper

from operations.backups.backing_up import back_up
from operations.backups.connecting import connected, file_of, server_opened
from operations.backups.tables import quoted
from tags.management.progress import silently
from tests import databases
from tools import postgres


@contextmanager
def copy_of(content: str, suffix: str) -> Iterator[BaseDatabaseWrapper]:
    """A copy of a database that tests share, through a connection without a pool."""
    make = partial(databases.make_filled, content) if content else databases.make_template
    with databases.once(content or databases.MIGRATED, make):
        taken = databases.another(content)
        databases.copied(taken, suffix)
        taken.close()
    copy = connected(taken.settings_dict)
    yield copy
    copy.close()
    if copy.vendor == "sqlite":
        file_of(copy).unlink()
        return
    with server_opened(copy, "postgres") as server:
        server.execute(f"DROP DATABASE {quoted(str(copy.settings_dict['NAME']))} WITH (FORCE)")


@pytest.fixture
def site(filled_databases: databases.Filled, db: None, worker_id: str) -> Iterator[BaseDatabaseWrapper]:
    """With the shipped collection."""
    with copy_of(databases.SHIPPED_COLLECTION, f"{worker_id}_site") as site:
        yield site


@pytest.fixture
def empty(django_db_setup: None, db: None, worker_id: str) -> Iterator[BaseDatabaseWrapper]:
    """With all migrations."""
    with copy_of("", f"{worker_id}_empty") as empty:
        yield empty


@pytest.fixture
def media(tmp_path: Path) -> Path:
    folder = tmp_path / "media"
    (folder / "images").mkdir(parents=True)
    (folder / "images" / "one.png").write_bytes(b"one")
    return folder


@pytest.fixture(scope="session")
def kept_backups(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("backups")


@pytest.fixture
def backup(site: BaseDatabaseWrapper, media: Path, tmp_path: Path, kept_backups: Path) -> Path:
    """Of the site and its images, made once for all tests, each of which gets a name for it of its own."""
    kept, file = kept_backups / f"{site.vendor}.backup", tmp_path / "backup"
    if not kept.exists():
        back_up(site, media, kept, silently)
    file.hardlink_to(kept)
    return file


@pytest.fixture(autouse=True)
def programs_on_the_path(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of PostgreSQL lie off the PATH where the server of the tests is from a package."""
    if shutil.which("pg_dump") is None:
        folder = postgres.installed(os.environ["PATH"]) or postgres.PACKAGE
        monkeypatch.setenv("PATH", f"{os.environ['PATH']}{os.pathsep}{folder}")
