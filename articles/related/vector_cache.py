"""Vectors and tags of articles as they are stored, in arrays: one is compared with hundreds by a few operations.

Terms are numbers here. Those of many articles stand in one array, one article after the other, as in a sparse matrix of
compressed rows.
"""

from array import array
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import repeat
from typing import Any, Final

import numpy as np
from django.db.models import Max, Q

from articles.models import Posting, TaggedArticle, TermVector
from articles.related.tfidf import EVERY_TERM, Frequencies, TagWeights, damped
from articles.related.vectors import groups_of

AT_ONCE: Final = 500  # keys of one statement
MOST_COUNTED: Final = 65_535
DAMPED: Final = np.array([damped(count) for count in range(MOST_COUNTED + 1)])
LEAST_RARITY: Final = 0.05

Numbers = np.ndarray[Any, Any]


def last_read() -> int:
    """A number that rises whenever the words of an article are weighed: what was compared before is not as it was."""
    return Posting.objects.aggregate(last=Max("pk"))["last"] or 0


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """So many numbers of each article (`sizes`), one article after the other; `starts`: where those of each begin."""

    numbers: Numbers
    sizes: Numbers
    starts: Numbers

    def of(self, row: int) -> Numbers:
        found: Numbers = self.numbers[self.starts[row] : self.starts[row] + self.sizes[row]]
        return found

    def places(self, rows: Numbers) -> tuple[Numbers, Numbers]:
        """Where the numbers of these rows stand, one row after the other, and how many each has."""
        sizes = self.sizes[rows]
        ends = np.cumsum(sizes)
        return np.arange(sizes.sum()) + np.repeat(self.starts[rows] - ends + sizes, sizes), sizes


def rows_of(parts: Sequence[tuple[Numbers, Sequence[int]]]) -> Rows:
    """Of numbers, and how many of them each article has."""
    sizes = np.array([size for _, sizes in parts for size in sizes], np.int64)
    numbers = np.concatenate([numbers for numbers, _ in parts]) if parts else np.zeros(0, np.int64)
    return Rows(numbers, sizes, np.cumsum(sizes) - sizes)


@dataclass(frozen=True, eq=False)
class Volumes:
    """What articles are compared by, a row for each, by rising primary key: their terms with their counts, their tags.

    `norms` are those of the terms, `tag_norms` the squares of those of the tags.
    """

    articles: Numbers
    terms: Rows
    counts: Numbers
    norms: Numbers
    tags: Rows
    tag_norms: Numbers

    def rows_of(self, articles: Collection[int]) -> Numbers:
        """The rows of those of these articles that are here, in their order."""
        wanted = np.sort(np.fromiter(articles, np.int64, len(articles)))
        if not len(self.articles):
            return np.zeros(0, np.int64)
        rows = np.minimum(np.searchsorted(self.articles, wanted), len(self.articles) - 1)
        found: Numbers = rows[self.articles[rows] == wanted]
        return found


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
    """`whole`: all volumes, as they were at one moment, for whoever asks about all articles; else they are fetched."""

    tag_weights: TagWeights
    whole: Volumes | None = None
    squares: dict[int, float] = field(default_factory=dict)
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    room: Numbers = field(default_factory=lambda: np.zeros(0))

    def volumes(self, articles: Collection[int]) -> Volumes:
        """These are among them if their words were ever weighed."""
        return self.fetched(articles) if self.whole is None else self.whole

    def remember(self, more: Callable[[int], None] = lambda _: None) -> None:
        """From now on all volumes are in memory. `more` is told how many more are."""
        self.whole = self.fetched(list(TermVector.objects.values_list("article_id", flat=True)), more)

    def fetched(self, articles: Collection[int], more: Callable[[int], None] = lambda _: None) -> Volumes:
        """Two queries for each `AT_ONCE`."""
        keys = sorted(articles)
        terms: list[tuple[Numbers, Sequence[int]]] = []
        tags: list[tuple[Numbers, Sequence[int]]] = []
        counts: list[Numbers] = []
        found: list[tuple[int, float]] = []
        for start in range(0, len(keys), AT_ONCE):
            part = keys[start : start + AT_ONCE]
            ready = TermVector.objects.filter(Q(weighed__gt=0) | Q(norm__gt=0), article__in=part).order_by("article_id")
            rows = list(ready.values_list("article_id", "norm", "counts"))
            found += [(article, norm) for article, norm, _ in rows]
            numbers, counted, sizes = self.read([text for _, _, text in rows])
            terms.append((numbers, sizes))
            counts.append(counted)
            filed = filed_under([article for article, _, _ in rows])
            tags.append((np.array([tag for held in filed for tag in held], np.int64), list(map(len, filed))))
            more(len(part))
        filed_tags = rows_of(tags)
        for tag in set(filed_tags.numbers.tolist()) - self.squares.keys():
            self.squares[tag] = self.tag_weights.square(tag)
        squares = np.fromiter(map(self.squares.__getitem__, filed_tags.numbers.tolist()), np.float64)
        return Volumes(
            articles=np.array([article for article, _ in found], np.int64),
            terms=rows_of(terms),
            counts=np.concatenate(counts) if counts else np.zeros(0, np.uint16),
            norms=np.array([norm or 1.0 for _, norm in found]),
            tags=filed_tags,
            tag_norms=sums(squares, filed_tags.sizes),
        )

    def read(self, texts: Sequence[str]) -> tuple[Numbers, Numbers, list[int]]:
        """The terms of these stored counts, the counts, and how many terms each has."""
        terms, counts, sizes = array("i"), array("H"), []
        for text in texts:
            before = len(terms)
            for count, group in groups_of(text):
                terms.extend(map(self.vocabulary.__getitem__, group))
                counts.extend(repeat(min(count, MOST_COUNTED), len(group)))
            sizes.append(len(terms) - before)
        return np.array(terms, np.int32), np.array(counts, np.uint16), sizes

    @contextmanager
    def spread(self, terms: Numbers, values: Numbers) -> Iterator[Numbers]:
        """A place for each term of the vocabulary: these have these values, all others zero."""
        if len(self.room) < len(self.vocabulary):
            self.room = np.zeros(2 * len(self.vocabulary))
        self.room[terms] = values
        yield self.room
        self.room[terms] = 0.0


