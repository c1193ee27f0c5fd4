"""The thread of each process that writes its numbers, so that no request waits for them."""

import logging
import threading
from collections.abc import Mapping
from typing import Final

from operations.metrics.counting import write
from operations.metrics.meters import waiting_jobs
from tags.management.background_job import BackgroundJob

EVERY: Final = 1.0  # seconds
logger = logging.getLogger(__name__)


def begin(jobs: Mapping[str, BackgroundJob]) -> threading.Thread:
    """`jobs`: by the name under which what waits for them is told."""

    def go_on() -> None:
        while True:
            write_all(jobs)
            pause.wait(EVERY)

    pause = threading.Event()
    thread = threading.Thread(target=go_on, daemon=True)
    thread.start()
    return thread


def write_all(jobs: Mapping[str, BackgroundJob]) -> None:
    """A disk that takes nothing now may do so in a second: the thread goes on."""
    try:
        tell(jobs)
        write()
    except OSError:
        logger.exception("The numbers of this process cannot be written")


def tell(jobs: Mapping[str, BackgroundJob]) -> None:
    for name, job in jobs.items():
        waiting_jobs.labels(name).set(job.due.qsize())
