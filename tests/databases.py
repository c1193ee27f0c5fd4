"""The databases of a run of tests: each is made once, and every process gets its own copy.

The first process that wants one makes it, with all migrations, under a name that no test uses; the others wait at a
lock. The same holds for a copy of it into which the shipped collection was loaded. Nothing outlives the run.
"""

import fcntl
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test.utils import override_settings
from django.utils import timezone

from collection.loading import load
from collection.management.commands.load_collection import SHIPPED

DEFAULT = "default"
MIGRATED = "migrated"
LOADED = "shipped"  # suffix of the database that holds the shipped collection


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
    connections[DEFAULT].creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    connections[DEFAULT].close()


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
    for name, suffix in ((LOADED, LOADED), (MIGRATED, None)):
        if (settings.TEST_RUN_FOLDER / f"{name}.made").exists():
            drop(suffix)


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


def media_of_shipped() -> Path:
    folder: Path = settings.TEST_RUN_FOLDER
    return folder / "media-of-shipped"


def make_shipped() -> None:
    connection = another()
    copied(connection, LOADED)
    media_of_shipped().mkdir()
    with override_settings(MEDIA_ROOT=str(media_of_shipped())), in_place(connection):
        load(SHIPPED, at=timezone.now(), tell=lambda *_: None)
    connection.close()


@contextmanager
def own_shipped_database(process: str) -> Iterator[BaseDatabaseWrapper]:
    """A connection to a database that holds the shipped collection, for this process; its images lie with the rest."""
    with once(LOADED, make_shipped):
        connection = another(LOADED)
        copied(connection, process)
    shutil.copytree(media_of_shipped(), settings.MEDIA_ROOT, dirs_exist_ok=True)
    yield connection
    connection.close()
    drop(f"{LOADED}_{process}")


@contextmanager
def rolled_back(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """What happens inside leaves no trace. As in Django's own tests, code may ask for a durable transaction."""
    with in_place(connection):
        atomic = transaction.atomic()
        atomic._from_testcase = True  # type: ignore[attr-defined]
        with atomic:
            yield
            transaction.set_rollback(True)
