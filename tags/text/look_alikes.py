"""Labels that look the same in print though some of their letters are others (UTS #39, section 4).

Only what looks like a letter of the alphabet from A to Z counts: I, l and 1 part D1 and DI, and are meant.
"""

from typing import Final

from confusable_homoglyphs.confusables import confusables_data

from tags.text.normal_form import normal_form


def _looks_like(char: str) -> str:
    """The letter from A to Z as which `char` is read, if there is one."""
    others = (other["c"] for other in confusables_data[char])
    return next((other for other in others if len(other) == 1 and other.isascii() and other.isalpha()), "")


LATIN: Final = str.maketrans({
    char: letter
    for char in confusables_data
    if len(char) == 1 and char.isalpha() and not char.isascii() and (letter := _looks_like(char))
})  # fmt: skip


def look(label: str) -> str:
    """The normal form of what a reader reads: of “Т” in Cyrillic that of “T”."""
    return normal_form(label if label.isascii() else label.translate(LATIN))
