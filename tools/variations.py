"""The suite at another date or in another order: `python -m tools.variations leap-day tests/articles`.

`make test-all` takes the one of the day. All of them together say that no test depends on the calendar or on its turn.
"""

import argparse
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from tools.steps import ROOT

SUMMER_TIME: Final = "Europe/Berlin"  # its clocks change at 01:00 UTC
LEFT_OUT: Final = ("tests/bench", "tests/journeys")  # a browser keeps the clock of the machine


@dataclass(frozen=True)
class Variation:
    """What pytest is given for one of these runs."""

    name: str
    arguments: tuple[str, ...] = ()
    env: dict[str, str] = field(default_factory=dict)


AS_IT_IS: Final = Variation("as it is")


def at(name: str, day: date, hour: int, minute: int, **env: str) -> Variation:
    """The clock begins then, UTC, and goes on."""
    moment = datetime.combine(day, time(hour, minute), UTC)
    return Variation(name, env={"TEST_CLOCK": f"{moment:%Y-%m-%dT%H:%M:%SZ}", **env})


def next_day(after: date, is_wanted: Callable[[date], bool]) -> date:
    day = after + timedelta(days=1)
    while not is_wanted(day):
        day += timedelta(days=1)
    return day


def is_last_sunday(day: date, month: int) -> bool:
    return day.month == month and day.isoweekday() == 7 and (day + timedelta(days=7)).month != month


def all_of(today: date) -> list[Variation]:
    """All but the suite as it is. Each date is the next of its kind, so that none of them is ever behind the texts."""
    spring = next_day(today, lambda day: is_last_sunday(day, 3))
    autumn = next_day(today, lambda day: is_last_sunday(day, 10))
    return [
        at("in-13-months", today + timedelta(days=396), 12, 0),
        at("leap-day", next_day(today, lambda day: (day.month, day.day) == (2, 29)), 12, 0),
        at("new-year", date(today.year, 12, 31), 23, 30),
        at("spring-night", spring, 0, 50, TIME_ZONE=SUMMER_TIME),
        at("autumn-night", autumn, 0, 50, TIME_ZONE=SUMMER_TIME),
        Variation("random-order", ("-p", "randomly", f"--randomly-seed={today.toordinal()}")),
    ]


def of_the_day(today: date) -> Variation:
    """Each in its turn, whatever was run before."""
    found = all_of(today)
    return found[today.toordinal() % len(found)]


def main() -> int:
    today = datetime.now(UTC).date()
    named = {variation.name: variation for variation in all_of(today)}
    parser = argparse.ArgumentParser(
        prog="python -m tools.variations", description="Run the suite in one of these ways."
    )
    parser.add_argument("name", choices=sorted(named))
    chosen, words = parser.parse_known_args()
    variation = named[chosen.name]
    left_out = [f"--ignore={folder}" for folder in LEFT_OUT]
    command = [sys.executable, "-m", "pytest", *left_out, *variation.arguments, *words]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **variation.env}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
