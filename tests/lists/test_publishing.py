"""What a reading list needs before readers may see it: one rule for the admin and for files."""

from typing import Any

import pytest

from lists.publishing import lacking

COMPLETE: dict[str, Any] = {"title": "First steps", "standfirst": "For newcomers.", "has_items": True}
GAPS: dict[str, tuple[dict[str, Any], str]] = {
    "title": ({"title": " "}, "Give it a title."),
    "standfirst": ({"standfirst": "\n"}, "Say who it is for, and why these in this order."),
    "sections": ({"has_items": False}, "Put at least one article in it."),
}


def test_a_complete_list_lacks_nothing() -> None:
    assert lacking(**COMPLETE) == {}


@pytest.mark.parametrize("part", GAPS)
def test_each_part_that_a_list_lacks_is_named(part: str) -> None:
    changes, message = GAPS[part]
    assert lacking(**{**COMPLETE, **changes}) == {part: message}
