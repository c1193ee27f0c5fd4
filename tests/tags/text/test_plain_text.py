"""What a text may hold, and what is left of the white space in it."""

import pytest

from tags.text.plain_text import is_storable, one_line, tidy

STORABLE = ["", "plain", "a\tb\nc", "\x01", "emoji \U0001f9e0", {"a": ["b", 1, None, 1.5, True]}, None]
UNSTORABLE = ["\x00", "a\x00b", "\ud83e", "\udde0", ["a", "\x00"], {"a": {"b": ["\udfff"]}}, {"\x00": 1}]


@pytest.mark.parametrize("value", STORABLE)
def test_what_a_database_keeps_is_storable(value: object) -> None:
    assert is_storable(value)


@pytest.mark.parametrize("value", UNSTORABLE)
def test_nul_and_half_a_character_are_found_wherever_they_stand(value: object) -> None:
    assert not is_storable(value)


def test_however_deep_a_value_is_nested_it_is_looked_through() -> None:
    nested: object = "\x00"
    for _ in range(100_000):
        nested = [nested]
    assert not is_storable(nested)


TIDY = {
    "a\r\nb\rc": "a\nb\nc",
    "\n \n\t\na": "a",
    "    code stays\nb": "    code stays\nb",
    "a  \n\n": "a",
    " \n ": "",
}


@pytest.mark.parametrize(("typed", "kept"), TIDY.items())
def test_a_long_text_keeps_its_lines_and_its_leading_spaces(typed: str, kept: str) -> None:
    assert tidy(typed) == kept


ONE_LINE = {" a \r\n b ": "a b", "a\t\tb": "a b", "p\u00a0< .05": "p\u00a0< .05", "\u00a0a": "\u00a0a", " \n": ""}


@pytest.mark.parametrize(("typed", "kept"), ONE_LINE.items())
def test_one_line_has_no_breaks_and_keeps_no_break_spaces(typed: str, kept: str) -> None:
    assert one_line(typed) == kept
