"""The evidence matrix as a file for spreadsheets: the whole of it, with nothing folded."""

from collections.abc import Iterator

from articles.browse.csv_lines import MARK, csv_line, harmless
from articles.browse.matrix import counted, sides_of
from articles.browse.matrix_axes import Pair
from articles.browse.scope import VisibleScope


def spreadsheet_of(scope: VisibleScope, pair: Pair) -> str:
    """CSV after RFC 4180: a line for each tag of the rows, a field for each of the columns. Raises `MatrixRefused`."""
    return MARK + "".join(map(csv_line, lines_of(scope, pair)))


def lines_of(scope: VisibleScope, pair: Pair) -> Iterator[list[str | int]]:
    down, across = sides_of(scope, pair)
    rows, columns = list(down.all), [branch.tag for branch in across.all]
    yield [harmless(str(down.taxonomy)), "Part of", "Summaries", *(harmless(column.name) for column in columns)]
    for row, numbers in zip(rows, counted(scope, [row.tag for row in rows], columns), strict=True):
        broader = "; ".join(parent.name for parent in scope.tag_tree.parents(row.tag))
        yield [harmless(row.tag.name), harmless(broader), row.count, *numbers]
