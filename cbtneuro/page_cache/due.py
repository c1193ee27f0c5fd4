"""What is due goes out before anybody is answered: the callable in front of everything, and of kept pages, too.

A process knows when the next changes are due. From that moment on, its first request lets them out; of changes that
were scheduled in another process it hears within `ASKED_EVERY`.
"""

import logging
import threading
from collections.abc import Callable, Iterable
from datetime import datetime
from time import monotonic
from typing import Any, Final

from django.db import Error, close_old_connections
from django.utils import timezone

from articles.models import Draft
from articles.revisions.due import let_out_due
from cbtneuro.page_cache.addresses import Environ
from cbtneuro.page_cache.rendering import Application
from operations.read_only.state import IN_DOUBT, known

ASKED_EVERY: Final = 0.5  # seconds
LONGEST_WAIT: Final = 5.0  # seconds for what another thread lets out
QUIET_FOR: Final = 10.0  # seconds after something went wrong: readers get what was there
logger = logging.getLogger(__name__)


class OnTime:
    """`let_out`: called before anybody is answered then; `asked_all`: when all is asked, as no request ends here."""

    def __init__(
        self,
        application: Application,
        let_out: Callable[[], object] = lambda: None,
        *,
        interval: float = ASKED_EVERY,
        asked_all: Callable[[], object] = close_old_connections,
    ) -> None:
        self.application = application
        self.let_out = let_out
        self.interval = interval
        self.asked_all = asked_all
        self.next: datetime | None = None
        self.asked_at = -interval
        self.turn = threading.Lock()

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        is_off = known.now is None and not environ.get(IN_DOUBT)
        if is_off and (self.is_time() or monotonic() - self.asked_at >= self.interval):
            self.look()
        return self.application(environ, start_response)

    def is_time(self) -> bool:
        return self.next is not None and self.next <= timezone.now()

    def look(self) -> None:
        """One thread at a time; the others wait only for what they know to be due."""
        was_time = self.is_time()
        if not self.turn.acquire(timeout=LONGEST_WAIT if was_time else 0):
            return
        following, asked_at = None, monotonic() + QUIET_FOR  # unless all goes well
        try:
            following, asked_at = self.ask(was_time=was_time), monotonic()
        except Error:
            logger.exception("What was scheduled could not be let out.")
        finally:
            self.next, self.asked_at = following, asked_at
            self.asked_all()
            self.turn.release()

    def ask(self, *, was_time: bool) -> datetime | None:
        """What is due next, once everything is out that is due now."""
        following, now = Draft.objects.next_due(), timezone.now()
        if following is not None and following <= now:
            let_out_due(now)
            following, was_time = Draft.objects.next_due(), True
        if was_time:  # also where another process was quicker
            self.let_out()
        return following
