"""A worker does what is due and tells what became of it, whatever its jobs do; and rests where there is nothing."""

import subprocess
import sys
import threading
import time
from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from jobs import queue, worker
from jobs.backend import key_of
from jobs.worker import Worker
from operations.jobs.recurring import RECURRING, is_open
from operations.read_only import state as maintenance
from tests.jobs import tasks
from tests.jobs.tasks import fail, note
from tests.source import ROOT

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_engines]


@pytest.fixture(autouse=True)
def done() -> list[str]:
    tasks.done.clear()
    return tasks.done


def test_it_does_what_is_due_and_outlives_what_fails(done: list[str]) -> None:
    fail.enqueue("broken")
    note.enqueue("a")
    DBTaskResult.objects.create(
        args_kwargs={"args": [], "kwargs": {}}, task_path="no.longer.there", backend_name="default",
        run_after=timezone.now(),
    )  # fmt: skip
    Worker().go_on(until_idle=True)
    assert done == ["a"]
    told = dict(DBTaskResult.objects.values_list("task_path", "exception_class_path"))
    assert told == {"tests.jobs.tasks.fail": "builtins.RuntimeError", "no.longer.there": "builtins.ModuleNotFoundError"}
    assert queue.numbers(timezone.now())["retried"] == 2


def test_what_a_killed_worker_held_is_done_by_the_next(done: list[str]) -> None:
    note.enqueue("a")
    row, now = queue.due(timezone.now()).get(), timezone.now()
    assert queue.claim(row, "who is killed", now, timedelta(0))
    Worker().go_on(until_idle=True)
    assert done == ["a"]


def test_it_does_some_again_and_again(done: list[str]) -> None:
    often = {tasks.note_always: lambda: timedelta(days=1)}
    for _ in range(2):
        Worker(often).go_on(until_idle=True)
    assert done == ["always"]
    assert DBTaskResult.objects.get().run_after > timezone.now() + timedelta(hours=23)


def test_it_begins_nothing_under_maintenance_and_then_does(done: list[str]) -> None:
    note.enqueue("a")
    maintenance.begin("", at=timezone.now())
    Worker(may_begin=is_open).go_on(until_idle=True)
    assert done == []
    maintenance.end()
    Worker(may_begin=is_open).go_on(until_idle=True)
    assert done == ["a"]


def test_where_nothing_is_due_a_look_is_one_query() -> None:
    idle = Worker()
    idle.next_claim()
    with CaptureQueriesContext(connection) as captured:
        idle.next_claim()
    assert len(captured) == 1


def test_it_extends_its_lease_while_a_job_lasts(monkeypatch: pytest.MonkeyPatch) -> None:
    ends, extended = threading.Event(), threading.Event()
    monkeypatch.setattr(worker, "run", lambda row: ends.wait(5))

    def extend(claim: queue.Claim, at: object) -> bool:
        extended.set()
        ends.set()
        raise OperationalError("the database is away")

    monkeypatch.setattr(queue.Claim, "extend", extend)
    note.enqueue("a")
    Worker(lease=timedelta(milliseconds=40)).go_on(until_idle=True)
    assert extended.is_set()
    assert not DBTaskResult.objects.exists()


def test_it_waits_for_a_database_that_is_away(monkeypatch: pytest.MonkeyPatch, done: list[str]) -> None:
    monkeypatch.setattr(worker, "WAITS_FOR_DATABASE", 0.01)
    driver = connection.Database  # type: ignore[attr-defined]  # the stubs know no driver
    answers = iter([OperationalError("away"), driver.OperationalError("away, as the driver says it")])
    take_back = queue.take_back

    def away(at: object, always: object) -> int:
        if fault := next(answers, None):
            raise fault
        return take_back(timezone.now())

    monkeypatch.setattr(queue, "take_back", away)
    note.enqueue("a")
    Worker().go_on(until_idle=True)
    assert done == ["a"]


def test_who_leaves_a_job_wakes_the_worker_of_its_process_which_stops_when_it_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(worker, "LOOKS_EVERY", 60.0)
    mine = Worker()
    thread = threading.Thread(target=mine.go_on)
    thread.start()
    time.sleep(0.05)
    note.enqueue("a")
    until = time.monotonic() + 10
    while not tasks.done and time.monotonic() < until:
        time.sleep(0.01)
    mine.stop()
    thread.join(10)
    assert tasks.done == ["a"]
    assert not thread.is_alive()


def test_what_the_site_does_again_and_again_has_names_that_are_found() -> None:
    assert {task.module_path.rpartition(".")[2] for task in RECURRING} == {
        "send_webhooks", "send_digests", "purge_expired", "prune_list_states",
    }  # fmt: skip
    assert len({key_of(task) for task in RECURRING}) == len(RECURRING)
    for task, rest in RECURRING.items():
        task.call()
        assert rest() > timedelta(0)


def test_the_command_is_ours_and_not_that_of_the_package() -> None:
    told = subprocess.run(
        [sys.executable, "manage.py", "db_worker", "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert "--lease" in told.stdout
