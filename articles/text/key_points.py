"""One key point as its editor writes it: a sentence, and behind it how sure one can be, `[low]`."""

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from articles.site.values import CONFIDENCE_LEVELS

IN_BRACKETS: Final = re.compile(r"\s*\[([^\]\[]*)\]$")


class KeyPoint(NamedTuple):
    """`level`: one of `CONFIDENCE_LEVELS`, or "" where the point does not say."""

    text: str
    level: str = ""


def key_point(line: str) -> KeyPoint:
    found = IN_BRACKETS.search(line)
    if found and found[1] in CONFIDENCE_LEVELS:
        return KeyPoint(line[: found.start()], found[1])
    return KeyPoint(line)


def without_levels(lines: Iterable[str]) -> list[str]:
    return [key_point(line).text for line in lines]


def unknown_level(line: str) -> str:
    """What stands in brackets behind a point and is no level; "" where nothing does."""
    found = IN_BRACKETS.search(line)
    return found[1] if found and found[1] not in CONFIDENCE_LEVELS else ""
