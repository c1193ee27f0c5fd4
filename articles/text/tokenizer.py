"""Text as words to be compared: by search, by what relates articles, by both engines in the same way."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from articles.text.stemming import one_spelling
from members.characters import UNSEEN_RANGES, seen
from tags.text.letters import LETTERS

PART: Final = rf"\w[\w{UNSEEN_RANGES}]*"  # a hyphen that is seen at the end of a line alone parts no word
# With its hyphens and apostrophes; a full stop only between digits.
WORD: Final = re.compile(rf"{PART}(?:[-‐‑–'’.]{PART})*")
INNER: Final = re.compile(r"[-‐‑–_'’.]+")
POSSESSIVE: Final = re.compile(r"['’]s\b")
TO_PLAIN_LETTERS: Final = str.maketrans(LETTERS)
AROUND: Final = 3  # words on either side of a compound
LONGEST: Final = 60  # characters of a word; longer ones are no words
STOP: Final = frozenset(
    re.findall(
        r"\w+",
        """a an the of and or in on for to with by from at as is are was were be been this that these those it its
        we our their they he she his her not no than then there which who whom whose what when where how
        can could may might will would shall should do does did done has have had having into between
        among after before during over under above below up down out if but so such also both each other
        more most some any all only own same too very t s""",
    )
)


def folded(text: str) -> str:
    """Small letters without accents and what nobody sees; Greek letters by their names; full-width letters and
    ligatures as plain ones.
    """
    decomposed = unicodedata.normalize("NFKD", seen(text).casefold())
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return unicodedata.normalize("NFKC", bare).casefold().translate(TO_PLAIN_LETTERS)


def compounds_of(text: str) -> Iterator[list[str]]:
    """Every word of the text in one spelling, in its order; a compound is the list of its parts."""
    for found in WORD.finditer(POSSESSIVE.sub("", folded(text))):
        parts = [spelled(part) for part in INNER.split(found[0]) if part and len(part) <= LONGEST]
        if parts:
            yield parts


@lru_cache(maxsize=50_000)
def parts_of(word: str) -> tuple[str, ...]:
    """The parts of one word of a text, in one spelling."""
    return tuple(words_of(word))


def words_of(text: str) -> list[str]:
    """The words of the text in one spelling, in their order. Hyphens part words."""
    return [part for parts in compounds_of(text) for part in parts]


def joined_of(text: str) -> list[list[str]]:
    """Compounds written in one, `followup` for “follow-up”, each row with the words around it for phrases to find.

    Beside `words_of` they let either way of writing find the other. Numbers such as 0.05 are no compounds.
    """
    written = list(compounds_of(text))
    places = [place for place, parts in enumerate(written) if len(parts) > 1 and not "".join(parts).isdecimal()]
    near = {place + step for place in places for step in range(-AROUND, AROUND + 1)} & set(range(len(written)))
    rows: list[list[str]] = []
    for place in sorted(near):
        if place - 1 not in near:
            rows.append([])
        rows[-1].append("".join(written[place]))
    return rows


def terms_of(text: str) -> list[str]:
    """The words that say what a text is about: without those that every text has, and without single letters."""
    return [word for word in words_of(text) if len(word) > 1 and word not in STOP]


@lru_cache(maxsize=50_000)
def spelled(word: str) -> str:
    return one_spelling(word)
