"""The evidence matrix: which tags stand on its sides, what is folded, what its figures and shades say."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict
from django.utils import timezone

from articles.browse.csv_lines import harmless
from articles.browse.matrix import Matrix, MatrixRefused, TooManyCells, legend_of, level_of, matrix_of
from articles.browse.matrix_axes import UnknownTaxonomy, read_pair
from articles.browse.matrix_csv import spreadsheet_of
from articles.browse.scope import visible_scope
from members.models import User
from tags.models import Tag
from tests.factories import make_article, make_category, make_tag, make_taxonomy, make_user

pytestmark = pytest.mark.django_db
NOBODY = AnonymousUser()


def regions(*names: str, under: list[Tag] | None = None) -> list[Tag]:
    return [make_tag(name, make_taxonomy("brain-region", position=20), under=under or []) for name in names]


def matrix(query: str = "", user: User | AnonymousUser = NOBODY) -> Matrix:
    scope = visible_scope(user)
    return matrix_of(scope, read_pair(QueryDict(query), scope))


def outline(made: Matrix) -> list[tuple[int, str]]:
    return [(row.heading.depth, row.heading.tag.name) for row in made.rows]


def figures(made: Matrix) -> dict[tuple[str, str], int]:
    """The numbers of the cells that have any."""
    return {
        (row.heading.tag.name, column.tag.name): cell.number
        for row in made.rows
        for column, cell in zip(made.columns, row.cells, strict=True)
        if cell.number
    }


# --- Sides --------------------------------------------------------------------------------------------------------


def test_rows_follow_the_hierarchy_and_those_without_articles_are_left_out() -> None:
    top, other = make_tag("Anxiety"), make_tag("Sleep")
    phobia, _ = make_tag("Phobia", under=[top]), make_tag("Worry", under=[top])
    spiders = make_tag("Spiders", under=[phobia])
    (amygdala,) = regions("Amygdala")
    for tag in (spiders, other):
        make_article(tags=[tag, amygdala])
    assert outline(matrix()) == [(0, "Anxiety"), (1, "Phobia"), (2, "Spiders"), (0, "Sleep")]


def test_a_tag_with_several_broader_ones_stands_once_and_counts_in_all() -> None:
    left, right = make_tag("Anxiety"), make_tag("Trauma")
    both = make_tag("Fear", under=[left, right])
    make_article(tags=[both, *regions("Amygdala")])
    made = matrix()
    assert outline(made) == [(0, "Anxiety"), (1, "Fear"), (0, "Trauma")]
    assert set(figures(made).values()) == {1}


def test_disorders_by_brain_regions_come_first_and_else_what_has_articles() -> None:
    therapy, disorder = make_taxonomy("therapy", position=1), make_taxonomy("disorder", position=99)
    make_article(tags=[make_tag("Exposure", therapy)], categories=[make_category("Therapy")])
    scope = visible_scope(NOBODY)
    pair = read_pair(QueryDict(), scope)
    assert (str(pair.rows), str(pair.columns)) == ("Category", "Therapy")
    make_article(tags=[make_tag("Fear", disorder), *regions("Amygdala")])
    pair = read_pair(QueryDict(), visible_scope(NOBODY))
    assert (str(pair.rows), str(pair.columns)) == ("Disorder", "Brain region")
    assert [taxonomy.slug for taxonomy in pair.offered] == ["category", "therapy", "brain-region", "disorder"]


def test_one_side_of_an_address_leaves_the_other_to_be_found() -> None:
    make_article(tags=[make_tag("Fear"), *regions("Amygdala")], categories=[make_category()])
    pair = read_pair(QueryDict("columns=disorder"), visible_scope(NOBODY))
    assert (str(pair.rows), str(pair.columns)) == ("Brain region", "Disorder")


def test_a_pair_is_refused_that_makes_no_table() -> None:
    with pytest.raises(MatrixRefused, match="there are none yet"):
        matrix()
    make_article(tags=[make_tag("Fear"), *regions("Amygdala")])
    make_tag("Exposure", make_taxonomy("therapy"))
    with pytest.raises(MatrixRefused, match="two different"):
        matrix("rows=disorder&columns=disorder")
    with pytest.raises(MatrixRefused, match="under “Therapy”"):
        matrix("rows=therapy&columns=disorder")
    with pytest.raises(UnknownTaxonomy):
        matrix("rows=nothing")


# --- Folding ------------------------------------------------------------------------------------------------------


def test_a_folded_branch_hides_what_is_below_and_counts_it() -> None:
    top = make_tag("Anxiety")
    phobia = make_tag("Phobia", under=[top])
    make_article(tags=[make_tag("Spiders", under=[phobia]), *regions("Amygdala")])
    assert outline(matrix("fold=phobia")) == [(0, "Anxiety"), (1, "Phobia")]
    made = matrix("fold=anxiety")
    assert outline(made) == [(0, "Anxiety")]
    assert figures(made) == {("Anxiety", "Amygdala"): 1}
    (row,) = made.rows
    assert (row.heading.narrower, row.heading.is_folded) == (1, True)
    assert row.heading.toggle == "?rows=disorder&columns=brain-region#at-anxiety"


def test_a_large_taxonomy_comes_folded_to_its_top() -> None:
    top, other = make_tag("Anxiety"), make_tag("Sleep")
    below = [make_tag(f"Fear {number:02}", under=[top]) for number in range(59)]
    make_article(tags=[*below, *regions("Amygdala")])
    assert len(matrix().rows) == 60
    make_article(tags=[other])
    assert outline(matrix()) == [(0, "Anxiety"), (0, "Sleep")]
    (first, _) = matrix().rows
    assert first.heading.toggle == "?rows=disorder&columns=brain-region&unfold=anxiety#at-anxiety"
    assert len(matrix("unfold=anxiety").rows) == 61


def test_addresses_keep_the_folds_of_both_sides_and_drop_what_means_nothing() -> None:
    top = make_tag("Anxiety")
    limbic = regions("Limbic system")
    make_article(tags=[make_tag("Phobia", under=[top]), *regions("Amygdala", under=limbic)])
    made = matrix("fold=nothing&fold=limbic-system&fold=phobia&unfold=anxiety")
    assert made.pair.query == "?rows=disorder&columns=brain-region&fold=limbic-system"
    assert made.rows[0].heading.toggle == f"{made.pair.query.replace('=limbic', '=anxiety&fold=limbic')}#at-anxiety"
    assert made.pair.swapped.query == "?rows=brain-region&columns=disorder&fold=limbic-system"


# --- Bounds -------------------------------------------------------------------------------------------------------


def test_a_table_that_is_too_large_says_how_large_it_would_be() -> None:
    disorders = [make_tag() for _ in range(61)]
    areas = regions(*(f"Area {number}" for number in range(66)))
    make_article(tags=[*disorders, *areas])
    with pytest.raises(TooManyCells, match="61 rows and 66 columns"):
        matrix()
    make_article(tags=[make_tag() for _ in range(140)], categories=[make_category()])
    with pytest.raises(TooManyCells, match="201 rows and 1 columns"):
        matrix("columns=category")


# --- What is counted ----------------------------------------------------------------------------------------------


def test_only_what_the_person_may_see_is_counted() -> None:
    tags = [make_tag("Fear"), *regions("Amygdala")]
    writer, other, editor = make_user("contributor"), make_user("contributor"), make_user("editor")
    soon = timezone.now() + timedelta(days=1)
    make_article(tags=tags)
    make_article(tags=tags, status="draft", editor=writer)
    make_article(tags=tags, status="scheduled", publish_at=soon, editor=writer)
    make_article(tags=tags, status="withdrawn", editor=writer)
    hidden = make_tag("Only hidden")
    make_article(tags=[hidden, *tags[1:]], status="scheduled", publish_at=soon, editor=writer)
    for person in (NOBODY, make_user("member"), other):
        assert figures(matrix(user=person)) == {("Fear", "Amygdala"): 1}
    seen = {("Fear", "Amygdala"): 3, ("Only hidden", "Amygdala"): 1}  # a draft has no date to stand under
    assert figures(matrix(user=writer)) == seen
    assert figures(matrix(user=editor)) == seen
    assert "Only hidden" not in spreadsheet_of(visible_scope(other), read_pair(QueryDict(), visible_scope(other)))


# --- Shades -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("largest", [1, 2, 3, 5, 20, 25, 100, 12_345])
def test_every_number_has_the_level_that_the_legend_says(largest: int) -> None:
    said = {number: shade.level for shade in legend_of(largest) for number in range(shade.first, shade.last + 1)}
    assert sorted(said) == list(range(1, largest + 1))
    assert said == {number: level_of(number, largest) for number in said}
    assert said[largest] == 5


# --- Spreadsheet --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1"])
def test_a_spreadsheet_runs_no_label_as_a_formula(text: str) -> None:
    assert harmless(text) == f"'{text}"
    assert harmless(f"x{text}") == f"x{text}"
    assert harmless("") == ""


def test_a_spreadsheet_holds_the_whole_table_with_nothing_folded() -> None:
    top, other = make_tag("Anxiety, all kinds"), make_tag("Trauma")
    both = make_tag('The "big" fear', under=[top, other])
    make_article(tags=[both, *regions("-Amygdala", "Insula")])
    make_article(tags=[other])
    scope = visible_scope(NOBODY)
    text = spreadsheet_of(scope, read_pair(QueryDict("fold=trauma"), scope))
    assert text.splitlines() == [
        "\ufeffDisorder,Part of,Summaries,'-Amygdala,Insula",
        '"Anxiety, all kinds",,1,1,1',
        '"The ""big"" fear","Anxiety, all kinds; Trauma",1,1,1',
        "Trauma,,2,1,1",
    ]
    assert text.count("\r\n") == 4
