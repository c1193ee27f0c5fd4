"""Digits and signs above and below the line, as characters of their own: how plain text says H₂O and mc²."""

from collections.abc import Mapping
from typing import Final

PLAIN: Final = "0123456789+-−=()"
SHIFTED: Final[Mapping[str, Mapping[int, int]]] = {
    "sub": str.maketrans(PLAIN, "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎"),
    "sup": str.maketrans(PLAIN, "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾"),
}
"""By the element of HTML. What has no such character, as most letters, stays as it is."""
