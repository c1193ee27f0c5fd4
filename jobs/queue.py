"""The rows of jobs: which are due, who has claimed them, and what became of them.

`run_after` says for every row when it may be taken next: a claim moves it on by a lease, and a worker that lives moves
it on again and again. So what a worker held that was killed is due by itself when the lease ends. Every change is one
statement whose conditions are on the row, so it needs no lock that is held, on either engine. A job that is done is
deleted.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from traceback import format_exception
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult, DBTaskResultQuerySet

from jobs.backend import Row
from jobs.waking import wake
from members.characters import as_xml

AFTER: Final = (5, 60, 300, 1800, 7200)  # seconds until the next attempt, after each that failed
MOST: Final = len(AFTER) + 1  # attempts
TRIED_AT_ONCE: Final = 5  # rows, where other workers are quicker
LONGEST: Final = 20_000  # characters of what is kept of a failure: its end
STOPPED: Final = "The worker was killed in the middle of it, or lost the database for longer than its lease."
READY, RUNNING, FAILED = TaskResultStatus.READY, TaskResultStatus.RUNNING, TaskResultStatus.FAILED


@dataclass(frozen=True)
class Claim:
    """One job in the hands of one worker: the row as it was claimed."""

    row: Row
    lease: timedelta

    @property
    def attempts(self) -> int:
        return len(self.row.worker_ids)

    def mine(self) -> DBTaskResultQuerySet:
        """Nothing where it was taken back, or is wanted once more meanwhile."""
        return DBTaskResult.objects.running().filter(pk=self.row.pk, started_at=self.row.started_at)

    def extend(self, at: datetime) -> bool:
        return bool(self.mine().update(run_after=at + self.lease))

    def finish(self) -> bool:
        return bool(self.mine().delete()[0])

    def finish_until(self, again: datetime) -> bool:
        """It is done, and due again then."""
        fresh = {"worker_ids": [], "exception_class_path": "", "traceback": ""}
        return bool(self.mine().update(status=READY, run_after=again, finished_at=timezone.now(), **fresh))

    def fail(self, error: BaseException, at: datetime, *, no_later_than: datetime | None) -> bool:
        """Tried again after a while, or given up after `MOST` attempts; with `no_later_than` never given up."""
        due = again_after(self.attempts, at)
        due = min(due or no_later_than, no_later_than) if no_later_than else due
        told = {
            "exception_class_path": f"{type(error).__module__}.{type(error).__qualname__}",
            "traceback": as_xml("".join(format_exception(error)))[-LONGEST:],
        }
        return bool(self.mine().update(**outcome(due, at), **told))


def again_after(attempts: int, at: datetime) -> datetime | None:
    """None: it was tried often enough."""
    return at + timedelta(seconds=AFTER[attempts - 1]) if attempts < MOST else None


def outcome(due: datetime | None, at: datetime) -> dict[str, object]:
    return {"status": READY if due else FAILED, "run_after": due or at, "finished_at": at}


def due(at: datetime) -> DBTaskResultQuerySet:
    return DBTaskResult.objects.filter(status=READY, run_after__lte=at)


def claim(row: Row, worker: str, at: datetime, lease: timedelta) -> Claim | None:
    """None where somebody else was quicker, or wants it once more."""
    seen = DBTaskResult.objects.filter(pk=row.pk, status=READY, run_after=row.run_after, enqueued_at=row.enqueued_at)
    ids = [*row.worker_ids, worker]
    if not seen.update(status=RUNNING, started_at=at, run_after=at + lease, worker_ids=ids):
        return None
    row.status, row.started_at, row.worker_ids = RUNNING, at, ids
    return Claim(row, lease)


def take_back(at: datetime, always: Collection[UUID] = ()) -> int:
    """What killed workers held is due again, or given up where it was the end of `MOST` of them; how many.

    `always`: the keys of those that are never given up.
    """
    taken = 0
    for row in DBTaskResult.objects.running().filter(run_after__lte=at):
        again = at if len(row.worker_ids) < MOST or row.pk in always else None
        held = DBTaskResult.objects.running().filter(pk=row.pk, started_at=row.started_at, run_after=row.run_after)
        taken += held.update(**outcome(again, at), exception_class_path="", traceback=STOPPED)
    return taken


def arm(rows: Iterable[Row]) -> None:
    """Where they are not there yet."""
    DBTaskResult.objects.bulk_create(rows, ignore_conflicts=True)


# --- What administrators see and do ---------------------------------------------------------------------------------


def failed() -> DBTaskResultQuerySet:
    """Given up, or to be tried again; the last failure first."""
    return DBTaskResult.objects.filter(status__in=(READY, FAILED)).exclude(traceback="").order_by("-finished_at", "pk")


def waiting() -> DBTaskResultQuerySet:
    """In the order in which they are taken, those that rest until a later time at the end."""
    return DBTaskResult.objects.filter(status=READY, traceback="").order_by("run_after", "pk")


def running() -> DBTaskResultQuerySet:
    return DBTaskResult.objects.running().order_by("started_at", "pk")


def given_up() -> DBTaskResultQuerySet:
    return DBTaskResult.objects.failed()


def retry(key: UUID, at: datetime) -> bool:
    """At once, with as many attempts as at first. False: it is done, or at work."""
    stopped = DBTaskResult.objects.filter(pk=key, status__in=(READY, FAILED))
    found = stopped.update(status=READY, run_after=at, enqueued_at=at, worker_ids=[])
    transaction.on_commit(wake.set)
    return bool(found)


def dismiss(key: UUID) -> bool:
    """It is not tried any more. False: it is done, or at work, or was never given up."""
    return bool(given_up().filter(pk=key).delete()[0])


def oldest_due(at: datetime) -> datetime | None:
    """Since when the first of them waits to be taken."""
    return due(at).order_by("run_after").values_list("run_after", flat=True).first()


def numbers(at: datetime) -> dict[str, int]:
    """How many are `due`, at work, to be `retried`, and given up."""
    return {
        "due": due(at).filter(traceback="").count(),
        "running": running().count(),
        "retried": failed().filter(status=READY).count(),
        "failed": given_up().count(),
    }
