"""Small parts of pages that are rendered once for each choice of what is there."""

import pytest
from django.utils.safestring import mark_safe

from articles.documents.pieces import piece, repeated

pytestmark = pytest.mark.django_db

YEAR = "articles/_facet_year.html"


def test_words_are_escaped_and_html_is_not() -> None:
    line = piece("articles/_related_line.html", how="<b>", url="/x/?a=1&b=2", title=mark_safe("<i>It</i>"), reason="")
    assert "<b>&lt;b&gt;:</b>" in line
    assert 'href="/x/?a=1&amp;b=2"' in line
    assert "<i>It</i>" in line


def test_what_is_not_there_changes_the_piece_and_nought_is_there() -> None:
    chosen = piece(YEAR, address="/t/", is_chosen=True, year=2001, number=3, unit="summaries")
    other = piece(YEAR, address="", is_chosen=False, year=2002, number=0, unit="summaries")
    again = piece(YEAR, address="/u/", is_chosen=False, year=2003, number=1, unit="summary")
    assert 'aria-current="true"' in chosen
    assert "<a" not in other
    assert ">0<" in other
    assert 'href="/u/"' in again
    assert "aria-current" not in again
    assert "2001" not in again


def test_numbers_stand_one_after_the_other() -> None:
    made = repeated("tags/_raster_number.html", "number", [0, 12])
    assert made.index(">0<") < made.index(">12<")
