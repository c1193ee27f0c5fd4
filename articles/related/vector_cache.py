"""Vectors and tags of articles as they are stored, fetched for many at once, and kept for as long as a rebuild runs."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from django.db.models import Max, Q

from articles.models import Posting, TaggedArticle, TermVector
from articles.related.tfidf import EVERY_TERM, Frequencies, TagWeights, damped, weighed
from articles.related.vectors import Groups, groups_of
from tags.cache.snapshot import current_snapshot

KEPT: Final = 8000  # volumes of a rebuild, some ten kilobytes each
AT_ONCE: Final = 500  # keys of one statement


def last_read() -> int:
    """A number that rises whenever the words of an article are weighed: what was compared before is not as it was."""
    return Posting.objects.aggregate(last=Max("pk"))["last"] or 0


@dataclass(frozen=True)
class Volume:
    """What an article is compared by. `norm` is that of its terms, `tag_norm` the square of that of its tags."""

    article: int
    groups: Groups
    norm: float
    tags: frozenset[int]
    tag_norm: float

    @cached_property
    def counts(self) -> Mapping[str, int]:
        return {term: count for count, terms in self.groups for term in terms}


@dataclass
class Library:
    """`keeps`: volumes stay, until something is published, edited or filed anew."""

    keeps: bool = False
    state: tuple[int, int] = (-1, 0)
    held: dict[int, Volume] = field(default_factory=dict)
    squares: dict[int, float] = field(default_factory=dict)

    def tag_weights(self) -> TagWeights:
        """As articles are filed now. What was kept from before a change is forgotten. One query, with `keeps` two."""
        now = current_snapshot()
        state = (now.version, last_read() if self.keeps else 0)
        if state != self.state or len(self.held) > KEPT:
            self.state = state
            self.held.clear()
            self.squares.clear()
        return TagWeights(now.bitmaps, now.tag_tree)

    def is_of_now(self) -> bool:
        """Whether what it keeps is still so. Two queries."""
        return self.state == (current_snapshot().version, last_read())

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
        tags: dict[int, set[int]] = {}
        for article, tag in TaggedArticle.objects.filter(content_object__in=articles).values_list(
            "content_object_id", "tag_id"
        ):
            tags.setdefault(article, set()).add(tag)
        ready = TermVector.objects.filter(Q(weighed__gt=0) | Q(norm__gt=0), article__in=articles)
        rows = ready.values_list("article_id", "counts", "norm")
        return {
            article: self.bound(article, groups_of(counts), norm, tags.get(article, ()), tag_weights)
            for article, counts, norm in rows
        }

    def bound(self, article: int, groups: Groups, norm: float, tags: Iterable[int], tag_weights: TagWeights) -> Volume:
        filed = frozenset(tags)
        for tag in filed - self.squares.keys():
            self.squares[tag] = tag_weights.square(tag)
        return Volume(article, groups, norm, filed, sum(self.squares[tag] for tag in filed))


@dataclass(frozen=True)
class Subject:
    """The article that others are compared with: its volume, what each of its terms weighs, and its tags do.

    `labels`: the terms that a reason may name, each with the tags that are called so.
    """

    volume: Volume
    weights: Mapping[str, float]
    factors: Mapping[str, float]  # weight times idf over norm: times the damped count of the other, over its norm
    squares: Mapping[int, float]
    tag_terms: Mapping[int, frozenset[str]]
    labels: Mapping[str, frozenset[int]]

    @property
    def article(self) -> int:
        return self.volume.article

    def rarity(self, term: str) -> float:
        """Near nothing for a term that stands in every article; more than that, so that there is an order."""
        idf = self.weights[term] / damped(self.volume.counts[term])
        return max(idf - EVERY_TERM, 0.05)


def subject_of(volume: Volume, known: Frequencies, squares: Mapping[int, float], tag_weights: TagWeights) -> Subject:
    weights = weighed(volume.counts, known)
    factors = {term: weight * known.idf(term) / volume.norm for term, weight in weights.items()}
    tag_terms = {tag: tag_weights.terms(tag) for tag in volume.tags}
    own_squares = {tag: squares[tag] for tag in volume.tags}
    return Subject(volume, weights, factors, own_squares, tag_terms, tag_weights.labels)


def contributions(subject: Subject, other: Volume) -> dict[str, float]:
    """What each shared term adds to the cosine of the texts."""
    shared = subject.factors.keys() & other.counts.keys()
    return {term: subject.factors[term] * damped(other.counts[term]) / other.norm for term in shared}
