"""Work that nobody waits for: one thread beside the requests, in each process of the server.

Commands and tests begin none. What is lost when a process ends has to be found again by whoever asked for it.
"""

import logging
import threading
from collections.abc import Callable
from queue import SimpleQueue

from django.db import connections, transaction

logger = logging.getLogger(__name__)
Work = Callable[[], object]


class BackgroundJob:
    """What is due, in order. It takes nothing before it is begun.

    `failures`: what may go wrong with one piece of work, which is logged as `told`; those behind it are done.
    """

    def __init__(self, told: str, failures: tuple[type[Exception], ...]) -> None:
        self.told = told
        self.failures = failures
        self.due: SimpleQueue[Work] = SimpleQueue()
        self.has_begun = False
        self.thread: threading.Thread | None = None

    def begin(self) -> None:
        """Once in each process of the server, and again should what began have ended."""
        self.has_begun = True
        if self.thread is None or not self.thread.is_alive():
            self.thread = threading.Thread(target=self.go_on, daemon=True)
            self.thread.start()

    def after_commit(self, work: Work) -> None:
        """Due once what it works on is committed; dropped where nothing has begun."""
        if self.has_begun:
            if self.thread is not None:
                self.begin()
            transaction.on_commit(lambda: self.due.put(work), robust=True)

    def go_on(self) -> None:
        while True:
            self.do(self.due.get())
            if self.due.empty():
                connections.close_all()

    def do(self, work: Work) -> None:
        try:
            work()
        except self.failures:
            logger.exception(self.told)
