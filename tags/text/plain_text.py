"""What a text may hold, and the white space that it keeps, however it was typed or read from a file."""

import re

from members.characters import UNSTORABLE, cleaned


def is_storable(value: object) -> bool:
    """Whether a database keeps this text, or all texts and names of this JSON."""
    left = [value]  # not by recursion: a file decides how deep it is nested
    while left:
        held = left.pop()
        if isinstance(held, str) and UNSTORABLE.search(held):
            return False
        if isinstance(held, dict):
            left += [*map(str, held), *held.values()]
        elif isinstance(held, list):
            left += held
    return True


def tidy(text: str) -> str:
    """Line feeds alone, no blank lines before, no white space after: as a file of the collection holds it."""
    unix = cleaned(text).replace("\r\n", "\n").replace("\r", "\n").rstrip()
    return re.sub(r"\A(?:[^\S\n]*\n)+", "", unix)


def one_line(text: str) -> str:
    """Without line breaks and repeated spaces; a no-break space is a character like any other."""
    return re.sub(r"[ \t\r\n]+", " ", cleaned(text)).strip(" ")
