"""The order of what was found: a bounded number of candidates is read and weighed, the rest follows by date.

The words are weighed by us and not by the engines, so that both give one order. A word counts by where it stands and
how often, with diminishing return (as tf / (tf + k) in BM25), a tag by whether the article is filed right under it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from articles.models import PublicWords
from articles.search.engines.expressions import Expression, all_of, loosened, within
from articles.search.engines.interface import bitmap_of_matches
from articles.search.index import BAR
from articles.search.query.interpretation import Concept, Leaf
from articles.search.retrieval import Finder
from tags.cache.bitmaps import NOTHING, Bitmap, filed, under, union

CANDIDATES: Final = 400
WEIGHTS: Final = {"title": 5.0, "head": 2.0, "body": 1.0, "names": 2.0}
SATURATION: Final = 1.2  # occurrences that bring about half of the weight
FILED: Final = 3.0
INHERITED: Final = 1.5
IN_A_ROW: Final = {"title": 4.0, "head": 1.0}  # when all words of the query stand side by side
LONG_TITLE: Final = 0.03  # how much each word of a title takes from its weight: a short one is about fewer things


@dataclass(frozen=True)
class Candidate:
    """One article and its words, each field with a space on both sides."""

    sort_key: int
    fields: Mapping[str, str]


def ranked(finder: Finder, found: Bitmap, leaves: Sequence[Leaf], *, weights: Mapping[Leaf, float]) -> list[int]:
    """The best candidates among `found`, best first. `weights`: how much each word tells, 1 unless it is given."""
    best = candidates(found, leaves)
    held: dict[Leaf, tuple[Bitmap, Bitmap]] = {
        leaf: bitmaps_of(finder, leaf) for leaf in leaves if isinstance(leaf, Concept)
    }
    scores = {one.sort_key: score(one, leaves, held, weights) for one in texts_of(best)}
    return sorted(scores, key=lambda sort_key: (-scores[sort_key], -sort_key))


def score(
    candidate: Candidate,
    leaves: Sequence[Leaf],
    held: Mapping[Leaf, tuple[Bitmap, Bitmap]],
    weights: Mapping[Leaf, float],
) -> float:
    """How well a candidate fits. `held`: for each concept what is filed right under it, and under it at all."""
    each = sum(weights.get(leaf, 1.0) * worth(candidate, leaf, held) for leaf in leaves)
    return each + in_a_row(candidate, leaves)


def candidates(found: Bitmap, leaves: Sequence[Leaf]) -> Bitmap:
    """At most `CANDIDATES` of what was found: those with all words in the title, in title or head, then the newest."""
    if len(found) <= CANDIDATES or not leaves:
        return found[-CANDIDATES:]
    chosen = NOTHING
    for expression in tiers(leaves):
        fitting = (found & bitmap_of_matches(expression)) - chosen
        chosen = chosen | fitting[-(CANDIDATES - len(chosen)) :]
        if len(chosen) >= CANDIDATES:
            return chosen
    return chosen | (found - chosen)[-(CANDIDATES - len(chosen)) :]


def tiers(leaves: Sequence[Leaf]) -> Iterable[Expression]:
    """What the best candidates hold. They were found already, so that words need not stand side by side here."""
    for field in ("title", "head"):
        yield all_of(within(field, loosened(leaf.expression)) for leaf in leaves)


def texts_of(articles: Bitmap) -> list[Candidate]:
    rows = PublicWords.objects.filter(article__sort_key__in=list(articles)).values_list(
        "article__sort_key", "title", "head", "body", "names"
    )
    return [
        Candidate(sort_key, {field: f" {text} " for field, text in zip(WEIGHTS, texts, strict=True)})
        for sort_key, *texts in rows
        if sort_key is not None
    ]


def worth(candidate: Candidate, leaf: Leaf, held: Mapping[Leaf, tuple[Bitmap, Bitmap]]) -> float:
    """What one word or tag brings to a candidate."""
    score = 0.0
    for field, text in candidate.fields.items():
        times = times_in(text, leaf)
        if times:
            weight = WEIGHTS[field] / (1 + LONG_TITLE * text.count(" ")) if field == "title" else WEIGHTS[field]
            score += weight * times / (times + SATURATION)
    if leaf in held:
        direct, inherited = held[leaf]
        score += FILED if candidate.sort_key in direct else INHERITED if candidate.sort_key in inherited else 0.0
    return score


def times_in(text: str, leaf: Leaf) -> int:
    """How often it stands in a text; once when only a compound of the text, written in one, says it."""
    bar = text.find(BAR)
    end = bar + 1 if bar >= 0 else len(text)
    wanted = written(leaf)
    return sum(text.count(form, 0, end) for form in wanted) or any(form in text for form in wanted)


def written(leaf: Leaf) -> list[str]:
    """Each form as it stands in words with a space on both sides."""
    end = "" if is_prefix(leaf) else " "
    return [f" {' '.join(form)}{end}" for form in leaf.forms]


def is_prefix(leaf: Leaf) -> bool:
    return not isinstance(leaf, Concept) and leaf.is_prefix


def bitmaps_of(finder: Finder, concept: Concept) -> tuple[Bitmap, Bitmap]:
    """What is filed right under the tags, and under them or narrower ones."""
    bitmaps = finder.scope.bitmaps
    return union(bitmaps[filed(tag)] for tag in concept.tags), union(bitmaps[under(tag)] for tag in concept.tags)


def in_a_row(candidate: Candidate, leaves: Sequence[Leaf]) -> float:
    """What it brings that all words of the query stand side by side."""
    if len(leaves) < 2:
        return 0.0
    row = " ".join(word for leaf in leaves for word in leaf.forms[0])
    return sum(bonus for field, bonus in IN_A_ROW.items() if f" {row} " in candidate.fields[field])
