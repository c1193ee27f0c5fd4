"""A page does not ask its connection first, and gets one that lives all the same."""

import socket
from collections.abc import Iterator
from time import monotonic
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.db.utils import ConnectionHandler
from psycopg import OperationalError
from psycopg_pool import PoolTimeout

from cbtneuro.outages.engine_options import engine_options
from cbtneuro.outages.postgresql import base
from cbtneuro.outages.postgresql.base import SURE_FOR, lives

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]


class Idle:
    """What `lives` knows of a connection, over a socket whose other end is the server."""

    autocommit = True

    def __init__(self, *, seconds: float) -> None:
        self.ours, self.server = socket.socketpair()
        self.used_at = monotonic() - seconds
        self.asked = 0
        self.is_dead = False

    def fileno(self) -> int:
        return self.ours.fileno()

    def execute(self, query: str) -> None:
        del query
        self.asked += 1
        if self.is_dead:
            raise OperationalError


def test_one_that_was_used_just_now_is_not_asked() -> None:
    kept = Idle(seconds=0)
    assert lives(kept)
    assert not kept.asked


def test_one_that_was_idle_for_long_is_asked() -> None:
    kept = Idle(seconds=SURE_FOR)
    assert lives(kept)
    assert kept.asked == 1
    kept.is_dead = True  # the machine vanished and said nothing
    assert not lives(kept)


def test_one_whose_server_said_something_is_asked() -> None:
    kept = Idle(seconds=0)
    kept.server.close()
    kept.is_dead = True
    assert not lives(kept)


@pytest.fixture
def pooled() -> Iterator[Any]:
    """A connection of the site's own kind, with a pool in which there is one."""
    own = {name: said for name, said in connection.settings_dict.items() if name != "OPTIONS"}
    config = engine_options({**own, "OPTIONS": {}}, wait=20)
    config["OPTIONS"].setdefault("pool", {})["max_size"] = 1
    wrapper: Any = ConnectionHandler({"default": config})["default"]
    wrapper.alias = "pooled"
    yield wrapper
    if connection.vendor == "postgresql":
        wrapper.close()
        wrapper.close_pool()


def test_one_that_the_server_ended_is_left(pooled: Any) -> None:
    if connection.vendor != "postgresql":
        return
    first = process_of(pooled)
    assert process_of(pooled) == first
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 2000)", [first])
    assert process_of(pooled) != first


def test_a_request_waits_once_for_a_connection_that_does_not_come(pooled: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    if connection.vendor != "postgresql":
        return
    waited = []

    def in_vain(*_: object, **__: object) -> None:
        waited.append(1)
        raise PoolTimeout("nothing came")

    process_of(pooled)
    getconn = pooled.pool.getconn
    held = getconn()  # the only one
    monkeypatch.setattr(pooled.pool, "getconn", in_vain)
    for _ in range(3):
        with pytest.raises(DatabaseError, match="nothing came"):
            process_of(pooled)
    assert len(waited) == 1
    monkeypatch.setattr(base, "WAITED_FOR", 0.0)  # the next request of this thread
    with pytest.raises(DatabaseError, match="nothing came"):
        process_of(pooled)
    assert len(waited) == 2
    monkeypatch.undo()
    pooled.pool.putconn(held)
    assert process_of(pooled)  # one is free, so nobody waits


def process_of(wrapper: Any) -> int:
    """The process that answers one request."""
    with wrapper.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (found,) = cursor.fetchone()
    wrapper.close()
    return int(found)
