"""Vectors and tags of articles as they are stored, fetched for many at once, and kept for as long as a rebuild runs.

Terms are numbers here, in arrays: one article is compared with hundreds by a few operations on all of them.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from django.db.models import Max, Q

from articles.models import Posting, TaggedArticle, TermVector
from articles.related.tfidf import EVERY_TERM, Frequencies, TagWeights, damped
from articles.related.vectors import groups_of
from tags.cache.snapshot import current_snapshot

AT_ONCE: Final = 500  # keys of one statement
MOST_COUNTED: Final = 65_535
DAMPED: Final = np.array([damped(count) for count in range(MOST_COUNTED + 1)])
LEAST_RARITY: Final = 0.05

Numbers = np.ndarray[Any, Any]


def last_read() -> int:
    """A number that rises whenever the words of an article are weighed: what was compared before is not as it was."""
    return Posting.objects.aggregate(last=Max("pk"))["last"] or 0


@dataclass(frozen=True, slots=True, eq=False)
class Volume:
    """What an article is compared by: its terms with their counts, and its tags.

    `norm` is that of its terms, `tag_norm` the square of that of its tags.
    """

    article: int
    terms: Numbers
    counts: Numbers
    norm: float
    tags: tuple[int, ...]
    tag_norm: float


class Vocabulary(dict[str, int]):
    """Gives each new term the next number. `words`: the terms by their numbers."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def __missing__(self, word: str) -> int:
        self[word] = number = len(self.words)
        self.words.append(word)
        return number


@dataclass
class Library:
    """`keeps`: volumes stay, until something is published, edited or filed anew."""

    keeps: bool = False
    state: tuple[int, int] = (-1, 0)
    held: dict[int, Volume] = field(default_factory=dict)
    squares: dict[int, float] = field(default_factory=dict)
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    room: Numbers = field(default_factory=lambda: np.zeros(0))

    def tag_weights(self) -> TagWeights:
        """As articles are filed now. What was kept from before a change is forgotten. One query, with `keeps` two."""
        now = current_snapshot()
        state = (now.version, last_read() if self.keeps else 0)
        if state != self.state:
            self.state = state
            self.held.clear()
            self.squares.clear()
        return TagWeights(now.bitmaps, now.tag_tree)

    def volumes(self, articles: Collection[int], tag_weights: TagWeights) -> dict[int, Volume]:
        """Of those articles whose words were ever weighed, by primary key. Two queries for each `AT_ONCE`."""
        found = {article: self.held[article] for article in articles if article in self.held}
        missing = [article for article in articles if article not in found]
        for start in range(0, len(missing), AT_ONCE):
            found |= self.fetched(missing[start : start + AT_ONCE], tag_weights)
        if self.keeps:
            self.held |= found
        return found

    def fetched(self, articles: list[int], tag_weights: TagWeights) -> dict[int, Volume]:
        tags: dict[int, list[int]] = {}
        for article, tag in TaggedArticle.objects.filter(content_object__in=articles).values_list(
            "content_object_id", "tag_id"
        ):
            tags.setdefault(article, []).append(tag)
        ready = TermVector.objects.filter(Q(weighed__gt=0) | Q(norm__gt=0), article__in=articles)
        rows = ready.values_list("article_id", "counts", "norm")
        return {
            article: self.bound(article, counts, norm, tags.get(article, ()), tag_weights)
            for article, counts, norm in rows
        }

    def bound(self, article: int, text: str, norm: float, tags: Iterable[int], tag_weights: TagWeights) -> Volume:
        terms: list[int] = []
        counts: list[int] = []
        for count, group in groups_of(text):
            terms.extend(map(self.vocabulary.__getitem__, group))
            counts += [min(count, MOST_COUNTED)] * len(group)
        filed = tuple(sorted(set(tags)))
        for tag in set(filed) - self.squares.keys():
            self.squares[tag] = tag_weights.square(tag)
        tag_norm = sum(self.squares[tag] for tag in filed)
        return Volume(article, np.array(terms, np.int32), np.array(counts, np.uint16), norm, filed, tag_norm)

    @contextmanager
    def spread(self, terms: Numbers, values: Numbers) -> Iterator[Numbers]:
        """A place for each term of the vocabulary: these have these values, all others zero."""
        if len(self.room) < len(self.vocabulary):
            self.room = np.zeros(2 * len(self.vocabulary))
        self.room[terms] = values
        yield self.room
        self.room[terms] = 0.0


@dataclass(frozen=True, eq=False)
class Subject:
    """The article that others are compared with: its volume, what each of its terms weighs, and its tags do.

    `words`: its terms as they are spelled. `factors`: weight times idf over norm, which are times the damped count of
    the other, over its norm, what a term adds. `named`: the places among its terms of those that a reason may name.
    `labels`: all such words, each with the tags that are called so.
    """

    library: Library
    volume: Volume
    words: Sequence[str]
    idf: Numbers
    weights: Numbers
    factors: Numbers
    named: Numbers
    squares: Mapping[int, float]
    tag_terms: Mapping[int, frozenset[str]]
    labels: Mapping[str, frozenset[int]]

    @property
    def article(self) -> int:
        return self.volume.article

    def rarity(self, place: int) -> float:
        """Near nothing for a term that stands in every article; more than that, so that there is an order."""
        return max(float(self.idf[place]) - EVERY_TERM, LEAST_RARITY)


def subject_of(volume: Volume, known: Frequencies, library: Library, tag_weights: TagWeights) -> Subject:
    words = list(map(library.vocabulary.words.__getitem__, volume.terms.tolist()))
    idf = known.idfs(words)
    weights = DAMPED[volume.counts] * idf
    labels = tag_weights.labels
    return Subject(
        library=library,
        volume=volume,
        words=words,
        idf=idf,
        weights=weights,
        factors=weights * idf / (volume.norm or 1.0),
        named=np.array([place for place, word in enumerate(words) if word in labels], np.int64),
        squares={tag: library.squares[tag] for tag in volume.tags},
        tag_terms={tag: tag_weights.terms(tag) for tag in volume.tags},
        labels=labels,
    )


def cosines(subject: Subject, others: Sequence[Volume]) -> list[float]:
    """Of the texts."""
    terms = np.concatenate([other.terms for other in others])
    counts = np.concatenate([other.counts for other in others])
    sizes = [len(other.terms) for other in others]
    norms = np.array([other.norm or 1.0 for other in others])
    with subject.library.spread(subject.volume.terms, subject.factors) as room:
        sums = np.concatenate(([0.0], np.cumsum(DAMPED[counts] * room[terms])))
    ends = np.cumsum(sizes)
    found: list[float] = ((sums[ends] - sums[ends - sizes]) / norms).tolist()
    return found


def contributions(subject: Subject, other: Volume) -> dict[int, float]:
    """What each shared term that a reason may name adds to the cosine of the texts, by its place in the subject."""
    with subject.library.spread(subject.volume.terms[subject.named], subject.named + 1.0) as room:
        shared = room[other.terms]
    hits = np.flatnonzero(shared)
    places = shared[hits].astype(np.int64) - 1
    parts = subject.factors[places] * DAMPED[other.counts[hits]] / (other.norm or 1.0)
    return dict(zip(places.tolist(), parts.tolist(), strict=True))
