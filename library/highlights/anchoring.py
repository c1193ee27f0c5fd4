"""Where a quoted passage stands in a text: found by its words, told from its likes by the words around it.

A passage is never found by likeness. What its text does not hold, or holds more than once without a way to tell which
is meant, is lost (an orphan), and found again once a later text holds it.
"""

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from library.highlights.part_text import PartText, squeezed
from library.models.highlight import LONGEST_CONTEXT

ENOUGH: Final = 32  # letters beside a passage that tell its place, beyond those that its likes have there, too
PIECE: Final = 6  # letters that stand together by more than chance
MOST: Final = LONGEST_CONTEXT // 2  # letters: spaces join them


@dataclass(frozen=True)
class Quotation:
    """A TextQuoteSelector. `is_unique`: whether the text that it was taken from held `exact` once."""

    exact: str
    prefix: str
    suffix: str
    is_unique: bool = False


@dataclass(frozen=True)
class Anchor:
    """A quotation and its place in a text, in code points: a TextPositionSelector."""

    quotation: Quotation
    start: int
    end: int


def anchor(quotation: Quotation, part: PartText) -> Anchor | None:
    """Where `part` holds the passage, quoted anew with what stands around it there; None where that is in doubt.

    Of a passage that stood once and does so still, the words on one side are enough, unless the other side holds most
    of the passage: then this is a copy, and the passage itself was changed. Else the words on both sides are wanted.
    """
    exact = squeezed(quotation.exact)
    found = occurrences(exact, part.squeezed)
    before, behind = around(quotation, found, part)
    fitting = before & behind
    if quotation.is_unique and len(found) == 1 and not fitting:
        fitting = {start for start in before if not is_beside(exact, part.squeezed[start + len(exact) :])} | {
            start for start in behind if not is_beside(exact[::-1], part.squeezed[:start][::-1])
        }
    if len(fitting) != 1:
        return None
    start = fitting.pop()
    anew = quoted(start, len(exact), found, part)
    before, behind = around(anew, found, part)
    if before & behind != {start}:
        return None
    return Anchor(anew, part.places[start], part.places[start + len(exact) - 1] + 1)


def occurrences(exact: str, text: str) -> list[int]:
    """Where `exact` begins in `text`; they may overlap."""
    found: list[int] = []
    place = text.find(exact) if exact else -1
    while place >= 0:
        found.append(place)
        place = text.find(exact, place + 1)
    return found


def around(quotation: Quotation, found: list[int], part: PartText) -> tuple[set[int], set[int]]:
    """Those of the places `found` that the words before the passage fit, and those that the words behind it do."""
    length, text = len(squeezed(quotation.exact)), part.squeezed
    prefix, suffix = squeezed(quotation.prefix), squeezed(quotation.suffix)
    before = {start for start in found if stands_before(prefix, text, start)}
    return before, {start for start in found if stands_behind(suffix, text, start + length)}


def stands_before(prefix: str, text: str, start: int) -> bool:
    """A prefix that is too short to tell a place began where the text does."""
    return text.endswith(prefix, 0, start) and (len(prefix) >= ENOUGH or start == len(prefix))


def stands_behind(suffix: str, text: str, end: int) -> bool:
    return text.startswith(suffix, end) and (len(suffix) >= ENOUGH or end + len(suffix) == len(text))


def is_beside(exact: str, text: str) -> bool:
    """Whether the beginning of `text` holds most of the passage, changed by a word or two."""
    pieces = SequenceMatcher(None, exact, text[: len(exact) + ENOUGH], autojunk=False).get_matching_blocks()
    return 2 * sum(piece.size for piece in pieces if piece.size >= PIECE) > len(exact)


def quoted(start: int, length: int, found: list[int], part: PartText) -> Quotation:
    """The passage at this place, with enough around it to tell it from the others that were found."""
    text, end = part.squeezed, start + length
    others = [other for other in found if other != start]
    before = ENOUGH + max((alike_before(text, start, other) for other in others), default=0)
    behind = ENOUGH + max((alike_behind(text, end, other + length) for other in others), default=0)
    return Quotation(
        exact=part.cut(start, end),
        prefix=part.before(start, max(0, start - min(before, MOST))),
        suffix=part.behind(end, min(len(text), end + min(behind, MOST))),
        is_unique=not others,
    )


def alike_before(text: str, one: int, other: int) -> int:
    """How many letters before the one place are those before the other."""
    length = 0
    while length < min(one, other, MOST) and text[one - 1 - length] == text[other - 1 - length]:
        length += 1
    return length


def alike_behind(text: str, one: int, other: int) -> int:
    length = 0
    while length < min(len(text) - max(one, other), MOST) and text[one + length] == text[other + length]:
        length += 1
    return length
