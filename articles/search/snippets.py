"""The place in a text that shows best why it was found, with the words marked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from articles.search.meaning import Concept, Leaf
from articles.words import WORD, compounds_of

WIDTH: Final = 34  # words


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


def snippet(text: str, leaves: Sequence[Leaf], *, width: int = WIDTH) -> list[Piece]:
    """The stretch of `width` words with most of what was looked for; empty when the text has none of it."""
    spots = [
        Spot(found.start(), found.end(), tuple(part for parts in compounds_of(found[0]) for part in parts))
        for found in WORD.finditer(text)
    ]
    marks = {place: leaf for leaf, places in marked(spots, leaves) for place in places}
    if not marks:
        return []
    first = max(range(len(spots)), key=lambda start: (variety(marks, start, width), -start))
    if len(spots) - first < width:
        first = max(0, len(spots) - width)
    elif not any(place < first + 3 for place in marks if place >= first):
        first = max(0, first)
    return pieces(text, spots, marks.keys(), first, min(len(spots), first + width))


def highlighted(text: str, leaves: Sequence[Leaf]) -> list[Piece]:
    """The whole text, with what was looked for marked."""
    found = snippet(text, leaves, width=len(text) + 1)
    return found or [Piece(text)]


def variety(marks: dict[int, Leaf], start: int, width: int) -> tuple[int, int]:
    """How many different things stand in a stretch, and how often."""
    held = [marks[place] for place in range(start, start + width) if place in marks]
    return len(set(held)), len(held)


def marked(spots: Sequence[Spot], leaves: Iterable[Leaf]) -> Iterable[tuple[Leaf, set[int]]]:
    """For each thing that was looked for the places of the words that say it."""
    flat = [(place, part) for place, spot in enumerate(spots) for part in spot.parts]
    words = [part for _, part in flat]
    for leaf in leaves:
        places: set[int] = set()
        for form in leaf.forms:
            for at in range(len(words) - len(form) + 1):
                if fits(words[at : at + len(form)], form, is_prefix=not isinstance(leaf, Concept) and leaf.is_prefix):
                    places.update(place for place, _ in flat[at : at + len(form)])
        if len(leaf.forms) > 1:
            joined = {form[0] for form in leaf.forms if len(form) == 1}
            places.update(place for place, spot in enumerate(spots) if "".join(spot.parts) in joined)
        yield leaf, places


def fits(words: Sequence[str], form: Sequence[str], *, is_prefix: bool) -> bool:
    if not is_prefix:
        return tuple(words) == tuple(form)
    return tuple(words[:-1]) == tuple(form[:-1]) and words[-1].startswith(form[-1])


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
