"""Text as words to be compared: by search, by what relates articles, by both engines in the same way."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache, reduce
from itertools import pairwise
from typing import Final

from icu4py.breakers import WordBreaker

from articles.text.stemming import one_spelling
from members.characters import UNSEEN_RANGES, seen
from tags.text.letters import LETTERS

MARKS: Final = "".join(char for char in map(chr, range(0x300, 0x1E000)) if unicodedata.category(char) in ("Mn", "Mc"))
INSIDE: Final = rf"[\w×{MARKS}{UNSEEN_RANGES}]"  # a hyphen that is seen at the end of a line alone parts no word
PART: Final = rf"[\w×]{INSIDE}*"
THOUSANDS: Final = r"(?<![\w.,])[1-9]\d{0,2}(?:(?:,\d{3})+|(?:[\u00a0\u2009\u202f]\d{3})+|(?:['’]\d{3})+)(?!\d)"
# With its hyphens and apostrophes; a full stop only between digits.
WORD: Final = re.compile(rf"(?:{THOUSANDS}{INSIDE}*|{PART})(?:[-‐‑–'’.]{PART})*")
GROUPED: Final = re.compile(THOUSANDS)
INNER: Final = re.compile(r"[-‐‑–_'’.]+")
SAYS: Final = re.compile(r"[^\W_]|×")
MEASURE: Final = re.compile(r"(?:^|(?<=x))(\d+)(?=\D)|(?<=\d)([x×])(?=\d)")  # 10mg is 10 and mg, 3x2 is 3, x and 2
POSSESSIVE: Final = re.compile(r"['’]s\b")
# Scripts that have no spaces between words: Thai, Lao, Burmese, Khmer, kana, Han.
UNSPACED: Final = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u19e0-\u19ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\ua9e0-\ua9ff\uaa60-\uaa7f\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff]+"
)
ONE_LETTER: Final = {"\u0e4d\u0e32": "\u0e33", "\u0ecd\u0eb2": "\u0eb3"}  # that NFKC leaves apart: am in Thai and Lao
TO_PLAIN_LETTERS: Final = str.maketrans(LETTERS | {"×": "x"})
# Combining classes of what is a letter of its script and no accent: none, nukta, voicing, virama, vowels, tones.
NO_ACCENTS: Final = frozenset({0, 7, 8, 9, 84, 91, 103, 107, 118, 122, 129, 130, 132})
BEYOND_LATIN: Final = re.compile("[\u0300-\U0010ffff]+")  # where accents stand once they are apart
AROUND: Final = 3  # words on either side of a compound
LONG: Final = 2000  # characters of a text that is worth keeping for a moment
LONGEST: Final = 60  # characters of a word; longer ones are no words
STOP: Final = frozenset(
    re.findall(
        r"\w+",
        """a an the of and or in on for to with by from at as is are was were be been this that these those it its
        we us our their they he she his her not no than then there which who whom whose what when where how
        can could may might will would shall should do does did done has have had having into between
        among after before during over under above below up down out if but so such also both each other
        more most some any all only own same too very t s""",
    )
)


def folded(text: str) -> str:
    """Small letters without accents and what nobody sees; Greek letters by their names; full-width letters and
    ligatures as plain ones; thousands without what groups them.
    """
    grouped = GROUPED.sub(lambda found: re.sub(r"\D", "", found[0]), seen(text))
    decomposed = unicodedata.normalize("NFKD", grouped.casefold())
    bare = BEYOND_LATIN.sub(without_accents, decomposed)
    whole = unicodedata.normalize("NFKC", bare).casefold().translate(TO_PLAIN_LETTERS)
    return reduce(lambda text, apart: text.replace(apart, ONE_LETTER[apart]), ONE_LETTER, whole)


def without_accents(found: re.Match[str]) -> str:
    return "".join(char for char in found[0] if unicodedata.combining(char) in NO_ACCENTS)


def places_of_words(text: str) -> Iterator[tuple[int, int]]:
    """Where each word of a text as it is written begins and ends, hyphens included."""
    is_spaced = not UNSPACED.search(text)
    for found in WORD.finditer(text):
        if is_spaced:
            yield found.span()
            continue
        ends = [found.start()]
        for run in UNSPACED.finditer(text, *found.span()):
            ends += [run.start() + end for end in (0, *(end for _, end in WordBreaker(run[0], "en").segments()))]
        for start, end in pairwise([*ends, found.end()]):
            if SAYS.search(text, start, end):
                yield start, end


def written_parts(word: str) -> list[str]:
    """The parts of a compound: what hyphens part, and a number and its unit."""
    return [part for joint in INNER.split(word) for part in MEASURE.split(joint) if part]


def compounds_of(text: str) -> Sequence[tuple[str, ...]]:
    """Every word of the text in one spelling, in its order; a compound is all its parts."""
    return read_compounds(text) if len(text) < LONG else read_once(text)


@lru_cache(maxsize=4)
def read_once(text: str) -> Sequence[tuple[str, ...]]:
    """A long text, which search and what relates articles read one after the other."""
    return read_compounds(text)


def read_compounds(text: str) -> Sequence[tuple[str, ...]]:
    bare = POSSESSIVE.sub("", folded(text))
    return list(filter(None, (spelled_parts(bare[start:end]) for start, end in places_of_words(bare))))


@lru_cache(maxsize=50_000)
def spelled_parts(word: str) -> tuple[str, ...]:
    """The parts of a folded word, in one spelling."""
    return tuple(spelled(part) for part in written_parts(word) if len(part) <= LONGEST)


@lru_cache(maxsize=50_000)
def parts_of(word: str) -> tuple[str, ...]:
    """The parts of one word of a text, in one spelling."""
    return tuple(words_of(word))


def words_of(text: str) -> list[str]:
    """The words of the text in one spelling, in their order. Hyphens part words."""
    return [part for parts in compounds_of(text) for part in parts]


def joined(written: Sequence[Sequence[str]]) -> list[list[str]]:
    """The compounds among these words of a text written in one, each row with the words around it for phrases to find.

    `followup` for “follow-up”: beside `words_of` they let either way of writing find the other. Numbers such as 0.05
    are no compounds.
    """
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
    """In letters and digits alone: a mark that is a letter of its script, where engines part words, by its number."""
    return one_spelling("".join(char if char.isalnum() else f"{ord(char):x}" for char in word))
