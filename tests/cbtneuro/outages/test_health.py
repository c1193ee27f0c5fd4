"""What machines that watch the site are told, and that asking costs little and ends in time."""

import threading
import time

import pytest
from django.core.cache import cache
from django.db import OperationalError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from cbtneuro.outages import health
from cbtneuro.outages.cache import RedisOrTable

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]
READY = {"database": "ok", "migrations": "ok", "cache": "ok"}


@pytest.fixture(autouse=True)
def _asked_for_the_first_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "applied", threading.Event())


@pytest.mark.parametrize("address", ["/health/", "/health/ready"])
def test_ready_tells_of_each_part_and_is_never_stored(client: Client, address: str) -> None:
    response = client.get(address)
    assert (response.status_code, response.json()) == (200, READY)
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies


def test_live_asks_nothing_of_anybody(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "in_time", lambda look: pytest.fail("it looks"))
    client.cookies["sessionid"] = "of-a-member"
    with CaptureQueriesContext(connection) as made:
        response = client.get("/health/live")
    assert (response.status_code, response.json(), len(made)) == (200, {"process": "ok"}, 0)
    assert "no-store" in response["Cache-Control"]


@override_settings(SECURE_SSL_REDIRECT=True)
@pytest.mark.parametrize("host", ["203.0.113.9", "[2001:db8::1]:8000", "another.example.org", ""])
@pytest.mark.parametrize("address", ["/health/", "/health/live", "/health/ready"])
def test_it_answers_whoever_asks_by_whatever_name(address: str, host: str) -> None:
    assert Client(headers={"host": host}).get(address).status_code == 200


@pytest.mark.usefixtures("_no_database")
def test_without_a_database_nobody_can_say_more() -> None:
    assert health.states() == {"database": "away"}


@pytest.mark.parametrize("part", READY)
def test_a_part_that_is_not_as_pages_need_it_is_503(client: Client, monkeypatch: pytest.MonkeyPatch, part: str) -> None:
    monkeypatch.setattr(health, "states", lambda: {**READY, part: "away"})
    response = client.get("/health/ready")
    assert (response.status_code, response.json()[part], response["Retry-After"]) == (503, "away", "5")


def test_a_migration_that_waits_is_told_until_it_is_applied_and_then_asked_no_more() -> None:
    recorder = MigrationRecorder(connection)
    [newest] = MigrationLoader(None).graph.leaf_nodes("cbtneuro")
    recorder.record_unapplied(*newest)
    assert health.states() == {**READY, "migrations": "waiting"}
    recorder.record_applied(*newest)
    assert health.states() == READY
    with CaptureQueriesContext(connection) as made:
        health.states()
    assert ["FROM" not in query["sql"] or '"cache"' in query["sql"] for query in made] == [True, True]


def test_the_table_that_stands_in_for_redis_is_told_and_no_reason_to_send_nobody(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(RedisOrTable, "away_until", time.monotonic() + 60)
    response = client.get("/health/ready")
    assert (response.status_code, response.json()) == (200, {**READY, "cache": "table"})


def test_a_cache_that_cannot_be_read_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(key: str) -> None:
        raise OperationalError(key)

    monkeypatch.setattr(cache, "get", broken)
    assert health.states() == {**READY, "cache": "away"}


def test_a_machine_that_hangs_is_given_up_on_and_holds_one_thread(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    goes_on, looks = threading.Event(), []

    def hang() -> dict[str, str]:
        looks.append(1)
        goes_on.wait(10)
        return READY

    monkeypatch.setattr(health, "LONGEST", 0.05)
    monkeypatch.setattr(health, "states", hang)
    assert [client.get("/health/ready").status_code for _ in range(3)] == [503] * 3
    assert looks == [1]
    goes_on.set()
    monkeypatch.undo()
    assert client.get("/health/ready").status_code == 200


def test_who_waits_for_the_look_of_another_is_answered_in_the_time_of_one(monkeypatch: pytest.MonkeyPatch) -> None:
    longest, goes_on = 0.4, threading.Event()
    monkeypatch.setattr(health, "LONGEST", longest)

    def hang() -> dict[str, str]:
        goes_on.wait(10)
        return READY

    health.looking.acquire()
    threading.Timer(longest * 0.8, health.looking.release).start()
    came_at = time.monotonic()
    assert health.in_time(hang) is None
    assert time.monotonic() - came_at < longest * 1.5
    goes_on.set()
