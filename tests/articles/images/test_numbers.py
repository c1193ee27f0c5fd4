"""The table of numbers that an image may bring."""

import pytest
from django.core.exceptions import ValidationError

from articles.images.html import figure
from articles.images.numbers import rows_of, validate_numbers
from tests.factories import make_drawing

TABLE = "Group | Before | After\nCBT | 20 | 7\nWaiting | 19 |\n"


def test_a_row_a_line_with_bars_between_its_cells() -> None:
    assert rows_of(TABLE) == [["Group", "Before", "After"], ["CBT", "20", "7"], ["Waiting", "19", ""]]


@pytest.mark.parametrize(
    ("numbers", "told"),
    [
        ("Group | Before", "Write the headings in the first line and the numbers below it."),
        ("A | B\n1", "Row 2 has 1 cells and the headings are 2: put a bar | between cells."),
        ("A | B\n1 | 2\n1 | 2 | 3", "Row 3 has 3 cells and the headings are 2: put a bar | between cells."),
    ],
)
def test_what_is_no_table_is_refused_with_the_place(numbers: str, told: str) -> None:
    with pytest.raises(ValidationError, match=told.replace("|", "[|]")):
        validate_numbers(numbers)


@pytest.mark.django_db
def test_a_figure_has_its_numbers_below_it_as_text() -> None:
    image = make_drawing()
    assert "numbers" not in figure(image)
    image.numbers = "Group | <b>After</b>\nCBT & more | 7"
    image.full_clean(exclude=["original"])
    html = figure(image)
    assert '<th scope="col" dir="auto">&lt;b&gt;After&lt;/b&gt;</th>' in html
    assert '<th scope="row" dir="auto">CBT &amp; more</th>' in html
    assert '<td dir="auto">7</td>' in html
