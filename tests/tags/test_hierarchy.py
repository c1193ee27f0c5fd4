"""The bounds of the hierarchy: no tag under itself, and pages that end however deep and branched it is."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict

from articles.browse.matrix import Matrix, TooManyCells, matrix_of
from articles.browse.matrix_axes import read_pair
from articles.browse.scope import visible_scope
from tags.cache.snapshot import current_snapshot
from tags.hierarchy import CycleRefused, paths, put_under, rebuild_closure, set_broader
from tags.models import Broader, Closure, Tag, note_change
from tags.outline import Branch, Scale, outlines
from tests.factories import make_article, make_tag, make_taxonomy

pytestmark = pytest.mark.django_db


# --- Paths --------------------------------------------------------------------------------------------------------


def test_paths_lead_to_everything_above_by_the_shortest_way() -> None:
    links = [(2, 1), (3, 2), (3, 1), (4, 3)]
    assert set(paths([1, 2, 3, 4], links)) == {
        (1, 1, 0), (2, 2, 0), (3, 3, 0), (4, 4, 0), (1, 2, 1), (2, 3, 1), (1, 3, 1), (3, 4, 1), (2, 4, 2), (1, 4, 2),
    }  # fmt: skip


def test_paths_end_where_tags_stand_above_each_other() -> None:
    assert set(paths([1, 2], [(1, 2), (2, 1)])) == {(1, 1, 0), (2, 2, 0), (1, 2, 1), (2, 1, 1)}


def test_a_tag_never_comes_to_stand_under_itself_however_far_below() -> None:
    top = make_tag("Top")
    middle = make_tag("Middle", under=[top])
    low = make_tag("Low", under=[middle])
    before = (set(Broader.objects.values_list()), set(Closure.objects.values_list()))
    for narrower, broader in ((top, low), (middle, low), (top, middle), (top, top)):
        with pytest.raises(CycleRefused):
            put_under(narrower, broader)
        with pytest.raises(CycleRefused):
            set_broader(narrower, [make_tag(), broader])
    assert set(Broader.objects.values_list()) == before[0]
    assert set(Closure.objects.exclude(depth=0).values_list()) <= before[1]


# --- Pages --------------------------------------------------------------------------------------------------------


def lines(branches: list[Branch], level: int = 1) -> list[tuple[str, int]]:
    return [line for one in branches for line in [(one.tag.name, level), *lines(one.branches, level + 1)]]


def outline() -> list[tuple[str, int]]:
    (found,) = outlines(Scale(current_snapshot().tag_tree, lambda _tag: 0, with_empty=True))
    return lines(found.branches)


def chain(length: int) -> list[Tag]:
    tags = [make_tag("Level 1")]
    for level in range(2, length + 1):
        tags.append(make_tag(f"Level {level}", under=tags[-1:]))
    return tags


def test_the_outline_shows_thirty_levels_and_no_more() -> None:
    chain(32)
    assert outline() == [(f"Level {level}", level) for level in range(1, 31)]


def test_the_outline_has_two_hundred_lines_and_no_more() -> None:
    """What stands below a tag has room at all of its places, or at as many as there is room for."""
    parents = many(70, "disorder")
    shared = make_tag("Shared", parents[0].taxonomy, under=parents)
    make_tag("Leaf", shared.taxonomy, under=[shared])
    names = [name for name, _ in outline()]
    assert (len(names), names.count("Shared"), names.count("Leaf")) == (200, 70, 60)


def test_a_tag_tells_eight_of_the_ways_down_to_it() -> None:
    tag = make_tag("Shared", under=[make_tag(f"Parent {number}") for number in range(10)])
    assert len(current_snapshot().tag_tree.paths_to(tag)) == 8


def matrix() -> Matrix:
    scope = visible_scope(AnonymousUser())
    return matrix_of(scope, read_pair(QueryDict(), scope))


def test_the_matrix_is_indented_by_six_steps_at_most() -> None:
    make_article(tags=[chain(9)[-1], make_tag("Amygdala", make_taxonomy("brain-region", position=9))])
    assert [row.heading.indent for row in matrix().rows] == [0, 1, 2, 3, 4, 5, 6, 6, 6]


def many(number: int, slug: str) -> list[Tag]:
    """So many tags at the top of a taxonomy."""
    taxonomy = make_taxonomy(slug, position=9)
    names = [f"{slug} {place}" for place in range(number)]
    tags = [Tag(name=name, slug=name.replace(" ", "-"), normal_form=name, taxonomy=taxonomy) for name in names]
    Tag.objects.bulk_create(tags)
    rebuild_closure()
    note_change(of_vocabulary=True)
    return tags


def test_the_matrix_holds_two_hundred_rows_and_four_thousand_cells_and_no_more() -> None:
    rows, columns = many(200, "disorder"), many(20, "brain-region")
    make_article(tags=[*rows, *columns])
    made = matrix()
    assert (len(made.rows), len(made.columns)) == (200, 20)
    make_article(tags=[*columns, *many(1, "brain-region-more"), make_tag("21", columns[0].taxonomy)])
    with pytest.raises(TooManyCells, match="200 rows and 21 columns"):
        matrix()
