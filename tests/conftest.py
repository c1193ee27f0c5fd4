"""What every test finds, and what it leaves behind: nothing. And which tests there are without the real data."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from django.conf import settings
from django.core.cache import cache as limits
from django.template import Template
from django.test.utils import _TestState
from pytest_django import DjangoDbBlocker

from articles.models import Article, SiteSettings
from articles.site.snapshot import current_site, forget
from tests import databases
from tests.settings import CLOCK
from tests.worlds import Worlds

COMMITTING: Final = {"transactional_db", "live_server"}
DATABASE: Final = {"db", *COMMITTING}


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: DjangoDbBlocker, worker_id: str
) -> Iterator[None]:
    """In place of pytest-django's: migrations run once, not once in each process."""
    with django_db_blocker.unblock(), databases.own_database(worker_id), django_db_blocker.block():
        yield


@pytest.fixture(scope="session")
def filled_databases(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, worker_id: str
) -> Iterator[databases.Filled]:
    filled = databases.Filled(worker_id)
    yield filled
    with django_db_blocker.unblock():
        filled.drop()


@pytest.fixture(scope="session")
def worlds(filled_databases: databases.Filled, django_db_blocker: DjangoDbBlocker) -> Iterator[Worlds]:
    worlds = Worlds(filled_databases)
    yield worlds
    if worlds.maker is not None:
        with django_db_blocker.unblock(), databases.in_place(filled_databases.connection_to(databases.WORLD)):
            worlds.end()


@pytest.fixture
def shipped(filled_databases: databases.Filled, db: None) -> Iterator[None]:
    """The collection that is shipped, loaded. What the test changes is undone after it."""
    with filled_databases.holding(databases.SHIPPED_COLLECTION):
        yield


@pytest.fixture
def real_records(filled_databases: databases.Filled, db: None) -> Iterator[list[Article]]:
    """Real papers, published each with its abstract. What the test changes is undone after it."""
    with filled_databases.holding(databases.REAL_RECORDS):
        yield list(Article.objects.select_related("paper").order_by("pk"))


@pytest.fixture(scope="session", autouse=True)
def plain_rendering(django_test_environment: None) -> None:
    """Django's test client keeps a copy of the context of every template of every answer; nothing here reads them."""
    Template._render = _TestState.saved_data.template_render  # type: ignore[attr-defined]


def pytest_collection_finish() -> None:
    """What is there now stays to the end: the collector of garbage need not look through it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


@pytest.hookimpl(trylast=True)  # pytest-django lets nobody at a database before its own
def pytest_unconfigure(config: pytest.Config) -> None:
    """The process that the others belong to is the last, and takes away what they copied."""
    if not hasattr(config, "workerinput"):
        databases.drop_templates()


@pytest.fixture(autouse=True)
def no_attempts_left(request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Rate limits live in the cache, a table that no flush empties. Most tests are rolled back; some commit.

    In a Redis (`tools.cluster`) nothing is rolled back.
    """
    yield
    marker = request.node.get_closest_marker("django_db")
    is_marked = marker is not None and marker.kwargs.get("transaction", False)
    commits = is_marked or bool({"transactional_db", "live_server"} & set(request.fixturenames))
    if commits or not settings.CACHE_URL.startswith("db:"):
        with django_db_blocker.unblock():
            limits.clear()


@pytest.fixture(autouse=True)
def shipped_site(request: pytest.FixtureRequest) -> None:
    """Tests speak of the shipped collection's subject: each that has a database finds its name, words and facts there.

    Those about another site store it, or take the row away.
    """
    forget()
    marker = request.node.get_closest_marker("django_db")
    if marker is None and not DATABASE & set(request.fixturenames):
        return
    commits = bool(marker and marker.kwargs.get("transaction")) or bool(COMMITTING & set(request.fixturenames))
    request.getfixturevalue("transactional_db" if commits else "db")
    if not SiteSettings.objects.exists():
        databases.store_shipped_site()
    current_site()


def real_data() -> Path | None:
    """The folder that REAL_DATA names, when it is there."""
    folder = Path(os.environ.get("REAL_DATA", ""))
    return folder if os.environ.get("REAL_DATA") and folder.is_dir() else None


def pytest_report_header() -> list[str]:
    clock = [f"The clock of the tests began at {CLOCK}."] if CLOCK else []
    return clock + ([] if real_data() else ["REAL_DATA names no folder: tests on real data are left out."])


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Tests marked `real_data` need input that is not part of the project. CI has it and runs them all.

    Those of a module that begin from one world go to one process, so that the world is made once.
    """
    if real_data() is None:
        left_out = [item for item in items if item.get_closest_marker("real_data")]
        items[:] = [item for item in items if item not in left_out]
        config.hook.pytest_deselected(items=left_out)
    for item in items:
        if "worlds" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group(item.nodeid.partition("::")[0]))
