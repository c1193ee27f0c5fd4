"""Long imports beside the request: whoever waits looks at a page that says how far they are.

The server has one thread for it in each process. Commands and tests do the work at once. What a process that ended left
undone is taken up again from the page: nothing of it was written.
"""

import logging
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Final

from django.core.exceptions import ValidationError
from django.db import DatabaseError, InterfaceError
from django.utils import timezone

from articles.publishing import PublishRefused
from bibliography.import_models import TakenOver
from bibliography.importing.batches.row_reading import read_rows
from bibliography.importing.lookup import is_on
from bibliography.models import ImportBatch
from bibliography.writing import ReferenceRefused
from desk.curating.imports.bringing_in import BringingInRefused, bring_in
from members.models import User
from tags.management.background_job import BackgroundJob, Work

logger = logging.getLogger(__name__)

# Of the database, and of a record that nobody thought of.
FAILURES: Final = (
    DatabaseError, InterfaceError, BringingInRefused, PublishRefused, ReferenceRefused, ValidationError,
    ArithmeticError, AttributeError, LookupError, OSError, RuntimeError, SyntaxError, TypeError, ValueError,
)  # fmt: skip
FAILED: Final = "This did not work, and nothing was written. Try it again; if it fails again, send a part of it."
TAKEN_OVER: Final = "Somebody else took an import up, or ended it."
SHORT: Final = 200_000  # characters, or so: what is read while somebody waits
FEW: Final = 200  # references

import_job: Final = BackgroundJob("An import was left as it stood.", FAILURES)


def run(work: Work, *, is_short: bool) -> None:
    """At once, or after the commit of what it works on."""
    if is_short or not import_job.has_begun:
        work()
    else:
        import_job.after_commit(work)


def read_now_or_soon(batch: ImportBatch) -> None:
    since = batch.touched_at
    run(lambda: read_safely(batch.pk, since), is_short=is_short(batch))


def is_short(batch: ImportBatch) -> bool:
    """Whether somebody can wait while it is read: other servers answer as late as they like."""
    return len(batch.source) <= SHORT and not is_on()


def write_now_or_soon(batch: ImportBatch, by: User, at: datetime) -> None:
    since, are_few = batch.touched_at, batch.total <= (FEW // 10 if batch.with_drafts else FEW)
    run(lambda: write_safely(batch.pk, since, by, at), is_short=are_few)


def read_safely(pk: int, since: datetime) -> None:
    safely(read_rows, pk, since, ImportBatch.State.READING, ImportBatch.State.REFUSED)


def write_safely(pk: int, since: datetime, by: User, at: datetime) -> None:
    safely(partial(bring_in, by=by, at=at), pk, since, ImportBatch.State.WRITING, ImportBatch.State.READY)


def safely(work: Callable[[ImportBatch], object], pk: int, since: datetime, state: str, after_failure: str) -> None:
    """Unless somebody took it up since then: work that waited long may be done in another process by now.

    A failure is told in the log of the server with its cause, and on the page of the import where it is still theirs.
    """
    batch = None
    try:
        batch = ImportBatch.objects.claimed(pk, state, since).first()
        if batch:
            work(batch)
    except TakenOver:
        logger.info(TAKEN_OVER)
    except FAILURES:
        logger.exception("An import did not work.")
        claims = (since, *(batch.claims if batch else ()))
        ImportBatch.objects.claimed(pk, state, *claims).end_with(after_failure, FAILED, timezone.now())


def take_up_again(batch: ImportBatch, at: datetime) -> None:
    """What a process left undone that is gone: read anew, or back to the decision."""
    reading = batch.state == ImportBatch.State.READING
    after = ImportBatch.State.READING if reading else ImportBatch.State.READY
    if batch.is_stalled(at) and ImportBatch.objects.take(batch.pk, batch.state, after, at, since=batch.touched_at):
        batch.refresh_from_db(fields=["state", "touched_at"])
        if reading:
            read_now_or_soon(batch)
