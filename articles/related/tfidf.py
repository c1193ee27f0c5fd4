"""How much a term or a tag says about what it stands in: often here and seldom elsewhere weighs most.

A term weighs log(1 + count) · (log((1 + N) / (1 + n)) + 1.5) where it stands in n of N articles; a tag √log((1 + N) /
(1 + n)). Both kinds of vectors are compared by cosine. docs/adr/0013-related.md says how these were chosen.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from heapq import nsmallest
from itertools import repeat
from math import log, sqrt
from typing import Any, Final

import numpy as np

from articles.related.vocabulary import label_terms
from articles.text.tokenizer import terms_of
from tags.cache.bitmaps import PUBLISHED, BitmapIndex, filed
from tags.cache.snapshot import current_snapshot
from tags.cache.tag_tree import TagTree

TEXT: Final = 0.8  # of the score; the rest is for tags
TAGS: Final = 0.2
EVERY_TERM: Final = 1.5
POSTED: Final = 24  # terms by which an article is found


@dataclass(frozen=True)
class Frequencies:
    """Of one snapshot, or of those of its terms that were asked for."""

    version: int
    articles: int
    counts: Mapping[str, int]

    def idf(self, term: str) -> float:
        """A term that the snapshot does not know counts as one of a single article."""
        return log((1 + self.articles) / (1 + self.counts.get(term, 1))) + EVERY_TERM

    def idfs(self, terms: Sequence[str]) -> np.ndarray[Any, Any]:
        """Of each of these."""
        held = np.fromiter(map(self.counts.get, terms, repeat(1)), np.float64, len(terms))
        found: np.ndarray[Any, Any] = np.log((1 + self.articles) / (1 + held)) + EVERY_TERM
        return found


@lru_cache(maxsize=4096)
def damped(count: int) -> float:
    return log(1 + count)


@lru_cache(maxsize=4096)
def terms_in(name: str) -> frozenset[str]:
    return frozenset(terms_of(name))


def weighed(counts: Mapping[str, int], frequencies: Frequencies) -> dict[str, float]:
    return {term: damped(count) * frequencies.idf(term) for term, count in counts.items()}


def norm_of(weights: Mapping[str, float]) -> float:
    return sqrt(sum(weight * weight for weight in weights.values()))


def heaviest(weights: Mapping[str, float], number: int) -> dict[str, float]:
    return {term: weights[term] for term in nsmallest(number, weights, key=lambda term: (-weights[term], term))}


@dataclass(frozen=True)
class TagWeights:
    """The squares of the weights of tags, as articles are filed now, and the terms in their names."""

    bitmaps: BitmapIndex
    tag_tree: TagTree
    counted: dict[int, int] = field(default_factory=dict)

    @property
    def articles(self) -> int:
        return len(self.bitmaps[PUBLISHED])

    def filed_under(self, tag: int) -> int:
        """How many published articles are filed under the tag itself."""
        if tag not in self.counted:
            self.counted[tag] = self.bitmaps[filed(tag)].intersection_cardinality(self.bitmaps[PUBLISHED])
        return self.counted[tag]

    def square(self, tag: int) -> float:
        """As if there were at least three articles: of two, what both have would be a tag of all and tell nothing."""
        return max(0.0, log((1 + max(self.articles, 3)) / (1 + self.filed_under(tag))))

    def terms(self, tag: int) -> frozenset[str]:
        held = self.tag_tree.tags.get(tag)
        return terms_in(held.name) if held else frozenset()

    @property
    def labels(self) -> Mapping[str, frozenset[int]]:
        """The terms that a reason may name, each with the tags that are called so."""
        return label_terms(self.tag_tree)


def current_tag_weights() -> TagWeights:
    """As articles are filed now. One query."""
    now = current_snapshot()
    return TagWeights(now.bitmaps, now.tag_tree)
