"""Which parts of a query find something together, when all of them do not."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Final

from articles.search.query.units import Unit
from tags.cache.bitmaps import NOTHING, Bitmap

MOST: Final = 4
SAMPLE: Final = 400  # of the articles that hold most, those of which is asked what they hold
SIGN, TAG, WORD, HINT = 4, 3, 2, 1  # how much a part tells: a hint is a year, a letter, what most articles have

Kept = frozenset[int]  # the parts that stay, by their place


@dataclass(frozen=True)
class Subqueries:
    """`held`: which of the articles in `whole`, that filters leave, hold each part."""

    units: Sequence[Unit]
    held: Sequence[Bitmap]
    whole: Bitmap
    has_filters: bool

    @property
    def own(self) -> Kept:
        """The parts with a sign of their own."""
        return frozenset(at for at, unit in enumerate(self.units) if unit.is_own)

    @property
    def absent(self) -> Kept:
        """The parts that no article has."""
        return frozenset(at for at, bitmap in enumerate(self.held) if not bitmap)

    def nearest(self) -> list[Kept]:
        """With all signs that the person gave, the words of which one article holds most, the commonest first."""
        found = self.of_most_words(self.own)
        return [kept for kept in found if self.is_something(kept)]

    def without_one(self) -> list[Kept]:
        """Without what no article has; if that is not enough, without one part more, those that tell most first."""
        whole = frozenset(range(len(self.units))) - self.absent
        fewer = [whole] if self.holding(whole) else [whole - {at} for at in whole]
        found = [kept for kept in fewer if (kept or self.has_filters) and self.holding(kept)]
        return sorted(found, key=lambda kept: (-sum(map(self.weight, kept)), sorted(kept)))

    def without_signs(self) -> list[Kept]:
        return [kept for kept in self.of_most_words(Kept()) if kept]

    def of_most_words(self, beside: Kept) -> list[Kept]:
        """What `beside` and the weightiest words that an article holds with it find, the commonest first.

        `levels[n]` are the articles that hold words of the weight n, or more.
        """
        words = [at for at in range(len(self.units)) if at not in self.own]
        levels = [self.holding(beside)]
        for at in words:
            weight = self.weight(at)
            before, levels = levels, [*levels, *[NOTHING] * weight]
            for level in range(1, len(levels)):
                levels[level] |= before[max(0, level - weight)] & self.held[at]
        most = next((level for level in reversed(levels) if level), NOTHING)
        kept = Counter(frozenset(at for at in words if key in self.held[at]) for key in most[-SAMPLE:])
        return [beside | some for some, _ in kept.most_common(MOST)]

    def holding(self, kept: Iterable[int]) -> Bitmap:
        return reduce(lambda found, at: found & self.held[at], kept, self.whole)

    def weight(self, at: int) -> int:
        unit = self.units[at]
        if unit.is_own or unit.is_tag:
            return SIGN if unit.is_own else TAG
        return HINT if unit.is_hint or 2 * len(self.held[at]) > len(self.whole) else WORD

    def is_something(self, kept: Kept) -> bool:
        """Whether it is less than the query, and more than what must not be there."""
        is_told = self.has_filters or any(self.units[at].is_wanted for at in kept)
        return is_told and len(kept) < len(self.units)
