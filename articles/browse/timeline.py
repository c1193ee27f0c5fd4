"""Articles of a topic by year of paper: a bar for each year; and the timeline, which has a row for each narrower tag,
in it a tick for each article.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from articles.browse.scope import VisibleScope
from tags.cache.bitmaps import Bitmap
from tags.models import Tag

ROWS: Final = 8  # the biggest narrower tags; the others are named below
NARROWEST: Final = 0.7  # per cent of the width: ticks that stand closer cannot be told apart
FILLED: Final = 0.9  # of a year's width, where ticks grow together
CHART: Final = (272, 78)  # the field of the bars, without the line of their numbers above
NARROWEST_NUMBERED: Final = 9  # of that width: a bar that has room for its number


class Bar(NamedTuple):
    """A year, its column from `left` on, `step` wide, and its bar in it. `is_numbered`: its number has room, too."""

    year: int
    number: int
    left: float
    step: float
    height: float
    is_numbered: bool


def bars_of(numbers: Mapping[int, int]) -> list[Bar]:
    """A bar for each year that has something, as high as its number is beside the largest."""
    held = {year: number for year, number in numbers.items() if number}
    if not held:
        return []
    first, most = min(held), max(held.values())
    step = CHART[0] / (max(held) - first + 1)
    return [
        Bar(
            year,
            number,
            left=round((year - first) * step, 2),
            step=round(step, 2),
            height=round(CHART[1] * number / most, 2),
            is_numbered=step >= NARROWEST_NUMBERED,
        )
        for year, number in sorted(held.items())
    ]


@dataclass(frozen=True)
class Mark:
    """A tick for one article at `x`, or where too many share a year a block of `width`; both in per cent."""

    x: float
    width: float = 0.0


@dataclass(frozen=True)
class Row:
    tag: Tag
    count: int
    years: dict[int, int]
    marks: tuple[Mark, ...]

    @property
    def by_year(self) -> list[int]:
        return list(self.years.values())

    @property
    def undated(self) -> int:
        """Articles about no paper, or a paper without a year: they have no tick."""
        return self.count - sum(self.years.values())


@dataclass(frozen=True)
class Timeline:
    """Years run from `first` to `last`. `years`: those in which there is anything, for the table beside it."""

    rows: tuple[Row, ...]
    first: int
    last: int
    years: tuple[int, ...]
    left_out: int

    @property
    def middle(self) -> int:
        return (self.first + self.last) // 2

    @property
    def has_undated(self) -> bool:
        return any(row.undated for row in self.rows)


def timeline_of(scope: VisibleScope, tag: Tag, articles: Bitmap) -> Timeline | None:
    """The timeline of a topic; None when there is nothing to compare or no paper with a year."""
    bitmaps = {child: articles & scope.under(child) for child in scope.tag_tree.children(tag)}
    held = sorted((child for child in bitmaps if bitmaps[child]), key=lambda child: (-len(bitmaps[child]), child.name))
    years = {child: scope.years_of(bitmaps[child]) for child in held[:ROWS]}
    seen = sorted({year for counted in years.values() for year in counted})
    if len(held) < 2 or not seen:
        return None
    first, last = seen[0], seen[-1]
    rows = tuple(
        Row(
            tag=child,
            count=len(bitmaps[child]),
            years={year: counted.get(year, 0) for year in seen},
            marks=tuple(marks_of(counted, first, last)),
        )
        for child, counted in years.items()
    )
    return Timeline(rows, first, last, tuple(seen), len(held) - len(rows))


def marks_of(years: dict[int, int], first: int, last: int) -> Iterator[Mark]:
    """Ticks spread evenly over the width of their year, or one block that fills it."""
    width = 100 / (last - first + 1)
    for year, count in years.items():
        left = (year - first) * width
        if width / count < NARROWEST:
            yield Mark(round(left, 2), round(width * FILLED, 2))
        else:
            yield from (Mark(round(left + (place + 0.5) * width / count, 2)) for place in range(count))
