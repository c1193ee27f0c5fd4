"""The evidence matrix in small, on the first page: of each side the tags that hold most and tell most."""

from dataclasses import dataclass
from typing import Final

from django.http import QueryDict

from articles.browse.matrix import Cell, cells_between, counted
from articles.browse.matrix_axes import Pair, read_pair
from articles.browse.scope import VisibleScope
from tags.models import Tag, Taxonomy

SIDE: Final = 6  # rows, and as many columns
FEWEST: Final = 2
WEIGHED: Final = 40


@dataclass(frozen=True)
class SmallMatrix:
    pair: Pair
    columns: tuple[Tag, ...]
    rows: tuple[tuple[Tag, tuple[Cell, ...]], ...]


def small_matrix(scope: VisibleScope) -> SmallMatrix | None:
    """None where nothing is filed under both sides."""
    pair = read_pair(QueryDict(), scope)
    if pair.rows is None or pair.columns is None:
        return None
    down, across = (telling(scope, side) for side in (pair.rows, pair.columns))
    numbers = list(counted(scope, down, across))
    largest = max((number for row in numbers for number in row), default=0)
    if min(len(down), len(across)) < FEWEST or not largest:
        return None
    rows = zip(down, cells_between(down, across, numbers, largest), strict=True)
    return SmallMatrix(pair, tuple(across), tuple(rows))


def telling(scope: VisibleScope, taxonomy: Taxonomy) -> list[Tag]:
    """Of the tags that hold most those that no narrower one makes up by half; and none below another of them."""
    tag_tree = scope.tag_tree
    biggest = scope.biggest(scope.articles, tag_tree.tops(taxonomy), WEIGHED)
    sizes = {tag.pk: number for number, tag in biggest}
    chosen: list[Tag] = []
    covered: set[int] = set()
    for number, tag in biggest:  # one above another comes before it
        if any(parent.pk in covered for parent in tag_tree.broader.get(tag.pk, ())):
            covered.add(tag.pk)
        elif not any(2 * sizes.get(child.pk, 0) >= number for child in tag_tree.children(tag)):
            covered.add(tag.pk)
            chosen.append(tag)
    return chosen[:SIDE]
