"""Initials of given names as they are really written."""

import pytest

from bibliography.names import are_initials, initials


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("Kimberly", "K."),
        ("Mary Ann", "M. A."),
        ("Carl-Johan", "C.-J."),
        ("Shin-ichi", "S.-I."),
        ("Jean‑Luc", "J.-L."),
        ("D. J.-F.", "D. J.-F."),
        ("D.J.-F.", "D. J.-F."),
        ("Kristoffer N. T.", "K. N. T."),
        ("JR", "J. R."),
        ("ANNE", "A."),
        ("éric", "É."),
        ("D'Arcy", "D."),
        ("“Bob”", "B."),
        ("12", ""),
        ("-", ""),
        ("", ""),
    ],
)
def test_given_names_become_initials(given: str, expected: str) -> None:
    assert initials(given) == expected


@pytest.mark.parametrize("word", ["K", "JR", "DJF", "Å"])
def test_up_to_three_capitals_are_initials(word: str) -> None:
    assert are_initials(word)


@pytest.mark.parametrize("word", ["ANNE", "Jr", "k", "X1", "J.", ""])
def test_anything_else_is_a_name(word: str) -> None:
    assert not are_initials(word)
