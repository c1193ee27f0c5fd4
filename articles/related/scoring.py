"""How near two articles are, and why, in the words and tags that made them so."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from articles.related.tfidf import TAGS, TEXT
from articles.related.vector_cache import Numbers, Subject, Volumes, contributions, cosines, tag_cosines

FLOOR: Final = 0.02  # below it two articles have nothing to do with each other
SHOWN_TERMS: Final = 3
SHOWN_TAGS: Final = 2
NONE: Final[Mapping[str, str]] = {}
LEAST_TELLING: Final = 0.2  # of what the first word tells


class Scored(NamedTuple):
    """One pair: the row of the other article in the volumes, its key, how near it is, and the cosine of the texts.

    The score is the same from either side, and on either engine: rounded to a millionth.
    """

    row: int
    other: int
    score: float
    text: float


@dataclass(frozen=True, eq=False)
class Pairs:
    """Those of a subject, in columns, nearest first."""

    subject: Subject
    volumes: Volumes
    rows: Numbers
    others: Numbers
    scores: Numbers
    texts: Numbers

    def each(self) -> list[Scored]:
        return self.at(np.arange(len(self.rows)))

    def at(self, places: Numbers) -> list[Scored]:
        """Those that stand there."""
        columns = (self.rows, self.others, self.scores, self.texts)
        return list(map(Scored._make, zip(*(column[places].tolist() for column in columns), strict=True)))


class Suggested(NamedTuple):
    """What a row of `Suggestion` holds, in its columns."""

    article_id: int
    other_id: int
    score: float
    first_tag: int | None
    second_tag: int | None
    terms: list[tuple[str, float]]


def scored(subject: Subject, volumes: Volumes, rows: Numbers) -> Pairs:
    """The pairs of the subject with each of these."""
    texts, others = cosines(subject, volumes, rows), volumes.articles[rows]
    scores = np.round(TEXT * texts + TAGS * tag_cosines(subject, volumes, rows), 6)
    order = np.lexsort((others, -scores))
    return Pairs(subject, volumes, rows[order], others[order], scores[order], texts[order])


def shared_tags(subject: Subject, tags: Iterable[int]) -> list[int]:
    """The tags of both, the rarest first; without those that every article carries, which weigh nothing."""
    squares = subject.squares
    return sorted((tag for tag in tags if squares.get(tag, 0) > 0), key=lambda tag: (-squares[tag], tag))


def suggested(
    pairs: Pairs, listed: Sequence[Scored], words: Mapping[int, Mapping[str, str]], *, inward: bool = False
) -> list[Suggested]:
    """The rows that say so of those `listed`: on the page of the subject, or `inward`, of it on those of the others.

    `words`: of all these articles, as `vectors.words_of` has them. Only labels that both of a pair write in public are
    named, and they are written as on the page that names them.
    """
    subject, volumes, found = pairs.subject, pairs.volumes, []
    parts = contributions(subject, volumes, np.array([pair.row for pair in listed], np.int64))
    for pair, adding in zip(listed, parts, strict=True):
        tags = shared_tags(subject, volumes.tags.of(pair.row).tolist())[:SHOWN_TAGS]
        here, there = (pair.other, subject.article) if inward else (subject.article, pair.other)
        ours, theirs = words.get(here, NONE), words.get(there, NONE)
        said = {term for tag in tags for term in subject.library.tag_weights.terms(tag)}
        both = {
            place: part
            for place, part in adding.items()
            if (term := subject.words[place]) in ours and term in theirs
            and term not in said and not subject.labels[term].intersection(tags)
        }  # fmt: skip
        terms = shown_terms(subject, both, ours) if both else in_all(pair)
        first, second, *_ = [*tags, None, None]
        found.append(Suggested(here, there, pair.score, first, second, terms))
    return found


def in_all(pair: Scored) -> list[tuple[str, float]]:
    """Texts that are near by words which cannot be named have one empty word."""
    whole = round(TEXT * pair.text, 6)
    return [("", whole)] if whole >= FLOOR else []


def shown_terms(subject: Subject, parts: Mapping[int, float], here: Mapping[str, str]) -> list[tuple[str, float]]:
    """Of these shared labels those that tell most, each with its part of the score.

    What every article says tells little, however often it is said. What the tags are called is named by them already.
    """
    telling = {place: part * subject.rarity(place) for place, part in parts.items()}
    named = sorted(telling, key=lambda place: (-telling[place], subject.words[place]))
    return [
        (here[subject.words[place]], round(TEXT * parts[place], 6))
        for place in named[:SHOWN_TERMS]
        if telling[place] >= LEAST_TELLING * telling[named[0]]
    ]
