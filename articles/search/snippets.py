"""The place in a text that shows best why it was found, with the words marked."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from articles.search.query.interpretation import Concept, Leaf
from articles.text.tokenizer import parts_of, places_of_words

WIDTH: Final = 34  # words
RUN_UP: Final = 12  # words of the sentence before the first mark; a longer sentence is cut
LEAST_RUN_UP: Final = 4


@dataclass(frozen=True)
class Piece:
    """Some words of a text; marked when they are what was looked for."""

    text: str
    is_marked: bool = False


@dataclass(frozen=True)
class Spot:
    """One word of a text: where it stands, and its parts in one spelling."""

    start: int
    end: int
    parts: tuple[str, ...]


def snippet(text: str, leaves: Sequence[Leaf], *, wanted: Collection[Leaf] = (), width: int = WIDTH) -> list[Piece]:
    """The stretch of `width` words with most of what was looked for; empty when the text has none of it.

    `wanted`: what the stretch has to show, if not everything; the rest is marked in it, too.
    """
    spots = spots_of(text)
    marks = marks_of(spots, leaves)
    places = sorted(place for place, leaf in marks.items() if not wanted or leaf in wanted)
    if not places:
        return []
    before = min(RUN_UP, width // 3)
    behind = width - before
    best = max(range(len(places)), key=lambda at: (variety(marks, places, at, behind), -at))
    first = run_up(text, spots, places[best], before)
    if len(spots) - first < width:
        first = min(first, max(0, len(spots) - width))
    return pieces(text, spots, marks.keys(), first, min(len(spots), first + width))


def highlighted(text: str, leaves: Sequence[Leaf]) -> list[Piece]:
    """The whole text, with what was looked for marked."""
    spots = spots_of(text)
    return pieces(text, spots, marks_of(spots, leaves).keys(), 0, len(spots)) if spots else [Piece(text)]


def said_in(text: str, leaves: Sequence[Leaf]) -> set[Leaf]:
    """Which of these the text says."""
    return {leaf for leaf, places in marked(spots_of(text), leaves) if places}


def spots_of(text: str) -> list[Spot]:
    return [Spot(start, end, parts_of(text[start:end])) for start, end in places_of_words(text)]


def marks_of(spots: Sequence[Spot], leaves: Iterable[Leaf]) -> dict[int, Leaf]:
    return {place: leaf for leaf, places in marked(spots, leaves) for place in places}


def variety(marks: Mapping[int, Leaf], places: Sequence[int], at: int, width: int) -> tuple[int, int]:
    """How many different things stand in the `width` words from a place on, and how often."""
    held = [marks[place] for place in places[at : bisect_left(places, places[at] + width)]]
    return len(set(held)), len(held)


def run_up(text: str, spots: Sequence[Spot], place: int, most: int) -> int:
    """Where to begin, so that the sentence can be understood: at its first word, unless that is far away."""
    for first in range(place, max(-1, place - most - 1), -1):
        if first == 0 or is_end_of_sentence(text[spots[first - 1].end : spots[first].start]):
            return first
    return place - min(LEAST_RUN_UP, most)


def is_end_of_sentence(gap: str) -> bool:
    return any(mark in gap for mark in ".!?")


def marked(spots: Sequence[Spot], leaves: Iterable[Leaf]) -> Iterable[tuple[Leaf, set[int]]]:
    """For each thing that was looked for the places of the words that say it, hyphens read as gaps or left out."""
    parted = Reading([(place, part) for place, spot in enumerate(spots) for part in spot.parts])
    in_one = Reading([(place, "".join(spot.parts)) for place, spot in enumerate(spots)])
    for leaf in leaves:
        is_prefix = not isinstance(leaf, Concept) and leaf.is_prefix
        rows = [reading.places_of(form, is_prefix=is_prefix) for reading in (parted, in_one) for form in leaf.forms]
        yield leaf, set().union(*rows)


class Reading:
    """A text as a row of words, each with its place."""

    def __init__(self, words: Sequence[tuple[int, str]]) -> None:
        self.places = [place for place, _ in words]
        self.words = [word for _, word in words]
        self.beginnings: defaultdict[str, list[int]] = defaultdict(list)
        for at, word in enumerate(self.words):
            self.beginnings[word].append(at)

    def places_of(self, form: Sequence[str], *, is_prefix: bool) -> set[int]:
        """Where the words of the form stand side by side."""
        starts = range(len(self.words)) if is_prefix and len(form) == 1 else self.beginnings.get(form[0], ())
        ends = ((at, at + len(form)) for at in starts)
        found = (self.places[at:end] for at, end in ends if fits(self.words[at:end], form, is_prefix=is_prefix))
        return {place for row in found for place in row}


def fits(words: Sequence[str], form: Sequence[str], *, is_prefix: bool) -> bool:
    if len(words) < len(form) or tuple(words[:-1]) != tuple(form[:-1]):
        return False
    return words[-1].startswith(form[-1]) if is_prefix else words[-1] == form[-1]


def pieces(text: str, spots: Sequence[Spot], marks: Iterable[int], first: int, end: int) -> list[Piece]:
    """The text from one word to another, cut into what is marked and what is not, with … where it was cut off."""
    held, found = set(marks), [Piece("… ")] if first else []
    start = spots[first].start if first else 0
    place = first
    while place < end:
        if place not in held:
            place += 1
            continue
        last = place
        while last + 1 < end and last + 1 in held:
            last += 1
        found += [Piece(text[start : spots[place].start]), Piece(text[spots[place].start : spots[last].end], True)]
        start = spots[last].end
        place = last + 1
    is_whole = end == len(spots)
    found.append(Piece(text[start:] if is_whole else text[start : spots[end - 1].end] + " …"))
    return [piece for piece in found if piece.text]
