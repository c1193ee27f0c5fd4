"""The evidence matrix: how many articles stand under each tag of one taxonomy and each of another at once.

As a table or as bubbles of the same numbers, and beside it the pairs under which nothing stands.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import sqrt
from typing import Final, NamedTuple

from articles.browse.filters import Filters, value_of_tag
from articles.browse.matrix_axes import Axis, Heading, Pair, axis_of, headings_of
from articles.browse.scope import VisibleScope
from tags.models import Tag
from tags.text import plurals

MOST_CELLS: Final = 4000
MOST_ROWS: Final = 200  # and as many columns
LEVELS: Final = 5
RADIUS: Final = 14  # of the largest bubble, in a field of 32 by 32
GAPS: Final = 12  # pairs that are named


class MatrixRefused(ValueError):
    """Raised for a pair of taxonomies that makes no table; its words are for the reader."""


class TooManyCells(MatrixRefused):
    """Raised for a table that is too large for a page."""


class Cell(NamedTuple):
    """`number` articles, as `text`, at `address`; `shade` is the class of their level, `name` that of the link, and
    `radius` that of their bubble.

    All that a page prints is text, which a template need not bring into the form of a language thousands of times.
    """

    number: int
    text: str
    shade: str
    address: str
    name: str
    radius: str


EMPTY: Final = Cell(0, "", "", "", "", "")


@dataclass(frozen=True)
class Row:
    heading: Heading
    cells: tuple[Cell, ...]


class Shade(NamedTuple):
    """A level of the legend, and the numbers from `first` to `last` that have it."""

    level: int
    first: int
    last: int


class Gap(NamedTuple):
    """A row and a column under which no article stands at once. `weight`: how many would if they had nothing to do with
    each other, times how many there are.
    """

    row: Heading
    column: Heading

    @property
    def weight(self) -> int:
        return self.row.count * self.column.count


@dataclass(frozen=True)
class Matrix:
    """The table. `pair`: as it was asked for, without what means nothing. `sizes`: numbers with the radius of their
    bubbles. `gaps`: the pairs without any article that would be the biggest; `empty`: how many such pairs show.
    """

    pair: Pair
    columns: tuple[Heading, ...]
    rows: tuple[Row, ...]
    legend: tuple[Shade, ...]
    sizes: tuple[tuple[int, str], ...]
    gaps: tuple[Gap, ...]
    empty: int

    @property
    def pairs(self) -> int:
        return len(self.rows) * len(self.columns)


def sides_of(scope: VisibleScope, pair: Pair) -> tuple[Axis, Axis]:
    """The rows and the columns. Raises `MatrixRefused`."""
    if pair.is_one_twice:
        raise MatrixRefused("Choose two different taxonomies: one for the rows, another for the columns.")
    if pair.rows is None or pair.columns is None:
        raise MatrixRefused("A table needs summaries that are filed under two taxonomies, and there are none yet.")
    axes = axis_of(scope, pair.rows, pair), axis_of(scope, pair.columns, pair)
    for axis in axes:
        if not axis.branches:
            raise MatrixRefused(f"No summary is filed under “{axis.taxonomy}” yet. Choose another taxonomy.")
    return axes


def matrix_of(scope: VisibleScope, pair: Pair) -> Matrix:
    """The table for a page. Raises `MatrixRefused`, and `TooManyCells` for what no page can hold."""
    down, across = sides_of(scope, pair)
    pair = replace(pair, fold=down.fold | across.fold, unfold=down.unfold | across.unfold)
    heads, columns = headings_of(down, pair), headings_of(across, pair)
    if max(len(heads), len(columns)) > MOST_ROWS or len(heads) * len(columns) > MOST_CELLS:
        raise TooManyCells(f"This table would have {len(heads):,} rows and {len(columns):,} columns.")
    numbers = list(counted(scope, [head.tag for head in heads], [column.tag for column in columns]))
    largest = max(max(row) for row in numbers)
    cells = cells_between([head.tag for head in heads], [column.tag for column in columns], numbers, largest)
    rows = tuple(Row(head, row) for head, row in zip(heads, cells, strict=True))
    sizes = {number: radius_of(number, largest) for number in sorted({1, -(-largest // 4), largest}) if largest}
    gaps = sorted(gaps_of(heads, columns, numbers), key=lambda gap: -gap.weight)
    return Matrix(
        pair,
        columns,
        rows,
        legend=tuple(legend_of(largest)),
        sizes=tuple(sizes.items()),
        gaps=tuple(gaps[:GAPS]),
        empty=sum(row.count(0) for row in numbers),
    )


def gaps_of(rows: Sequence[Heading], columns: Sequence[Heading], numbers: list[list[int]]) -> Iterator[Gap]:
    """The empty pairs, but none that lies within another: what nobody studied in a whole is left out in its parts."""
    above, beside = broader_places(rows), broader_places(columns)
    for row, heading in enumerate(rows):
        for column, other in enumerate(columns):
            wholes = [numbers[place][column] for place in above[row]] + [
                numbers[row][place] for place in beside[column]
            ]
            if not numbers[row][column] and all(wholes):
                yield Gap(heading, other)


def broader_places(headings: Sequence[Heading]) -> list[list[int]]:
    """For each heading the place of the one that it stands under, if there is one."""
    path: list[int] = []
    found: list[list[int]] = []
    for place, heading in enumerate(headings):
        del path[heading.depth :]
        found.append(path[-1:])
        path.append(place)
    return found


def radius_of(number: int, largest: int) -> str:
    """The area of a bubble is in proportion to its number."""
    return f"{RADIUS * sqrt(number / largest):.1f}" if number else ""


def counted(scope: VisibleScope, rows: list[Tag], columns: list[Tag]) -> Iterator[list[int]]:
    """For each row the number of articles that it shares with each column: a few microseconds each."""
    bitmaps = [scope.under(column) for column in columns]
    for row in rows:
        held = scope.under(row)
        yield [held.intersection_cardinality(bitmap) for bitmap in bitmaps]


def cells_between(
    rows: Sequence[Tag], columns: Sequence[Tag], numbers: Sequence[list[int]], largest: int
) -> Iterator[tuple[Cell, ...]]:
    """The cells of each row, from what is `counted`."""
    filters = [(Filters((value_of_tag(column),)).query, column.name) for column in columns]
    return (tuple(cells_of(row, filters, held, largest)) for row, held in zip(rows, numbers, strict=True))


def cells_of(row: Tag, filters: list[tuple[str, str]], numbers: list[int], largest: int) -> Iterator[Cell]:
    address = row.get_absolute_url()
    looks = {number: (f"l{level_of(number, largest)}", radius_of(number, largest)) for number in set(numbers)}
    for (query, column), number in zip(filters, numbers, strict=True):
        name = f"{row.name} and {column}: {plurals.counted(number, 'summary', 'summaries')}"
        shade, radius = looks[number]
        yield Cell(number, f"{number:,}", shade, address + query, name, radius) if number else EMPTY


def level_of(number: int, largest: int) -> int:
    """How dark a number is shaded, by the square root of its share of the largest: half as dark is a quarter.

    The largest number of a table stands where both sides are at their top, so that folding changes no shade.
    """
    return next(level for level in range(LEVELS + 1) if number * LEVELS**2 <= largest * level**2)


def legend_of(largest: int) -> Iterator[Shade]:
    """The levels that numbers up to the largest can have."""
    for level in range(1, LEVELS + 1):
        first, last = largest * (level - 1) ** 2 // LEVELS**2 + 1, largest * level**2 // LEVELS**2
        if first <= last:
            yield Shade(level, first, last)
