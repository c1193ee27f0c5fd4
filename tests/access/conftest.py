"""One world for all of these tests: it is made in a transaction that is rolled back in the end."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from library.reprints import reprint
from tests.access.world import World, make_world


@pytest.fixture(autouse=True)
def _paper_is_read_as_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """Words can be found in it, and no program is started each time."""
    monkeypatch.setattr(reprint, "pdf_from_beside", lambda html, style: html.encode())


@pytest.fixture(scope="package")
def shared_world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)


@pytest.fixture
def world(shared_world: World, db: None) -> World:
    """The world, with the changes of this one test undone after it."""
    return shared_world
