"""The databases of a run of tests: each is made once, and every process gets its own copy.

The first process that wants one makes it, with all migrations, under a name that no test uses; the others wait at a
lock. The same holds for copies of it into which something was loaded that many tests only read. Nothing outlives the
run but a file of SQLite's, empty after all migrations.
"""

import fcntl
import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test.utils import override_settings
from django.utils import timezone

from articles.models import SiteSettings
from articles.site.snapshot import forget
from articles.site.values import Site
from collection.loading import load
from collection.management.commands.load_collection import SHIPPED
from collection.site_file import read_site
from tests.real_records import publish_real_records
from tests.source import ROOT

DEFAULT: Final = "default"
KEPT: Final = ROOT / ".pytest_cache" / "migrated"
MIGRATED: Final = "migrated"
SHIPPED_COLLECTION: Final = "shipped"
REAL_RECORDS: Final = "real"
WORLD: Final = "world"  # empty at first: tests/worlds.py


@contextmanager
def once(name: str, make: Callable[[], None]) -> Iterator[None]:
    """Let the first process of the run that comes here `make` what `name` names. One process at a time is inside."""
    folder: Path = settings.TEST_RUN_FOLDER
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / f"{name}.made").exists():
            make()
            (folder / f"{name}.made").touch()
        yield


def name_template() -> None:
    """Let the connection mean the database that is copied and never used."""
    connections[DEFAULT].settings_dict["NAME"] = connections[DEFAULT].settings_dict["TEST"]["NAME"]


def make_template() -> None:
    """SQLite's file is kept from run to run for as long as no migration and no package changes."""
    name_template()
    file, kept = Path(str(connections[DEFAULT].settings_dict["NAME"])), KEPT / f"{digest_of_schema()}.sqlite3"
    if connections[DEFAULT].vendor == "sqlite" and kept.exists():
        shutil.copyfile(kept, file)
    else:
        connections[DEFAULT].creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        connections[DEFAULT].close()
        if connections[DEFAULT].vendor == "sqlite":
            keep(file, kept)
    store_shipped_site()
    connections[DEFAULT].close()


def digest_of_schema() -> str:
    digest = hashlib.sha256()
    for file in sorted(
        [
            *ROOT.glob("*/migrations/*.py"),
            *ROOT.glob("requirements*.lock"),
            *ROOT.glob("cbtneuro/page_cache/content_version/**/*.py"),
            *ROOT.glob("*/triggers.py"),
            *ROOT.glob("*/*/triggers.py"),
            Path(__file__),
        ]
    ):
        digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()[:16]


def keep(file: Path, kept: Path) -> None:
    """Beside pytest's own cache, the newest one alone. A copy is whole or not there."""
    KEPT.mkdir(parents=True, exist_ok=True)
    for former in KEPT.glob("*"):
        former.unlink(missing_ok=True)
    partial_copy = kept.with_suffix(f".{os.getpid()}")
    shutil.copyfile(file, partial_copy)
    partial_copy.rename(kept)


def store_shipped_site() -> None:
    """Tests speak of the subject of the shipped collection: its name, its words, its facts at a glance."""
    SiteSettings.objects.create(pk=1, **shipped_site().as_columns())


@cache
def shipped_site() -> Site:
    """As its file says, but without taxonomies in which tests would have to file all that they publish."""
    read = read_site((SHIPPED / "site.yaml").read_text(encoding="utf-8"), "site.yaml", [])
    assert read is not None
    return replace(read.site, file_under=())


def copied(connection: BaseDatabaseWrapper, suffix: str) -> None:
    """Copy the database of this connection, and let the connection mean the copy."""
    connection.creation.clone_test_db(suffix, verbosity=0, autoclobber=True)
    connection.settings_dict["NAME"] = connection.creation.get_test_db_clone_settings(suffix)["NAME"]


def drop(suffix: str | None) -> None:
    """Drop a copy, or without a suffix the one that was copied."""
    name_template()
    connections[DEFAULT].creation.destroy_test_db(suffix=suffix, verbosity=0)


def drop_templates() -> None:
    """At the end of the run, those that were made."""
    for name in (*FILLED, MIGRATED):
        if (settings.TEST_RUN_FOLDER / f"{name}.made").exists():
            drop(None if name == MIGRATED else name)


@contextmanager
def own_database(process: str) -> Iterator[None]:
    """An empty database for this process."""
    with once(MIGRATED, make_template):
        name_template()
        copied(connections[DEFAULT], process)
    yield
    drop(process)


def another(suffix: str = "") -> BaseDatabaseWrapper:
    """A second connection under the same alias, to the database that is copied; none of the pool's."""
    first = connections[DEFAULT].settings_dict
    options = {name: value for name, value in first["OPTIONS"].items() if name != "pool"}
    taken: dict[str, Any] = {**first, "NAME": first["TEST"]["NAME"], "OPTIONS": options}
    second = type(connections[DEFAULT])(taken, DEFAULT)
    if suffix:
        second.settings_dict["NAME"] = second.creation.get_test_db_clone_settings(suffix)["NAME"]
    return second


@contextmanager
def in_place(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Let the code of the site, in this thread, use this connection."""
    first = connections[DEFAULT]
    connections[DEFAULT] = connection
    try:
        yield
    finally:
        connections[DEFAULT] = first


def media_with(content: str) -> Path:
    """The files that belong to a database with this content."""
    folder: Path = settings.TEST_RUN_FOLDER
    return folder / f"media-{content}"


def load_shipped() -> None:
    load(SHIPPED, at=timezone.now(), tell=lambda *_: None)


FILLED: Final[dict[str, Callable[[], object]]] = {
    SHIPPED_COLLECTION: load_shipped,
    REAL_RECORDS: publish_real_records,
    WORLD: lambda: None,
}


def make_filled(content: str) -> None:
    connection = another()
    copied(connection, content)
    media_with(content).mkdir()
    with override_settings(MEDIA_ROOT=str(media_with(content))), in_place(connection):
        FILLED[content]()
    connection.close()


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside leaves no trace. As in Django's own tests, code may ask for a durable transaction."""
    atomic = transaction.atomic()
    atomic._from_testcase = True  # type: ignore[attr-defined]
    with atomic:
        yield
        transaction.set_rollback(True)


class Filled:
    """Copies, for this process, of the databases that hold something already."""

    def __init__(self, process: str) -> None:
        self.process = process
        self.connections: dict[str, BaseDatabaseWrapper] = {}

    def connection_to(self, content: str) -> BaseDatabaseWrapper:
        if content not in self.connections:
            with once(content, partial(make_filled, content)):
                connection = self.connections[content] = another(content)
                copied(connection, self.process)
            shutil.copytree(media_with(content), settings.MEDIA_ROOT, dirs_exist_ok=True)
        return self.connections[content]

    @contextmanager
    def holding(self, content: str) -> Iterator[None]:
        """Let the code of the site use the database with this content; what it writes is undone in the end."""
        with in_place(self.connection_to(content)), undone():
            forget()  # the site is another one here
            yield
        forget()

    def drop(self) -> None:
        for content, connection in self.connections.items():
            connection.close()
            drop(f"{content}_{self.process}")
