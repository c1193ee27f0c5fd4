"""The order of what was found: a bounded number of candidates is read and weighed, the rest follows by date.

The words are weighed by us and not by the engines, so that both give one order. A word counts by where it stands and
how often, with diminishing return (as tf / (tf + k) in BM25), a tag by whether the article is filed right under it, a
year by whether the paper is of it.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Final

from articles.browse.filters import Years
from articles.search.engines.expressions import Expression, all_of, loosened, within
from articles.search.query.citations import NO_YEARS
from articles.search.query.interpretation import Concept, Leaf
from articles.search.read_words import Candidate
from articles.search.retrieval import Finder
from tags.cache.bitmaps import NOTHING, Bitmap, filed, under, union

CANDIDATES: Final = 400
SATURATION: Final = 1.2  # occurrences that bring about half of the weight
FILED: Final = 3.0
INHERITED: Final = 1.5
Held = tuple[Bitmap, Bitmap]
IN_A_ROW: Final = {"title": 4.0, "head": 1.0}  # when all words of the query stand side by side
CITED: Final = 10.0  # when the authors and the year of the paper are what was typed


def ranked(finder: Finder, found: Bitmap, leaves: Sequence[Leaf], *, weights: Mapping[Leaf, float]) -> list[int]:
    """The best candidates among `found`, best first. `weights`: how much each word tells, 1 unless it is given."""
    held: dict[Leaf, Held] = {leaf: bitmaps_of(finder, leaf) for leaf in leaves if is_filed(leaf)}
    query = Weighed(leaves, held, weights)
    scores = {one.sort_key: query.score(one) for one in finder.texts_of(candidates(finder, found, leaves))}
    return sorted(scores, key=lambda sort_key: (-scores[sort_key], -sort_key))


class Weighed:
    """A query that candidates are weighed by: what does not differ from one to the next is made once."""

    def __init__(self, leaves: Sequence[Leaf], held: Mapping[Leaf, Held], weights: Mapping[Leaf, float]) -> None:
        """`held`: see `bitmaps_of`, for each concept and each year."""
        self.words = [(written(leaf), weights.get(leaf, 1.0), held.get(leaf)) for leaf in leaves]
        self.years = [held.get(leaf, (NOTHING, NOTHING))[0] for leaf in leaves if years_of(leaf)]
        self.names = [written(leaf) for leaf in leaves if not years_of(leaf)] if self.years else []
        self.row = f" {' '.join(word for leaf in leaves for word in leaf.forms[0])} " if len(leaves) > 1 else ""

    def score(self, candidate: Candidate) -> float:
        """How well it fits."""
        score = 0.0
        for forms, weight, held in self.words:
            score += weight * worth(candidate, forms, held)
        if self.row:
            score += in_a_row(candidate, self.row)
        return score + self.cited(candidate) if self.names else score

    def cited(self, candidate: Candidate) -> float:
        """What it brings that all words but the year name the authors or the journal, and the paper is of that year."""
        if not all(candidate.sort_key in papers for papers in self.years):
            return 0.0
        names = candidate.fields["names"]
        return CITED if all(any(form in names for form in forms) for forms in self.names) else 0.0


def in_a_row(candidate: Candidate, row: str) -> float:
    """What it brings that all words of the query stand side by side."""
    return sum(bonus for field, bonus in IN_A_ROW.items() if row in candidate.fields[field])


def look_ahead(finder: Finder, leaves: Sequence[Leaf]) -> None:
    """Have the statement that looks for the words say, too, what the best candidates hold, if there may be too many."""
    if len(finder.scope.articles) > CANDIDATES:
        finder.ahead.extend(islice(tiers(leaves), 1))


def candidates(finder: Finder, found: Bitmap, leaves: Sequence[Leaf]) -> Bitmap:
    """At most `CANDIDATES` of what was found: by authors whose paper is of the year that was typed, then those with all
    words in the title, in title or head, then the newest.
    """
    if len(found) <= CANDIDATES or not leaves:
        return found[-CANDIDATES:]
    chosen = NOTHING
    for expression in tiers(leaves):
        fitting = (found & finder.holding(expression)) - chosen
        chosen = chosen | fitting[-(CANDIDATES - len(chosen)) :]
        if len(chosen) >= CANDIDATES:
            return chosen
    return chosen | (found - chosen)[-(CANDIDATES - len(chosen)) :]


def tiers(leaves: Sequence[Leaf]) -> Iterable[Expression]:
    """What the best candidates hold. They were found already, so that words need not stand side by side here."""
    told = [loosened(leaf.expression) for leaf in leaves if not years_of(leaf)]
    for field in ("names", "title", "head") if len(told) < len(leaves) else ("title", "head"):
        if told:
            yield all_of(within(field, expression) for expression in told)


def worth(candidate: Candidate, forms: Sequence[str], held: Held | None) -> float:
    """What one word or tag brings to a candidate: in each field as often as one of its forms stands there, once where
    only a compound says it.
    """
    score = 0.0
    for weight, text, end in candidate.weighed:
        times = 0
        for form in forms:
            times += text.count(form, 0, end)
        if times or (end < len(text) and any(form in text for form in forms)):
            score += weight * (times or 1) / ((times or 1) + SATURATION)
    if held:
        direct, inherited = held
        score += FILED if candidate.sort_key in direct else INHERITED if candidate.sort_key in inherited else 0.0
    return score


def written(leaf: Leaf) -> list[str]:
    """Each form as it stands in words with a space on both sides."""
    end = "" if is_prefix(leaf) else " "
    return [f" {' '.join(form)}{end}" for form in leaf.forms]


def years_of(leaf: Leaf) -> Years:
    return NO_YEARS if isinstance(leaf, Concept) else leaf.years


def is_filed(leaf: Leaf) -> bool:
    """Whether bitmaps hold it, too, and not words alone."""
    return isinstance(leaf, Concept) or bool(leaf.years)


def is_prefix(leaf: Leaf) -> bool:
    return not isinstance(leaf, Concept) and leaf.is_prefix


def bitmaps_of(finder: Finder, leaf: Leaf) -> Held:
    """What is filed right under the tags, and under them or narrower ones; of a year both times its papers."""
    bitmaps = finder.scope.bitmaps
    if isinstance(leaf, Concept):
        return union(bitmaps[filed(tag)] for tag in leaf.tags), union(bitmaps[under(tag)] for tag in leaf.tags)
    papers = finder.scope.of_papers_in(leaf.years)
    return papers, papers
