"""What every test leaves behind: nothing. And which tests there are where the real data is not at hand."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from pytest_django import DjangoDbBlocker

from tests.clock import set_clock

CLOCK = set_clock()  # before any module is imported that reads it


@pytest.fixture(autouse=True)
def no_attempts_left(request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Rate limits live in the cache, a table that no flush empties. Most tests are rolled back; some commit."""
    yield
    marker = request.node.get_closest_marker("django_db")
    is_marked = marker is not None and marker.kwargs.get("transaction", False)
    if is_marked or {"transactional_db", "live_server"} & set(request.fixturenames):
        with django_db_blocker.unblock():
            cache.clear()


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
