"""What is said to whoever runs the site, beyond the lines of Django."""

import logging
import threading
import time
from typing import Final

from articles.images.media.store import StoreAway
from cbtneuro.outages.errors import is_away

SAID_EVERY: Final = 10.0  # seconds


class OutageInOneLine(logging.Filter):
    """The database, or the store of images, that is away: one line in ten seconds, without the way
    there, which is that of any page.

    A traceback for each request costs more than the page would: at fifty requests a second a site that
    comes back is busy writing them.
    """

    def __init__(self) -> None:
        super().__init__()
        self.lock = threading.Lock()
        self.quiet_until = 0.0  # by the monotonic clock

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        if not is_away(error):
            return True
        with self.lock:
            if time.monotonic() < self.quiet_until:
                return False
            self.quiet_until = time.monotonic() + SAID_EVERY
        record.msg = "%s is away; pages answer 503. %s"
        record.args = ("The store of images" if isinstance(error, StoreAway) else "The database", in_one_line(error))
        record.exc_info = record.exc_text = None
        return True


def in_one_line(error: BaseException | None) -> str:
    return " ".join(str(error).split())
