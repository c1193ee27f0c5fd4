"""The mark as the database has it, and as a process knew it a moment ago."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from time import monotonic
from typing import Final

from django.db import Error, close_old_connections, connection
from django.utils import timezone

from articles.browse.scope import SortKeys
from lists.models import ReadingList

Version = tuple[object, ...]

# A row that was committed late, after others with higher numbers, changes count and sum.
WRITTEN: Final = "SELECT max(id), count(*), sum(id), sum(changes) FROM content_change"


def stored_version(at: datetime | None = None) -> Version:
    """What was written, and what came to its time by itself. Three queries."""
    now = at or timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(WRITTEN)
        written = cursor.fetchone()
    return (*written, SortKeys().last_sort_key(now), ReadingList.objects.last_due(now))


def version_between_requests() -> Version:
    """The same where no request of Django's begins or ends, which would take the connection back."""
    try:
        return stored_version()
    finally:
        close_old_connections()


@dataclass(frozen=True)
class Known:
    """`since`: when this process first saw the version; `is_sure`: whether the database answered the last time.

    `position`: in the log of the database, behind all that the version was written by.
    """

    version: Version
    since: float
    is_sure: bool = True
    position: str = ""


class ContentVersion:
    """What one process knows. The database is asked at most once in `interval` seconds, by one thread at a time.

    `noticed` is called for each new version, before anybody hears of it; `position` for that of `Known`.
    """

    def __init__(
        self,
        interval: float,
        noticed: Callable[[], object],
        read: Callable[[], Version],
        position: Callable[[], str] = str,
    ) -> None:
        self.interval = interval
        self.noticed = noticed
        self.read = read
        self.position = position
        self.known: Known | None = None
        self.asked_at = 0.0
        self.turn = threading.Lock()

    def current(self) -> Known | None:
        """None while the database has never answered."""
        if self.known is not None and monotonic() - self.asked_at < self.interval:
            return self.known
        # Whoever finds somebody asking goes on with what is known; where nothing is, everybody has to wait.
        if self.turn.acquire(blocking=self.known is None):
            try:
                self.ask()
            finally:
                self.turn.release()
        return self.known

    def ask_again(self) -> None:
        """This process has just changed something, or knows who did."""
        self.asked_at = -self.interval

    def ask(self) -> None:
        known = self.known
        try:
            version = self.read()
            position = known.position if known is not None and known.version == version else self.position()
        except Error:
            if known is not None:
                self.known = replace(known, is_sure=False)
            self.asked_at = monotonic() + self.interval  # a database that is away is left alone for longer
            return
        if known is None or known.version != version:
            self.noticed()
            self.known = Known(version, monotonic(), position=position)
        elif not known.is_sure:
            self.known = replace(known, is_sure=True)
        self.asked_at = monotonic()
