"""Which articles a query means: words by the engine, tags, years and kinds from the shelves, joined in memory."""

from dataclasses import dataclass
from functools import reduce

from articles.access import reads_every_full_post
from articles.browse import Reach
from articles.facets_registry import choice_facet_of
from articles.search.engine import numbers_with
from articles.search.expressions import any_of, within
from articles.search.meaning import All, Concept, Either, Filter, Meaning, No, Text, expression_of
from articles.search.naming import written_names
from articles.selection import Years
from tags.shelves import NOTHING, Numbers, of, under, union


@dataclass(frozen=True)
class Finder:
    """Looks for what one person may find: `full` is whether that includes the words of full posts."""

    reach: Reach
    full: bool

    def found(self, meaning: Meaning) -> Numbers:
        """The articles that the person may see and that hold what is meant. Raises `SearchTookTooLong`."""
        return self.reach.numbers & self.all(meaning)

    def all(self, meaning: Meaning) -> Numbers:
        if isinstance(meaning, Text):
            return numbers_with(meaning.expression, full=self.full)
        if isinstance(meaning, Concept):
            return self.of_concept(meaning)
        if isinstance(meaning, Filter):
            return self.of_filter(meaning)
        if isinstance(meaning, No):
            return self.reach.numbers - self.all(meaning.part)
        if isinstance(meaning, Either):
            return union(self.all(part) for part in meaning.parts)
        return self.of_all(meaning)

    def of_all(self, meaning: All) -> Numbers:
        """Plain words are asked for together: the engine is quick to find what holds a rare one of them."""
        texts = [part for part in meaning.parts if isinstance(part, Text)]
        others = [self.all(part) for part in meaning.parts if not isinstance(part, Text)]
        if texts:
            others.append(numbers_with(expression_of(texts), full=self.full))
        return reduce(lambda one, other: one & other, others)

    def of_concept(self, concept: Concept) -> Numbers:
        filed = union(self.reach.shelves[under(tag)] for tag in concept.tags)
        return filed | numbers_with(concept.expression, full=self.full)

    def of_filter(self, wanted: Filter) -> Numbers:
        shelves = self.reach.shelves
        if wanted.name == "tag":
            return union(shelves[under(tag)] for tag in wanted.tags)
        if wanted.name == "author":
            return self.of_author(wanted.value)
        if wanted.name == "year":
            return self.reach.of_papers_in(years_in(wanted.value))
        facet = choice_facet_of(wanted.name)
        return shelves[of(facet.key, wanted.value)] if facet else NOTHING

    def of_author(self, name: str) -> Numbers:
        ways = [within("names", side) for side in written_names(name)]
        return numbers_with(any_of(ways)) if ways else NOTHING


def years_in(value: str) -> Years:
    """Those of `2015`, `2015..2020`, `2015..` or `..2020`."""
    first, dots, last = value.partition("..")
    if not dots:
        return Years(int(first), int(first))
    return Years(int(first) if first else None, int(last) if last else None)


def finder_for(reach: Reach) -> Finder:
    """A visitor's search never looks into full posts; that of a person who may read them does."""
    return Finder(reach, full=reads_every_full_post(reach.user))
