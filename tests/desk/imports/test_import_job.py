"""Imports beside the request: a failure of one is not that of those behind it."""

import threading

import pytest
from django.db import OperationalError

from desk.curating.imports.import_job import FAILURES
from tags.management.background_job import BackgroundJob

SECONDS = 10


def fail() -> None:
    raise OperationalError("The database is gone.")


def end() -> None:
    raise SystemExit


def test_work_behind_a_failure_is_done() -> None:
    job, done = BackgroundJob("An import was left as it stood.", FAILURES), threading.Event()
    job.begin()
    job.due.put(fail)
    job.due.put(done.set)
    assert done.wait(SECONDS)


@pytest.mark.django_db
@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_thread_that_ended_is_begun_again(django_capture_on_commit_callbacks: object) -> None:
    job, done = BackgroundJob("An import was left as it stood.", FAILURES), threading.Event()
    job.begin()
    job.due.put(end)
    assert job.thread
    job.thread.join(SECONDS)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        job.after_commit(done.set)
    assert done.wait(SECONDS)
