"""Papers as people cite them in a few words: “Furmark et al. 2002”, “Furmark (2002a)”, “furmark 2000-2005”."""

import re
from collections.abc import Sequence
from typing import Final

from articles.browse.filters import Years
from articles.search.query.lexer import YEAR

OF_A_PAPER: Final = re.compile(YEAR)
ET_AL: Final = ("et", "al")
NO_YEARS: Final = Years()


def years_meant(parts: Sequence[str]) -> Years:
    """The years of papers that a word of these parts may mean, as `2002`, `2002a` and `2000-2005` do; else none."""
    numbers = [int(part) for part in parts if OF_A_PAPER.fullmatch(part)]
    others = [part for part in parts if len(part) > 1]
    if len(numbers) not in (1, 2) or len(others) != len(numbers) or numbers != sorted(numbers):
        return NO_YEARS
    return Years(numbers[0], numbers[-1])


def says_others(words: Sequence[str], place: int) -> bool:
    """Whether the word at a place is part of “et al.”, which names nobody."""
    return ET_AL in (tuple(words[place : place + 2]), tuple(words[max(0, place - 1) : place + 1]))
