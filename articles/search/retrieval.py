"""Which articles a query means: words by the engine, tags, years and kinds from bitmaps, joined in memory."""

from dataclasses import dataclass
from functools import reduce

from articles.access import reads_every_full_post
from articles.bitmaps.facet_registry import choice_facet_of
from articles.browse.filters import Years
from articles.browse.scope import VisibleScope
from articles.search.engines.expressions import any_of, within
from articles.search.engines.interface import bitmap_of_matches
from articles.search.query.author_names import written_names
from articles.search.query.interpretation import All, Concept, Either, Filter, Meaning, No, Text, expression_of
from tags.cache.bitmaps import NOTHING, Bitmap, of, under, union


@dataclass(frozen=True)
class Finder:
    """Looks for what one person may find: `full` is whether that includes the words of full posts."""

    scope: VisibleScope
    full: bool

    def found(self, meaning: Meaning) -> Bitmap:
        """The articles that the person may see and that hold what is meant. Raises `SearchTookTooLong`."""
        return self.scope.articles & self.all(meaning)

    def all(self, meaning: Meaning) -> Bitmap:
        if isinstance(meaning, Text):
            return bitmap_of_matches(meaning.expression, full=self.full)
        if isinstance(meaning, Concept):
            return self.of_concept(meaning)
        if isinstance(meaning, Filter):
            return self.of_filter(meaning)
        if isinstance(meaning, No):
            return self.scope.articles - self.all(meaning.part)
        if isinstance(meaning, Either):
            return union(self.all(part) for part in meaning.parts)
        return self.of_all(meaning)

    def of_all(self, meaning: All) -> Bitmap:
        """Plain words are asked for together: the engine is quick to find what holds a rare one of them."""
        texts = [part for part in meaning.parts if isinstance(part, Text)]
        others = [self.all(part) for part in meaning.parts if not isinstance(part, Text)]
        if texts:
            others.append(bitmap_of_matches(expression_of(texts), full=self.full))
        return reduce(lambda one, other: one & other, others)

    def of_concept(self, concept: Concept) -> Bitmap:
        filed = union(self.scope.bitmaps[under(tag)] for tag in concept.tags)
        return filed | bitmap_of_matches(concept.expression, full=self.full)

    def of_filter(self, wanted: Filter) -> Bitmap:
        bitmaps = self.scope.bitmaps
        if wanted.name == "tag":
            return union(bitmaps[under(tag)] for tag in wanted.tags)
        if wanted.name == "author":
            return self.of_author(wanted.value)
        if wanted.name == "year":
            return self.scope.of_papers_in(years_in(wanted.value))
        facet = choice_facet_of(wanted.name)
        return bitmaps[of(facet.key, wanted.value)] if facet else NOTHING

    def of_author(self, name: str) -> Bitmap:
        ways = [within("names", side) for side in written_names(name)]
        return bitmap_of_matches(any_of(ways)) if ways else NOTHING


def years_in(value: str) -> Years:
    """Those of `2015`, `2015..2020`, `2015..` or `..2020`."""
    first, dots, last = value.partition("..")
    if not dots:
        return Years(int(first), int(first))
    return Years(int(first) if first else None, int(last) if last else None)


def finder_for(scope: VisibleScope) -> Finder:
    """A visitor's search never looks into full posts; that of a person who may read them does."""
    return Finder(scope, full=reads_every_full_post(scope.user))
