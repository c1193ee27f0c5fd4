"""The evidence matrix: how many articles stand under each tag of one taxonomy and each of another at once."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from articles.browse.filters import Filters, value_of_tag
from articles.browse.matrix_axes import Axis, Heading, Pair, axis_of, headings_of
from articles.browse.scope import VisibleScope
from tags.models import Tag
from tags.text import plurals

MOST_CELLS: Final = 4000
MOST_ROWS: Final = 200  # and as many columns
LEVELS: Final = 5


class MatrixRefused(ValueError):
    """Raised for a pair of taxonomies that makes no table; its words are for the reader."""


class TooManyCells(MatrixRefused):
    """Raised for a table that is too large for a page."""


class Cell(NamedTuple):
    """`number` articles, as `text`, at `address`; `shade` is the class of their level, `name` that of the link.

    All that a page prints is text, which a template need not bring into the form of a language thousands of times.
    """

    number: int
    text: str
    shade: str
    address: str
    name: str


EMPTY: Final = Cell(0, "", "", "", "")


@dataclass(frozen=True)
class Row:
    heading: Heading
    cells: tuple[Cell, ...]


class Shade(NamedTuple):
    """A level of the legend, and the numbers from `first` to `last` that have it."""

    level: int
    first: int
    last: int


@dataclass(frozen=True)
class Matrix:
    """The table. `pair`: as it was asked for, without what means nothing."""

    pair: Pair
    columns: tuple[Heading, ...]
    rows: tuple[Row, ...]
    legend: tuple[Shade, ...]


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
    filters = [(Filters((value_of_tag(column.tag),)).query, column.tag.name) for column in columns]
    rows = tuple(
        Row(head, tuple(cells_of(head.tag, filters, row, largest))) for head, row in zip(heads, numbers, strict=True)
    )
    return Matrix(pair, columns, rows, tuple(legend_of(largest)))


def counted(scope: VisibleScope, rows: list[Tag], columns: list[Tag]) -> Iterator[list[int]]:
    """For each row the number of articles that it shares with each column: a few microseconds each."""
    bitmaps = [scope.under(column) for column in columns]
    for row in rows:
        held = scope.under(row)
        yield [held.intersection_cardinality(bitmap) for bitmap in bitmaps]


def cells_of(row: Tag, filters: list[tuple[str, str]], numbers: list[int], largest: int) -> Iterator[Cell]:
    address, shades = row.get_absolute_url(), {number: f"l{level_of(number, largest)}" for number in set(numbers)}
    for (query, column), number in zip(filters, numbers, strict=True):
        name = f"{row.name} and {column}: {plurals.counted(number, 'summary', 'summaries')}"
        yield Cell(number, f"{number:,}", shades[number], address + query, name) if number else EMPTY


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
