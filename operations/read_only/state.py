"""Whether the site is under maintenance, as the table has it and as this process knows it."""

from collections.abc import Callable
from datetime import datetime
from time import monotonic
from typing import Final

from django.db import Error

from operations.models import Maintenance

ASKED_EVERY: Final = 0.5  # seconds
QUIET_FOR: Final = 10.0  # seconds after the database did not answer: what was known holds


class Known:
    """What this process knows. A request that reads it asks nobody."""

    def __init__(self) -> None:
        self.now: Maintenance | None = None
        self.asked_at = -ASKED_EVERY

    def ask(self, asked_all: Callable[[], object]) -> None:
        """At most once in `ASKED_EVERY`. `asked_all` gives the connection back, where one was used."""
        if monotonic() - self.asked_at < ASKED_EVERY:
            return
        self.asked_at = monotonic()  # others go on with what is known
        try:
            self.now = Maintenance.objects.first()
        except Error:
            self.asked_at = monotonic() + QUIET_FOR
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
