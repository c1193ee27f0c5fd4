"""How near two articles are, and why, in the words and tags that made them so."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import repeat
from math import sqrt
from typing import Final

from articles.models import Suggestion
from articles.related.tfidf import TAGS, TEXT, damped
from articles.related.vector_cache import Subject, Volume, contributions

FLOOR: Final = 0.02  # below it two articles have nothing to do with each other
SHOWN_TERMS: Final = 3
SHOWN_TAGS: Final = 2
LEAST_TELLING: Final = 0.2  # of what the first word tells


def score(subject: Subject, other: Volume) -> float:
    """The same from either side, and the same on either engine: rounded to a millionth."""
    factor = subject.factors.get
    text = sum(damped(count) * sum(map(factor, terms, repeat(0.0))) for count, terms in other.groups) / other.norm
    scale = sqrt(subject.volume.tag_norm * other.tag_norm)
    tags = sum(subject.squares[tag] for tag in subject.volume.tags & other.tags) / scale if scale else 0.0
    return round(TEXT * text + TAGS * tags, 6)


@dataclass(frozen=True)
class Scored:
    """One pair: the subject, the other article, and how near they are."""

    subject: Subject
    other: Volume
    score: float

    @property
    def order(self) -> tuple[float, int]:
        return (-self.score, self.other.article)


def shared_tags(pair: Scored) -> list[int]:
    """The tags of both, the rarest first; without those that every article carries, which weigh nothing."""
    squares = pair.subject.squares
    shared = [tag for tag in pair.subject.volume.tags & pair.other.tags if squares[tag] > 0]
    return sorted(shared, key=lambda tag: (-squares[tag], tag))


def suggestion(pair: Scored, words: Mapping[int, Mapping[str, str]], *, inward: bool = False) -> Suggestion:
    """The row that says so: on the page of the subject, or `inward`, of the subject on the page of the other.

    `words`: of both articles, as `vectors.words_of` has them. Only labels that both of them write in public are named,
    and they are written as on the page that names them.
    """
    tags = [*shared_tags(pair)[:SHOWN_TAGS], None, None]
    here, there = pair.subject.article, pair.other.article
    if inward:
        here, there = there, here
    return Suggestion(
        article_id=here,
        other_id=there,
        score=pair.score,
        first_tag=tags[0],
        second_tag=tags[1],
        terms=shown_terms(pair, words.get(here, {}), words.get(there, {})),
    )


def shown_terms(pair: Scored, here: Mapping[str, str], there: Mapping[str, str]) -> list[tuple[str, float]]:
    """The shared labels that tell most, of those that both say in public, each with its part of the score.

    What every article says tells little, however often it is said. What the tags are called is named by them already.
    Texts that are near by words which cannot be named have one empty word.
    """
    tags, labels = frozenset(shared_tags(pair)[:SHOWN_TAGS]), pair.subject.labels
    said = {term for tag in tags for term in pair.subject.tag_terms[tag]}
    parts = contributions(pair.subject, pair.other)
    public = [term for term in parts if term in here and term in there and term in labels]
    named = [term for term in public if term not in said and not labels[term] & tags]
    telling = {term: parts[term] * pair.subject.rarity(term) for term in named}
    named.sort(key=lambda term: (-telling[term], term))
    whole = round(TEXT * sum(parts.values()), 6)
    if not named:
        return [("", whole)] if whole >= FLOOR else []
    return [
        (here[term], round(TEXT * parts[term], 6))
        for term in named[:SHOWN_TERMS]
        if telling[term] >= LEAST_TELLING * telling[named[0]]
    ]
