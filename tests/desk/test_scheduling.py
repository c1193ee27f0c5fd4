"""A time to come in the zone of whoever chooses it, also on nights on which clocks change."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError

from desk.scheduling import in_words, moment

BERLIN = ZoneInfo("Europe/Berlin")


def test_a_time_that_clocks_jump_over_or_show_twice_is_told() -> None:
    with pytest.raises(ValidationError, match="jump over"):
        moment(datetime(2027, 3, 28, 2, 30), BERLIN)  # noqa: DTZ001
    with pytest.raises(ValidationError, match="twice"):
        moment(datetime(2026, 10, 25, 2, 30), BERLIN)  # noqa: DTZ001
    assert moment(datetime(2026, 10, 25, 3, 0), BERLIN).astimezone(UTC).hour == 2  # noqa: DTZ001
    assert moment(datetime(2027, 3, 28, 3, 0), BERLIN).astimezone(UTC).hour == 1  # noqa: DTZ001


def test_a_time_is_told_with_its_zone() -> None:
    assert in_words(datetime(2026, 11, 24, 8, tzinfo=UTC), BERLIN) == "Tue 24 Nov, 09:00 CET"