def filed_under(articles: Sequence[int]) -> list[list[int]]:
    """The tags of each of these. One query."""
    found: dict[int, set[int]] = {article: set() for article in articles}
    filed = TaggedArticle.objects.filter(content_object__in=articles).values_list("content_object_id", "tag_id")
    for article, tag in filed:
        found[article].add(tag)
    return [sorted(tags) for tags in found.values()]


def sums(parts: Numbers, sizes: Numbers) -> Numbers:
    """Of so many parts, one after the other."""
    if not len(sizes):
        return np.zeros(0)
    begins = np.cumsum(sizes) - sizes
    found: Numbers = np.where(sizes > 0, np.add.reduceat(np.append(parts, 0.0), begins), 0.0)
    return found


@dataclass(frozen=True, eq=False)
class Subject:
    """The article that others are compared with: its terms, what each of them weighs, and its tags do.

    `words`: its terms as they are spelled. `factors`: weight times idf over norm, which are times the damped count of
    the other, over its norm, what a term adds. `named`: the places among its terms of those that a reason may name.
    `squares`: of each of its tags. `labels`: all words that a reason may name, each with the tags that are called so.
    """

    library: Library
    article: int
    terms: Numbers
    words: Sequence[str]
    norm: float
    idf: Numbers
    weights: Numbers
    factors: Numbers
    named: Numbers
    squares: Mapping[int, float]
    tag_norm: float
    labels: Mapping[str, frozenset[int]]

    def rarity(self, place: int) -> float:
        """Near nothing for a term that stands in every article; more than that, so that there is an order."""
        return max(float(self.idf[place]) - EVERY_TERM, LEAST_RARITY)


def subject_of(volumes: Volumes, row: int, known: Frequencies, library: Library) -> Subject:
    terms, norm = volumes.terms.of(row), float(volumes.norms[row])
    words = list(map(library.vocabulary.words.__getitem__, terms.tolist()))
    idf = known.idfs(words)
    start = volumes.terms.starts[row]
    weights = DAMPED[volumes.counts[start : start + len(terms)]] * idf
    labels = library.tag_weights.labels
    return Subject(
        library=library,
        article=int(volumes.articles[row]),
        terms=terms,
        words=words,
        norm=norm,
        idf=idf,
        weights=weights,
        factors=weights * idf / norm,
        named=np.array([place for place, word in enumerate(words) if word in labels], np.int64),
        squares={tag: library.squares[tag] for tag in volumes.tags.of(row).tolist()},
        tag_norm=float(volumes.tag_norms[row]),
        labels=labels,
    )


def cosines(subject: Subject, volumes: Volumes, rows: Numbers) -> Numbers:
    """Of the texts."""
    places, sizes = volumes.terms.places(rows)
    with subject.library.spread(subject.terms, subject.factors) as room:
        parts = DAMPED[volumes.counts[places]] * room[volumes.terms.numbers[places]]
    found: Numbers = sums(parts, sizes) / volumes.norms[rows]
    return found


def tag_cosines(subject: Subject, volumes: Volumes, rows: Numbers) -> Numbers:
    """Of the tags; 0 where either has none that weighs."""
    if not subject.squares:
        return np.zeros(len(rows))
    own, squares = np.array([*subject.squares.items()]).T
    places, sizes = volumes.tags.places(rows)
    tags = volumes.tags.numbers[places]
    at = np.minimum(np.searchsorted(own, tags), len(own) - 1)
    scale = np.sqrt(subject.tag_norm * volumes.tag_norms[rows])
    shared = sums(np.where(own[at] == tags, squares[at], 0.0), sizes)
    return np.divide(shared, scale, out=np.zeros(len(rows)), where=scale > 0)


def contributions(subject: Subject, volumes: Volumes, rows: Numbers) -> list[dict[int, float]]:
    """What each shared term that a reason may name adds to each cosine of the texts, by its place in the subject."""
    places, sizes = volumes.terms.places(rows)
    with subject.library.spread(subject.terms[subject.named], subject.named + 1.0) as room:
        shared = room[volumes.terms.numbers[places]]
    hits = np.flatnonzero(shared)
    held, pairs = shared[hits].astype(np.int64) - 1, np.repeat(np.arange(len(rows)), sizes)[hits]
    parts = subject.factors[held] * DAMPED[volumes.counts[places[hits]]] / volumes.norms[rows[pairs]]
    found: list[dict[int, float]] = [{} for _ in rows]
    for pair, place, part in zip(pairs.tolist(), held.tolist(), parts.tolist(), strict=True):
        found[pair][place] = part
    return found
