"""How near two articles are, and why, in the words and tags that made them so."""

from collections.abc import Mapping, Sequence
from itertools import repeat
from math import sqrt
from typing import Final, NamedTuple

from articles.models import Suggestion
from articles.related.tfidf import TAGS, TEXT
from articles.related.vector_cache import Subject, Volume, contributions, cosines

FLOOR: Final = 0.02  # below it two articles have nothing to do with each other
SHOWN_TERMS: Final = 3
SHOWN_TAGS: Final = 2
LEAST_TELLING: Final = 0.2  # of what the first word tells


class Scored(NamedTuple):
    """One pair: the subject, the other article, how near they are, and the cosine of their texts.

    The score is the same from either side, and on either engine: rounded to a millionth.
    """

    subject: Subject
    other: Volume
    score: float
    text: float

    @property
    def order(self) -> tuple[float, int]:
        return (-self.score, self.other.article)


def scored(subject: Subject, others: Sequence[Volume]) -> list[Scored]:
    """The pairs of the subject with each of these."""
    found = []
    square, own_norm = subject.squares.get, subject.volume.tag_norm
    for other, cosine in zip(others, cosines(subject, others) if others else [], strict=True):
        scale = sqrt(own_norm * other.tag_norm)
        tags = sum(map(square, other.tags, repeat(0.0))) / scale if scale else 0.0
        found.append(Scored(subject, other, round(TEXT * cosine + TAGS * tags, 6), cosine))
    return found


def shared_tags(pair: Scored) -> list[int]:
    """The tags of both, the rarest first; without those that every article carries, which weigh nothing."""
    squares = pair.subject.squares
    shared = [tag for tag in pair.other.tags if squares.get(tag, 0) > 0]
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
    tags, subject = frozenset(shared_tags(pair)[:SHOWN_TAGS]), pair.subject
    said = {term for tag in tags for term in subject.tag_terms[tag]}
    parts = {
        place: part
        for place, part in contributions(subject, pair.other).items()
        if (term := subject.words[place]) in here and term in there
        and term not in said and not subject.labels[term] & tags
    }  # fmt: skip
    if not parts:
        whole = round(TEXT * pair.text, 6)
        return [("", whole)] if whole >= FLOOR else []
    telling = {place: part * subject.rarity(place) for place, part in parts.items()}
    named = sorted(telling, key=lambda place: (-telling[place], subject.words[place]))
    return [
        (here[subject.words[place]], round(TEXT * parts[place], 6))
        for place in named[:SHOWN_TERMS]
        if telling[place] >= LEAST_TELLING * telling[named[0]]
    ]
