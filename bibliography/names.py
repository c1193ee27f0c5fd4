"""Initials of given names, for citations and for short lists of authors."""

import re
from typing import Final

HYPHENS: Final = re.compile(r"[-‐‑]")
INITIALS_ALONE: Final = 3  # letters: “JR” and “DJF” are initials, “ANNE” is a name in capitals


def initials(given: str) -> str:
    """“Carl-Johan K.” becomes “C.-J. K.”, “JR” becomes “J. R.”, and what has no letters nothing."""
    words = re.split(r"[\s.]+(?!-)", given.replace(".-", "-"))
    return " ".join(filter(None, map(_of_word, words)))


def are_initials(word: str) -> bool:
    """Whether the whole of a word is initials, and not the beginning of a name."""
    return word.isupper() and word.isalpha() and len(word) <= INITIALS_ALONE


def _of_word(word: str) -> str:
    if are_initials(word):
        return " ".join(f"{letter}." for letter in word)
    first = [next((char for char in part if char.isalpha()), "") for part in HYPHENS.split(word)]
    return "-".join(f"{letter.upper()}." for letter in first if letter)
