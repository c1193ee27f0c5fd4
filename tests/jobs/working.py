"""What a worker would do now, done in the transaction of a test."""

from django.utils import timezone

from jobs import queue
from jobs.worker import LEASE


def work_off() -> None:
    """Every job that is due; what fails fails the test."""
    while row := queue.due(timezone.now()).first():
        claim = queue.claim(row, "a test", timezone.now(), LEASE)
        assert claim
        row.task.call(*row.args_kwargs["args"], **row.args_kwargs["kwargs"])
        claim.finish()
