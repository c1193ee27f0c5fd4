"""The place in a text that shows best why it was found, with the words marked."""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from articles.text.spelled import SpelledText

WIDTH: Final = 34  # words
RUN_UP: Final = 12  # words of the sentence before the first mark; a longer sentence is cut
LEAST_RUN_UP: Final = 4

Sought = Sequence[Sequence[str]]  # for each thing that is looked for the forms of it, as `ranking.written` has them


@dataclass(frozen=True)
class Piece:
    """Some words of a text; marked when they are what was looked for."""

    text: str
    is_marked: bool = False


def snippet(text: SpelledText, sought: Sought, *, wanted: Collection[int] = (), width: int = WIDTH) -> list[Piece]:
    """The stretch of `width` words with most of what was looked for; empty when the text has none of it.

    `wanted`: what the stretch has to show, by its number, if not everything; the rest is marked in it, too.
    """
    marks = marks_of(text, sought)
    places = sorted(place for place, number in marks.items() if not wanted or number in wanted)
    if not places:
        return []
    before = min(RUN_UP, width // 3)
    behind = width - before
    best = max(range(len(places)), key=lambda at: (variety(marks, places, at, behind), -at))
    first = run_up(text, places[best], before)
    if len(text) - first < width:
        first = min(first, max(0, len(text) - width))
    return pieces(text, marks.keys(), first, min(len(text), first + width))


def highlighted(text: SpelledText, sought: Sought, said: set[int]) -> list[Piece]:
    """The whole text, with what was looked for marked; its numbers join those that are `said`."""
    marks: set[int] = set()
    for number, forms in enumerate(sought):
        found = [places for form in forms for places in text.places_of(form)]
        if found:
            said.add(number)
            marks.update(*found)
    return pieces(text, marks, 0, len(text)) if marks else [Piece(text.text)]


def said_in(text: SpelledText, sought: Sought) -> set[int]:
    """Which of these the text says."""
    return {number for number, forms in enumerate(sought) if any(map(text.says, forms))}


def marks_of(text: SpelledText, sought: Sought) -> dict[int, int]:
    """The places of all words that were looked for, each with the number of what it says."""
    return {
        place: number
        for number, forms in enumerate(sought)
        for form in forms
        for places in text.places_of(form)
        for place in places
    }


def variety(marks: Mapping[int, int], places: Sequence[int], at: int, width: int) -> tuple[int, int]:
    """How many different things stand in the `width` words from a place on, and how often."""
    held = [marks[place] for place in places[at : bisect_left(places, places[at] + width)]]
    return len(set(held)), len(held)


def run_up(text: SpelledText, place: int, most: int) -> int:
    """Where to begin, so that the sentence can be understood: at its first word, unless that is far away."""
    for first in range(place, max(-1, place - most - 1), -1):
        if first == 0 or is_end_of_sentence(text.gap(first)):
            return first
    return place - min(LEAST_RUN_UP, most)


def is_end_of_sentence(gap: str) -> bool:
    return any(mark in gap for mark in ".!?")


def pieces(text: SpelledText, marks: Iterable[int], first: int, end: int) -> list[Piece]:
    """The text from one word to another, cut into what is marked and what is not, with … where it was cut off."""
    found, at = [Piece("… ")] if first else [], 2 * first + 1 if first else 0
    for begin, last in rows_of(sorted(place for place in marks if first <= place < end)):
        word, after = 2 * begin + 1, 2 * last + 2
        found += [Piece("".join(text.runs[at:word])), Piece("".join(text.runs[word:after]), True)]
        at = after
    is_whole = end == len(text)
    found.append(Piece("".join(text.runs[at:]) if is_whole else "".join(text.runs[at : 2 * end]) + " …"))
    return [piece for piece in found if piece.text]


def rows_of(places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The first and the last of those that follow each other without a gap."""
    starts = [at for at, place in enumerate(places) if not at or places[at - 1] + 1 < place]
    for start, following in pairwise([*starts, len(places)]):
        yield places[start], places[following - 1]
