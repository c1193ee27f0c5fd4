"""What every test finds and leaves behind. And which tests there are where the real data is not at hand."""

import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

import pytest
from django.core.cache import cache as limits
from pytest_django import DjangoDbBlocker

from articles.models import SiteSettings
from articles.site.snapshot import current_site, forget
from articles.site.values import Site
from collection.management.commands.load_collection import SHIPPED
from collection.site_file import read_site
from tests.settings import CLOCK

COMMITTING: Final = {"transactional_db", "live_server"}
DATABASE: Final = {"db", *COMMITTING}


@pytest.fixture(autouse=True)
def no_attempts_left(request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Rate limits live in the cache, a table that no flush empties. Most tests are rolled back; some commit."""
    yield
    marker = request.node.get_closest_marker("django_db")
    is_marked = marker is not None and marker.kwargs.get("transaction", False)
    if is_marked or {"transactional_db", "live_server"} & set(request.fixturenames):
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
        SiteSettings.objects.create(pk=1, **shipped().as_columns())
    current_site()


@cache
def shipped() -> Site:
    read = read_site((SHIPPED / "site.yaml").read_text(encoding="utf-8"), "site.yaml", [])
    assert read is not None
    return read.site


def real_data() -> Path | None:
    """The folder that REAL_DATA names, when it is there."""
    folder = Path(os.environ.get("REAL_DATA", ""))
    return folder if os.environ.get("REAL_DATA") and folder.is_dir() else None


def pytest_report_header() -> list[str]:
    clock = [f"The clock of the tests began at {CLOCK}."] if CLOCK else []
    return clock + ([] if real_data() else ["REAL_DATA names no folder: tests on real data are left out."])


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Tests marked `real_data` need input that is not part of the project. CI has it and runs them all."""
    if real_data() is None:
        left_out = [item for item in items if item.get_closest_marker("real_data")]
        items[:] = [item for item in items if item not in left_out]
        config.hook.pytest_deselected(items=left_out)
