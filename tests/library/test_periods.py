"""When mail is due: in the morning, or on Monday morning, on the clock of the site."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from library.digests.periods import DAILY, WEEKLY, begin_of_period

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture(autouse=True)
def site_in_berlin() -> Iterator[None]:
    with timezone.override(BERLIN):
        yield


def of_march(day: int, hour: int, minute: int = 0) -> datetime:
    """Clocks were put forward in the night to the 29th, a Sunday."""
    return datetime(2026, 3, day, hour, minute, tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("period", "now", "due"),
    [
        (DAILY, of_march(25, 7), of_march(25, 6)),
        (DAILY, of_march(25, 6), of_march(25, 6)),
        (DAILY, of_march(25, 5, 59), of_march(24, 6)),
        (DAILY, of_march(29, 7), of_march(29, 6)),
        (WEEKLY, of_march(25, 7), of_march(23, 6)),
        (WEEKLY, of_march(23, 6), of_march(23, 6)),
        (WEEKLY, of_march(23, 5, 59), of_march(16, 6)),
        (WEEKLY, of_march(30, 6), of_march(30, 6)),
    ],
)
def test_mail_is_due_in_the_morning_and_on_monday(period: str, now: datetime, due: datetime) -> None:
    assert begin_of_period(period, now) == due
    assert begin_of_period(period, now.astimezone(ZoneInfo("UTC"))) == due
