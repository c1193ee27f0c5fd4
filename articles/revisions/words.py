"""Two texts compared word by word, and where they are long, what neither changed folded away."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from time import time
from typing import Final, Literal

from diff_match_patch import diff_match_patch

State = Literal["kept", "added", "removed"]
STATES: Final[dict[int, State]] = {-1: "removed", 0: "kept", 1: "added"}
LONGEST: Final = 0.2  # seconds: after that the rest is told as taken out and put in
UNITS: Final = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*|\s+|.", re.DOTALL)  # words, space, and each sign by itself
RUN: Final = 3  # units: a word that stands once, with the space around it
FIRST: Final = 0xF0000  # private characters, one for each unit, so that none is taken for a letter or a space


@dataclass(frozen=True)
class Piece:
    """A stretch of text; `text` of what was added or removed stands in one version alone."""

    state: State
    text: str


@dataclass(frozen=True)
class Block:
    """Paragraphs that stand together: either with changes, or unchanged and folded."""

    pieces: tuple[Piece, ...]
    paragraphs: int = 1

    @property
    def is_changed(self) -> bool:
        return any(piece.state != "kept" for piece in self.pieces)


def compare_words(before: str, after: str, *, at_most: float = LONGEST) -> list[Piece]:
    """In the order of reading. Takes `at_most` so many seconds, roughly."""
    known: dict[str, str] = {}
    one, other = (
        "".join(known.setdefault(unit, chr(FIRST + len(known))) for unit in UNITS.findall(text))
        for text in (before, after)
    )
    units = {sign: unit for unit, sign in known.items()}
    engine, until = diff_match_patch(), time() + at_most
    found: list[tuple[int, str]] = []
    for same, was, now in anchored(one, other):
        found += [(0, same)] if same else engine.diff_main(was, now, False, until)
    engine.diff_cleanupMerge(found)
    engine.diff_cleanupSemantic(found)
    return [Piece(STATES[state], "".join(units[sign] for sign in signs)) for state, signs in found]


def anchored(one: str, other: str) -> Iterator[tuple[str, str, str]]:
    """Both in order, parted: what is surely the same, or else a stretch of either, one of which may be empty.

    Sure are three units in a row that stand once in each, as far as they keep their order. So what is compared unit by
    unit is short, which costs the product of its length and of what differs in it.
    """
    at, there = 0, 0
    for place, its_place in in_order(places_of_both(one, other)):
        if place < at or its_place < there:
            skipped = max(at - place, there - its_place)
            if skipped >= RUN:
                continue
            place, its_place, length = place + skipped, its_place + skipped, RUN - skipped
        else:
            length = RUN
        if place > at or its_place > there:
            yield "", one[at:place], other[there:its_place]
        yield one[place : place + length], "", ""
        at, there = place + length, its_place + length
    yield "", one[at:], other[there:]


def places_of_both(one: str, other: str) -> list[tuple[int, int]]:
    """Where runs that stand once in each stand in both, by the first."""
    places, others = once(one), once(other)
    return [(place, others[run]) for run, place in places.items() if run in others]


def once(signs: str) -> dict[str, int]:
    """The runs that stand there once, and where."""
    runs = [signs[place : place + RUN] for place in range(len(signs) - RUN + 1)]
    counted = Counter(runs)
    return {run: place for place, run in enumerate(runs) if counted[run] == 1}


def in_order(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """As many of them as rise in both (the longest rising subsequence); they rise in the first already."""
    tops: list[int] = []  # by length, the lowest end of a rising sequence
    ends: list[int] = []  # and which pair that is
    before: list[int] = []
    for number, (_, place) in enumerate(pairs):
        length = bisect_left(tops, place)
        before.append(ends[length - 1] if length else -1)
        tops[length : length + 1], ends[length : length + 1] = [place], [number]
    chain = []
    number = ends[-1] if ends else -1
    while number >= 0:
        chain.append(pairs[number])
        number = before[number]
    return chain[::-1]


def folded(pieces: Iterable[Piece]) -> list[Block]:
    """Paragraph by paragraph; those in a row that nobody changed are one block."""
    blocks: list[Block] = []
    for paragraph in paragraphs_of(pieces):
        block = Block(tuple(paragraph))
        if blocks and not block.is_changed and not blocks[-1].is_changed:
            blocks[-1] = Block((*blocks[-1].pieces, *block.pieces), blocks[-1].paragraphs + 1)
        else:
            blocks.append(block)
    return blocks


def paragraphs_of(pieces: Iterable[Piece]) -> Iterator[list[Piece]]:
    """Parted where both versions have an empty line."""
    paragraph: list[Piece] = []
    for piece in pieces:
        if piece.state != "kept":
            paragraph.append(piece)
            continue
        first, *rest = re.split(r"\n{2,}", piece.text)
        paragraph += [Piece("kept", first)] if first else []
        for text in rest:
            if paragraph:
                yield paragraph
            paragraph = [Piece("kept", text)] if text else []
    if paragraph:
        yield paragraph


def count_words(pieces: Iterable[Piece], state: State) -> int:
    return sum(len(piece.text.split()) for piece in pieces if piece.state == state)
