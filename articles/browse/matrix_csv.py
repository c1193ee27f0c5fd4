"""The evidence matrix as a file for spreadsheets: the whole of it, with nothing folded."""

import csv
import io
import unicodedata
from collections.abc import Iterator
from typing import Final

from articles.browse.matrix import counted, sides_of
from articles.browse.matrix_axes import Pair
from articles.browse.scope import VisibleScope

BEGINS_A_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
MARK: Final = "\ufeff"  # without it Excel takes the file for text of its own region


def spreadsheet_of(scope: VisibleScope, pair: Pair) -> str:
    """CSV after RFC 4180: a line for each tag of the rows, a field for each of the columns. Raises `MatrixRefused`."""
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerows(lines_of(scope, pair))
    return MARK + written.getvalue()


def lines_of(scope: VisibleScope, pair: Pair) -> Iterator[list[str | int]]:
    down, across = sides_of(scope, pair)
    rows, columns = list(down.all), [branch.tag for branch in across.all]
    yield [harmless(str(down.taxonomy)), "Part of", "Summaries", *(harmless(column.name) for column in columns)]
    for row, numbers in zip(rows, counted(scope, [row.tag for row in rows], columns), strict=True):
        broader = "; ".join(parent.name for parent in scope.tag_tree.parents(row.tag))
        yield [harmless(row.tag.name), harmless(broader), row.count, *numbers]


def harmless(text: str) -> str:
    """The text as a cell that no spreadsheet runs as a formula, also where it is written in full width."""
    first = unicodedata.normalize("NFKC", text[:1])
    return f"'{text}" if first.startswith(BEGINS_A_FORMULA) else text
