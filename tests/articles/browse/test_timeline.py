"""The timeline over a topic: rows, ticks and blocks, and the numbers behind them."""

import pytest
from django.contrib.auth.models import AnonymousUser

from articles.browse.scope import visible_scope
from articles.browse.timeline import ROWS, Timeline, marks_of, timeline_of
from tags.models import Tag
from tests.factories import make_article, make_reference, make_tag

pytestmark = pytest.mark.django_db


def timeline(tag: Tag) -> Timeline | None:
    scope = visible_scope(AnonymousUser())
    return timeline_of(scope, scope.tag_tree.tags[tag.pk], scope.under(tag))


def of_year(tag: Tag, *years: int) -> None:
    for year in years:
        make_article(tags=[tag], paper=make_reference(issued={"date-parts": [[year]]}))


def test_a_row_stands_for_each_narrower_tag_with_its_articles_by_year() -> None:
    top = make_tag("Anxiety")
    phobia, panic = make_tag("Phobia", under=[top]), make_tag("Panic", under=[top])
    spiders = make_tag("Spiders", under=[phobia])
    of_year(phobia, 2001, 2001, 2010)
    of_year(spiders, 2005)
    of_year(panic, 2010)
    make_article(tags=[panic])  # about no paper
    shown = timeline(top)
    assert shown is not None
    assert [(row.tag.name, row.count, row.by_year, row.undated) for row in shown.rows] == [
        ("Phobia", 4, [2, 1, 1], 0),
        ("Panic", 2, [0, 0, 1], 1),
    ]
    assert (shown.first, shown.last, shown.years) == (2001, 2010, (2001, 2005, 2010))


def test_ticks_stand_in_their_year_and_never_outside() -> None:
    assert [mark.x for mark in marks_of({2001: 2, 2010: 1}, 2001, 2010)] == [2.5, 7.5, 95.0]
    for year in range(1990, 2026):
        assert all(0 <= mark.x < 100 for mark in marks_of({year: 3}, 1990, 2025))


def test_ticks_that_cannot_be_told_apart_grow_together() -> None:
    [block] = marks_of({2001: 40}, 2001, 2010)
    assert (block.x, block.width) == (0.0, 9.0)


def test_a_topic_with_one_narrower_tag_or_without_dated_papers_has_none() -> None:
    top = make_tag("Anxiety")
    phobia = make_tag("Phobia", under=[top])
    of_year(phobia, 2001)
    assert timeline(top) is None
    make_article(tags=[make_tag("Panic", under=[top])])
    assert timeline(top) is not None
    assert timeline(phobia) is None


def test_the_biggest_rows_are_shown_and_the_others_are_counted() -> None:
    top = make_tag("Anxiety")
    for place in range(ROWS + 3):
        child = make_tag(f"Fear {place:02}", under=[top])
        of_year(child, *[2001] * (2 if place == ROWS else 1))
    shown = timeline(top)
    assert shown is not None
    assert (len(shown.rows), shown.left_out, shown.rows[0].tag.name) == (ROWS, 3, f"Fear {ROWS:02}")


def test_only_what_a_reader_may_see_has_a_tick() -> None:
    top = make_tag("Anxiety")
    for name in ("Phobia", "Panic"):
        child = make_tag(name, under=[top])
        of_year(child, 2001)
        for status in ("draft", "scheduled", "withdrawn"):
            make_article(status=status, tags=[child], paper=make_reference(issued={"date-parts": [[1980]]}))
    shown = timeline(top)
    assert shown is not None
    assert (shown.first, [row.count for row in shown.rows]) == (2001, [1, 1])
