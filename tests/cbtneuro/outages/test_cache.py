"""Redis comes and goes: nobody is kept from logging in, and no limit is lifted."""

import logging
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.cache import cache
from django.core.cache.backends.db import DatabaseCache
from django.db import connection
from django.test import Client, override_settings
from fakeredis import TcpFakeServer

from cbtneuro.outages.cache import RETRY_AFTER, TABLE, RedisOrTable
from tests.factories import make_user
from tests.members.people import EMAIL, OTHER_PASSWORD, log_in

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]
KEPT = [("text", "words"), ("number", 7), ("list", [1.5, 2.5])]


@contextmanager
def redis_at(port: int) -> Iterator[None]:
    server = TcpFakeServer(("127.0.0.1", port))
    server.daemon_threads, server.block_on_close = True, False  # they would wait for the clients to hang up
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """One that nobody listens at, and the cache of the site at it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free: int = probe.getsockname()[1]
    monkeypatch.setattr(RedisOrTable, "away_until", 0.0)
    address = f"redis://127.0.0.1:{free}/0"
    with override_settings(CACHES={"default": {"BACKEND": "cbtneuro.outages.cache.RedisOrTable", "LOCATION": address}}):
        yield free


def retry_now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RedisOrTable, "away_until", RedisOrTable.away_until - RETRY_AFTER)


def in_table(key: str) -> object:
    return DatabaseCache(TABLE, {}).get(key)


@pytest.mark.parametrize(("key", "value"), KEPT)
def test_redis_alone_holds_what_is_kept_while_it_answers(port: int, key: str, value: object) -> None:
    with redis_at(port):
        cache.set(key, value)
        assert cache.get(key) == value
    assert in_table(key) is None


@pytest.mark.parametrize(("key", "value"), KEPT)
def test_the_table_holds_what_is_kept_while_redis_is_away(port: int, key: str, value: object) -> None:
    cache.set(key, value)
    assert cache.get(key) == in_table(key) == value
    assert not cache.add(key, "another")
    assert cache.has_key(key)
    assert cache.delete(key)
    assert cache.get(key) is None


def test_the_table_is_made_where_redis_was_the_cache_from_the_start(port: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {TABLE}")
    migration = import_module("members.migrations.0004_cache_table_whatever_the_cache")
    migration.create(apps, SimpleNamespace(connection=connection))
    cache.set("number", 7)
    assert in_table("number") == 7


def test_everybody_logs_in_while_redis_is_away_and_the_log_says_so_once(
    port: int, caplog: pytest.LogCaptureFixture
) -> None:
    for number in range(3):
        make_user(email=f"person-{number}@example.org")
        assert log_in(Client(), f"person-{number}@example.org").status_code == 302
    assert [record.levelno for record in caplog.records if record.name == "cbtneuro.outages.cache"] == [logging.ERROR]


def test_the_limit_on_failures_holds_while_redis_is_away(port: int) -> None:
    make_user(email=EMAIL)
    answers = [log_in(Client(), EMAIL, OTHER_PASSWORD).status_code for _ in range(6)]
    assert answers == [200] * 5 + [429]


def test_redis_is_asked_again_when_it_is_back(
    port: int, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    cache.set("before", "in the table")
    with redis_at(port):
        assert cache.get("before") == "in the table"  # for as long as nobody asks Redis
        retry_now(monkeypatch)
        assert cache.get("before") is None
        cache.set("after", "in Redis")
        assert cache.get("after") == "in Redis"
    assert in_table("after") is None
    assert "Redis answers again." in caplog.text


def test_what_was_counted_in_redis_does_not_keep_anybody_out_when_it_goes_away_between_two_attempts(port: int) -> None:
    make_user(email=EMAIL)
    with redis_at(port):
        assert log_in(Client(), EMAIL, OTHER_PASSWORD).status_code == 200
    assert log_in(Client(), EMAIL).status_code == 302
