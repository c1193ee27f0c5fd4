"""Bars over days, as the template draws them: places and sizes in percent of the drawing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from insights.models import Measure
from insights.reports import Numbers

MOST_BARS: Final = 92  # beyond, a bar is a week
WEEK: Final = 7
PART_FILLED: Final = 0.8  # of the width that a bar has
LOWEST: Final = 2.0  # percent: one is to be seen


@dataclass(frozen=True)
class Bar:
    """In percent, as SVG writes it."""

    x: str
    width: str
    y: str
    height: str


@dataclass(frozen=True)
class Chart:
    title: str
    total: int
    most: int
    is_by_week: bool
    bars: Sequence[Bar]


# What is drawn, each as the sum of some measures.
DRAWN: Final[Sequence[tuple[str, tuple[Measure, ...]]]] = (
    ("Reads", (Measure.READ_BY_VISITOR, Measure.READ_BY_MEMBER)),
    ("Gate shown", (Measure.GATE,)),
    ("Came in through the gate", (Measure.REGISTRATION, Measure.LOG_IN)),
    ("Full posts read to the end", (Measure.FULL_READ,)),
    ("Saved to a library", (Measure.SAVED,)),
)


def charts_of(days: Mapping[date, Numbers]) -> list[Chart]:
    return [chart(title, [sum(day.get(one, 0) for one in some) for day in days.values()]) for title, some in DRAWN]


def chart(title: str, numbers: Sequence[int]) -> Chart:
    is_by_week = len(numbers) > MOST_BARS
    step = WEEK if is_by_week else 1
    values = [sum(numbers[max(0, end - step) : end]) for end in range(len(numbers), 0, -step)][::-1]
    most, width = max(values, default=0), 100 / max(1, len(values))
    bars = [bar(place * width, width * PART_FILLED, 100 * value / most) for place, value in enumerate(values) if value]
    return Chart(title, sum(numbers), most, is_by_week, bars)


def bar(x: float, width: float, height: float) -> Bar:
    tall = max(height, LOWEST)
    return Bar(*(f"{size:.2f}%" for size in (x, width, 100 - tall, tall)))
