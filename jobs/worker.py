"""Whoever takes jobs: a thread beside the requests in each process of the server, or processes of their own.

The job runs in a thread; the worker's own thread meanwhile extends the lease, and looks for nothing else.
"""

import logging
import os
import socket
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import timedelta
from secrets import token_hex
from threading import Event, Thread
from time import monotonic
from typing import Any, Final

from django.db import Error, close_old_connections, connection
from django.utils import timezone
from django_tasks.base import Task
from django_tasks_db.utils import retry

from jobs import queue
from jobs.backend import Row, key_of, row_for
from jobs.queue import Claim
from jobs.waking import wake

LEASE: Final = timedelta(seconds=60)  # after which what a killed worker held is taken by another
LOOKS_EVERY: Final = 1.0  # seconds, one query each
WAITS_FOR_DATABASE: Final = 2.0  # seconds, where it is away or somebody else writes

logger = logging.getLogger(__name__)
Recurring = Mapping[Task[Any, Any], Callable[[], timedelta]]  # what is done again and again, and how long it rests


def faults_of_database() -> tuple[type[Exception], ...]:
    """Beside Django's those of the driver: a cursor that is closed while the server goes raises one unwrapped."""
    return Error, connection.Database.Error  # type: ignore[attr-defined]  # the stubs know no driver


def name_of_worker() -> str:
    return f"{socket.gethostname()[:24]}:{os.getpid()}:{token_hex(4)}"


@dataclass
class Worker:
    """`may_begin`: whether a job may be begun now. It is asked when one is due."""

    recurring: Recurring = field(default_factory=dict)
    may_begin: Callable[[], bool] = lambda: True
    lease: timedelta = LEASE
    name: str = field(default_factory=name_of_worker)
    stopping: Event = field(default_factory=Event)
    hands: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, "job"))
    looked_back_at: float = float("-inf")

    def __post_init__(self) -> None:
        self.rests = {key_of(task): rest for task, rest in self.recurring.items()}

    def begin(self) -> None:
        """Beside the requests, until the process ends."""
        Thread(target=self.go_on, name="jobs", daemon=True).start()

    def stop(self) -> None:
        """After the job that it has in hand."""
        self.stopping.set()
        wake.set()

    def go_on(self, *, until_idle: bool = False) -> None:
        """Until it is told to stop; with `until_idle` until nothing is due."""
        is_armed = has_failed = False
        while not self.stopping.is_set():
            wake.clear()
            try:
                close_old_connections()
                if not is_armed:
                    queue.arm([row_for(task) for task in self.recurring])
                    is_armed = True
                claim = self.next_claim()
                has_failed = False
            except faults_of_database() as error:
                if not has_failed:
                    logger.warning("Jobs wait for the database: %s", error)
                has_failed = True
                connection.close()  # whatever state it is in
                self.stopping.wait(WAITS_FOR_DATABASE)
                continue
            if claim:
                self.do(claim)
            elif until_idle:
                break
            else:
                wake.wait(LOOKS_EVERY)
        close_old_connections()

    def next_claim(self) -> Claim | None:
        """One query where nothing is due, and one more four times a lease."""
        if monotonic() - self.looked_back_at > self.lease.total_seconds() / 4:
            queue.take_back(timezone.now(), self.rests)
            self.looked_back_at = monotonic()
        rows = list(queue.due(timezone.now())[: queue.TRIED_AT_ONCE])
        if not rows or not self.may_begin():
            return None
        claims = (queue.claim(row, self.name, timezone.now(), self.lease) for row in rows)
        return next((claim for claim in claims if claim), None)

    def do(self, claim: Claim) -> None:
        job = self.hands.submit(run, claim.row)
        while not wait([job], timeout=self.lease.total_seconds() / 4).done:
            try:
                claim.extend(timezone.now())
            except faults_of_database():
                logger.exception("The lease of a job was not extended.")
        try:
            self.note(claim, job)
        except faults_of_database():
            logger.exception("What became of a job was not noted: it will be taken back, and run once more.")

    @retry(retries=5, backoff_delay=0.5)
    def note(self, claim: Claim, job: "Future[None]") -> None:
        rest, error, at = self.rests.get(claim.row.pk), job.exception(), timezone.now()
        again = at + rest() if rest else None
        if error:
            logger.error("Job %s failed.", claim.row.task_path, exc_info=error)
            claim.fail(error, at, no_later_than=again)
        elif again:
            claim.finish_until(again)
        else:
            claim.finish()


def run(row: Row) -> None:
    """In a thread, whose connections are those of a request."""
    close_old_connections()
    try:
        row.task.call(*row.args_kwargs["args"], **row.args_kwargs["kwargs"])
    finally:
        close_old_connections()
