"""A job is a row: it comes with the act that leaves it, one worker has it, and none is lost or tried for ever."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from jobs import queue
from jobs.backend import Row, key_of, row_for
from jobs.queue import FAILED, MOST, READY, RUNNING, Claim
from tests.jobs.tasks import fail, note, note_first

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]
LEASE = timedelta(seconds=60)
LATER = timedelta(days=2)


def claimed(worker: str = "one") -> Claim:
    now = timezone.now()
    row = queue.due(now).first()
    assert row
    found = queue.claim(row, worker, now, LEASE)
    assert found
    return found


def stored() -> Row:
    return DBTaskResult.objects.get()


def test_what_is_rolled_back_leaves_no_job() -> None:
    with transaction.atomic():
        note.enqueue("a")
        transaction.set_rollback(True)
    assert not DBTaskResult.objects.exists()


def test_the_same_work_waits_once_and_other_work_beside_it() -> None:
    for what in ("a", "a", "b"):
        note.enqueue(what)
    assert sorted(row.args_kwargs["args"] for row in queue.waiting()) == [["a"], ["b"]]


def test_what_matters_more_goes_first_and_else_what_came_first() -> None:
    for task, what in ((note, "a"), (note, "b"), (note_first, "c")):
        task.enqueue(what)
    assert [row.args_kwargs["args"][0] for row in queue.due(timezone.now())] == ["c", "a", "b"]


def test_a_job_for_later_is_not_due_yet() -> None:
    note.using(run_after=timezone.now() + LEASE).enqueue("a")
    assert not queue.due(timezone.now()).exists()
    assert queue.due(timezone.now() + LEASE).exists()


def test_one_of_two_workers_has_it() -> None:
    note.enqueue("a")
    row = stored()
    mine = queue.claim(row, "one", timezone.now(), LEASE)
    assert mine
    assert queue.claim(row_for(note, ["a"]), "two", timezone.now(), LEASE) is None
    assert stored().worker_ids == ["one"]
    assert mine.finish()
    assert not DBTaskResult.objects.exists()


def test_what_is_wanted_once_more_while_it_runs_is_done_once_more() -> None:
    note.enqueue("a")
    mine = claimed()
    note.enqueue("a")
    assert not mine.finish()
    assert stored().status == READY


def test_what_a_killed_worker_held_is_taken_by_another_when_the_lease_ends() -> None:
    note.enqueue("a")
    mine = claimed()
    assert mine.extend(timezone.now() + LEASE)
    assert queue.take_back(timezone.now() + LEASE) == 0
    assert queue.take_back(timezone.now() + 3 * LEASE) == 1
    assert stored().traceback == queue.STOPPED
    row = queue.due(timezone.now() + 3 * LEASE).get()
    theirs = queue.claim(row, "two", timezone.now(), LEASE)
    assert theirs
    assert not mine.extend(timezone.now())
    assert not mine.finish()
    assert theirs.attempts == 2
    assert theirs.finish()


def test_a_job_that_kills_its_workers_is_given_up() -> None:
    note.enqueue("a")
    for _ in range(MOST):
        assert stored().status == READY
        claimed()
        queue.take_back(timezone.now() + LEASE)
        DBTaskResult.objects.update(run_after=timezone.now())
    assert stored().status == FAILED


def test_what_is_done_again_and_again_outlasts_any_number_of_killed_workers() -> None:
    queue.arm([row_for(note, ["a"])])
    for _ in range(MOST + 1):
        claimed()
        queue.take_back(timezone.now() + LEASE, [key_of(note, ["a"])])
        assert stored().status == READY
        DBTaskResult.objects.update(run_after=timezone.now())


def test_what_fails_is_tried_again_later_and_later_then_given_up() -> None:
    fail.enqueue("broken")
    waits = []
    for _ in range(MOST):
        mine, now = claimed(), timezone.now()
        assert mine.fail(RuntimeError("broken\x00"), now, no_later_than=None)
        waits.append((stored().run_after - now).total_seconds())
        DBTaskResult.objects.update(run_after=now)
    assert waits == [*queue.AFTER, 0]
    row = stored()
    assert (row.status, row.exception_class_path) == (FAILED, "builtins.RuntimeError")
    assert row.traceback.strip().endswith("RuntimeError: broken\ufffd")
    assert not queue.due(timezone.now() + LATER).exists()
    assert queue.numbers(timezone.now()) == {"due": 0, "running": 0, "retried": 0, "failed": 1}


def test_what_is_done_again_and_again_is_never_given_up_and_waits_no_longer_than_its_rest() -> None:
    queue.arm([row_for(note, ["a"])])
    for _ in range(MOST + 1):
        mine, now = claimed(), timezone.now()
        mine.fail(RuntimeError(), now, no_later_than=now + timedelta(seconds=7))
        assert stored().status == READY
        assert stored().run_after <= now + timedelta(seconds=7)
        DBTaskResult.objects.update(run_after=now)
    mine, again = claimed(), timezone.now() + LATER
    queue.arm([row_for(note, ["a"])])
    assert mine.finish_until(again)
    row = stored()
    assert (row.status, row.run_after, row.worker_ids, row.traceback) == (READY, again, [], "")


def test_an_administrator_tries_again_what_was_given_up_or_dismisses_it() -> None:
    note.enqueue("a")
    key = key_of(note, ["a"])
    assert not queue.dismiss(key)
    DBTaskResult.objects.update(status=FAILED, worker_ids=["x"] * MOST, traceback="RuntimeError: broken")
    assert queue.retry(key, timezone.now())
    assert (stored().status, stored().worker_ids) == (READY, [])
    mine = claimed()
    assert not queue.retry(key, timezone.now())
    assert (stored().status, mine.attempts) == (RUNNING, 1)
    DBTaskResult.objects.update(status=FAILED)
    assert queue.dismiss(key)
    assert not queue.retry(uuid4(), timezone.now())
