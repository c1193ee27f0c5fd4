"""Evidence marks: the small drawing beside a title, made from the facts at a glance that the site names.

A site says which fact is the design of a study, its number of people and its measure, and which shape stands for which
answer. Whatever is not told is not drawn.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import log10
from typing import Any, Final

DESIGNS: Final = (
    "fork", "clusters", "parallel", "before-after", "forecast", "pooled", "flask", "crowd", "lines",
)  # fmt: skip
MEASURES: Final = ("spot", "spots", "rings", "peaks", "whole", "whole-spot", "none")
CHANGES: Final = {"up": "▲", "down": "▽"}  # filled and open, so that they differ without colour, too
OUTLINE: Final = "M14 2a10 10 0 1 0 .1 0z"  # of what is measured, where the site draws none
NUMBER: Final = re.compile(r"(?<![\d.])(\d[\d,]*)(?!\d|\.\d)\s*([^\W\d]*)")
OF_AGE: Final = re.compile(r"\baged?\b[^,;]*", re.IGNORECASE)  # no number of people
DENIED: Final = re.compile(r"(?:no|not|never|neither)\b", re.IGNORECASE)  # so much for a change
MOST_DOTS: Final = 8
SCALE: Final = (10, 30, 100, 300, 1000, 3000, 10_000, 30_000)  # where each dot begins, about
BAR: Final = 5  # from one to the next
DOT: Final = 5.1


@dataclass(frozen=True)
class Sign:
    """A shape and what it stands for: answers with one of these words, and articles of these `kinds` that give none."""

    shape: str
    name: str
    means: str = ""
    words: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()

    def stands_for(self, kind: str, answer: str) -> bool:
        if answer:
            return any(re.search(rf"\b{re.escape(word)}", answer, re.IGNORECASE) for word in self.words)
        return kind in self.kinds

    @property
    def character(self) -> str:
        """Of a change: it stands in a line of words."""
        return CHANGES[self.shape]

    @property
    def as_design(self) -> "EvidenceMark":
        return EvidenceMark(design=self.shape)

    def as_measure(self, outline: str) -> "EvidenceMark":
        return EvidenceMark(measure=self.shape, outline=outline or OUTLINE)


@dataclass(frozen=True)
class Evidence:
    """`design`, `count`, `measure` and `result` name facts. In answers of `count` numbers before a word of `apart_from`
    count something else. `outline`: path data in a field of 28 by 24. The first sign that stands for an answer is
    drawn; of `changes` one for each part of a result.
    """

    design: str = ""
    designs: tuple[Sign, ...] = ()
    count: str = ""
    apart_from: tuple[str, ...] = ()
    measure: str = ""
    measures: tuple[Sign, ...] = ()
    outline: str = ""
    result: str = ""
    changes: tuple[Sign, ...] = ()

    @property
    def facts(self) -> tuple[str, ...]:
        """Those that a mark is drawn from."""
        return tuple(key for key in (self.design, self.count, self.measure) if key)

    @property
    def measured(self) -> list[tuple[Sign, "EvidenceMark"]]:
        """For the legend, as the following."""
        return [(sign, sign.as_measure(self.outline)) for sign in self.measures]

    @property
    def designed(self) -> list[tuple[Sign, "EvidenceMark"]]:
        return [(sign, sign.as_design) for sign in self.designs]

    @property
    def scale(self) -> list[tuple[str, "EvidenceMark"]]:
        given = [(f"{number:,}", EvidenceMark(dots=dots_of(number))) for number in SCALE]
        return [*given, ("not given", EvidenceMark(dots=0))]


@dataclass(frozen=True)
class EvidenceMark:
    """What is drawn. `dots`: 0 where the number is not given, None where nobody was counted; `words` say the same."""

    design: str = ""
    measure: str = ""
    outline: str = ""
    dots: int | None = None
    bars: int = 0
    words: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.design or self.measure or self.dots is not None)

    @property
    def said(self) -> str:
        return ", ".join(self.words)

    @property
    def dots_drawn(self) -> str:
        return "".join(f"M{3 + DOT * place:.1f} 36h0" for place in range(self.dots or 0))

    @property
    def bars_drawn(self) -> str:
        return bars_at(range(self.bars), self.bars_begin)

    @property
    def bars_left(self) -> str:
        return bars_at(range(self.bars, 4), self.bars_begin)

    @property
    def bars_begin(self) -> int:
        """Below what was measured; where nothing was, below the design."""
        return 46 if self.measure or self.dots is not None else 4


def bars_at(places: Iterable[int], begin: int) -> str:
    return "".join(f"M{begin + BAR * place} 33h3.4v6h-3.4z" for place in places)


def sign_for(signs: Iterable[Sign], kind: str, answer: str) -> Sign | None:
    return next((sign for sign in signs if sign.stands_for(kind, answer)), None)


def number_in(answer: str, apart_from: Iterable[str] = ()) -> int:
    """All the numbers of an answer together, as in “26 adults and 26 children”; 0 where it gives none."""
    others = {word.casefold() for word in apart_from}
    found = NUMBER.findall(OF_AGE.sub("", answer))
    return sum(int(number.replace(",", "")) for number, unit in found if unit.casefold() not in others)


def dots_of(number: int) -> int:
    """One for ten, and one more for about three times as many."""
    return min(MOST_DOTS, max(1, round(2 * log10(number)) - 1)) if number else 0


def evidence_of(columns: Mapping[str, Any]) -> Evidence:
    """What `dataclasses.asdict` took apart; a site of former versions said nothing of it."""
    if not columns:
        return Evidence()
    signs = {name: tuple(map(sign_of, columns.get(name, ()))) for name in ("designs", "measures", "changes")}
    return Evidence(**{**columns, **signs, "apart_from": tuple(columns["apart_from"])})


def sign_of(columns: Mapping[str, Any]) -> Sign:
    return Sign(**{**columns, "words": tuple(columns["words"]), "kinds": tuple(columns["kinds"])})


def changes_in(result: str, changes: Iterable[Sign]) -> list[tuple[str, str]]:
    """The parts of a result between commas, each behind the character of the change that it tells, if any."""
    signs, parts = tuple(changes), [part.strip() for part in re.split(r"[,;]\s", result) if part.strip()]
    found = [(None if DENIED.match(part) else sign_for(signs, "", part), part) for part in parts]
    return [(sign.character if sign else "", part) for sign, part in found]
