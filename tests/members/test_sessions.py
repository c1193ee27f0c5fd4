"""A session that cannot be written says why, and one that is left is left once."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.models import Session
from django.db import OperationalError
from django.test import Client

from members.entrance.sessions import SessionStore, end_soon
from tests.members.people import EMAIL, log_in
from tests.times import NOW

pytestmark = pytest.mark.django_db
OTHER_EMAIL = "other@example.org"


def away(*_: object, **__: object) -> None:
    raise OperationalError("the database is gone")


def test_where_the_database_goes_away_before_the_session_is_written_the_page_is_503(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    client = Client(raise_request_exception=False)
    assert log_in(client, EMAIL).status_code == 200  # nobody has that account; the session keeps what was typed
    monkeypatch.setattr(Session, "save", away)
    assert log_in(client, OTHER_EMAIL).status_code == 503


def test_a_session_that_was_deleted_meanwhile_is_told_as_that() -> None:
    session = SessionStore()
    session.create()
    Session.objects.all().delete()
    with pytest.raises(UpdateError):
        session.save()


@pytest.mark.parametrize("seconds", [-5, 0, 5])
def test_a_session_is_left_once_whichever_request_began_first(seconds: int) -> None:
    """Of two requests at once the one that began later may be the first to leave it."""
    session = SessionStore()
    with time_machine.travel(NOW, tick=False):
        session.create()
        assert end_soon(session)
    with time_machine.travel(NOW + timedelta(seconds=seconds), tick=False):
        assert not end_soon(session)
