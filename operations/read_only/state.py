"""Whether the site is under maintenance, as the table has it and as this process knows it."""

import threading
from collections.abc import Callable
from datetime import datetime
from time import monotonic
from typing import Final

from django.db import Error

from operations.models import Maintenance

ASKED_EVERY: Final = 0.5  # seconds
QUIET_FOR: Final = 10.0  # seconds after the database did not answer: readers go on by what was known
LONGEST_WAIT: Final = 0.5  # seconds that readers wait for another who asks
NEVER: Final = float("-inf")
IN_DOUBT: Final = "cbtneuro.maintenance_in_doubt"  # in the environment of a request: nobody could say


class Known:
    """What this process knows. `asked_at`, `failed_at`: when the last question began that was answered, or was not."""

    def __init__(self) -> None:
        self.turn = threading.Lock()
        self.forget()

    def forget(self) -> None:
        self.now: Maintenance | None = None
        self.asked_at = self.failed_at = NEVER

    def ask(self, asked_all: Callable[[], object], *, to_change: bool = False) -> bool:
        """Whether `now` holds: it is never older than `ASKED_EVERY` when somebody comes, or the table is asked.

        One thread asks, the others wait for it; who comes `to_change` something as long as it takes, and also where
        the database did not answer just now. `asked_all` gives the connection back, where one was used.
        """
        came_at = monotonic()
        if self.is_fresh(came_at):
            return True
        if self.is_quiet(came_at, to_change=to_change):
            return False
        if not self.turn.acquire(timeout=-1 if to_change else LONGEST_WAIT):
            return False
        try:
            return self.is_fresh(came_at) or (
                not self.is_quiet(came_at, to_change=to_change) and self.is_answered(asked_all)
            )
        finally:
            self.turn.release()

    def is_fresh(self, came_at: float) -> bool:
        return came_at - self.asked_at < ASKED_EVERY

    def is_quiet(self, came_at: float, *, to_change: bool) -> bool:
        """Who changes something asks again, unless others asked in vain since then."""
        return self.failed_at >= came_at or (not to_change and came_at - self.failed_at < QUIET_FOR)

    def is_answered(self, asked_all: Callable[[], object]) -> bool:
        began_at = monotonic()
        try:
            self.now = Maintenance.objects.first()
        except Error:
            self.failed_at = began_at
            return False
        else:
            self.asked_at, self.failed_at = began_at, NEVER
            return True
        finally:
            asked_all()


known: Final = Known()


def begin(message: str, *, at: datetime) -> Maintenance:
    """Another message takes the place of the one before."""
    row, _ = Maintenance.objects.update_or_create(
        pk=1, defaults={"message": message}, create_defaults={"message": message, "since": at}
    )
    return row


def end() -> bool:
    """Whether there was any."""
    return Maintenance.objects.all().delete()[0] > 0
