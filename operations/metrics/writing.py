"""The thread of each process that writes its numbers, so that no request waits for them."""

import threading
from collections.abc import Mapping
from typing import Final

from operations.metrics.counting import write
from operations.metrics.meters import waiting_jobs
from tags.management.background_job import BackgroundJob

EVERY: Final = 1.0  # seconds


def begin(jobs: Mapping[str, BackgroundJob]) -> threading.Thread:
    """`jobs`: by the name under which what waits for them is told."""

    def go_on() -> None:
        while True:
            tell(jobs)
            write()
            pause.wait(EVERY)

    pause = threading.Event()
    thread = threading.Thread(target=go_on, daemon=True)
    thread.start()
    return thread


def tell(jobs: Mapping[str, BackgroundJob]) -> None:
    for name, job in jobs.items():
        waiting_jobs.labels(name).set(job.due.qsize())
