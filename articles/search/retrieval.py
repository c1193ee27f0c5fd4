"""Which articles a query means: words by the engine, tags, years and kinds from bitmaps, joined in memory."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import reduce
from typing import Final

from articles.access import reads_every_full_post
from articles.bitmaps.facet_registry import choice_facet_of
from articles.browse.filters import Years
from articles.browse.scope import VisibleScope
from articles.search.engines.expressions import Expression, any_of, within
from articles.search.engines.interface import bitmaps_of_matches
from articles.search.query.author_names import written_names
from articles.search.query.interpretation import All, Concept, Either, Filter, Meaning, No, Text, expression_of
from articles.search.read_words import Candidate, texts_of
from tags.cache.bitmaps import NOTHING, Bitmap, of, under, union
from tags.management.parts import in_parts

AT_ONCE: Final = 10  # words and phrases that one statement looks up


@dataclass(frozen=True)
class Finder:
    """Looks for what one person may find: `full` is whether that includes the words of full posts.

    `known`: what was looked up before, for as long as one query is answered; `ahead`: what the next statement has to
    look up besides.
    """

    scope: VisibleScope
    full: bool
    known: dict[Expression, Bitmap] = field(default_factory=dict, compare=False)
    ahead: list[Expression] = field(default_factory=list, compare=False)

    def found(self, meaning: Meaning) -> Bitmap:
        """The articles that the person may see and that hold what is meant. Raises `SearchTookTooLong`."""
        return self.scope.articles & self.all(meaning)

    def look_up(self, meanings: Iterable[Meaning]) -> None:
        """Have all words of these known, by a statement for each `AT_ONCE` of them that are not yet.

        How many statements run follows from the words alone, and not from what holds them.
        """
        wanted = dict.fromkeys(expression for meaning in meanings for expression in expressions_of(meaning))
        unknown = [expression for expression in wanted if expression not in self.known]
        for part in in_parts(unknown, AT_ONCE):
            self.ask(part)

    def ask(self, expressions: list[Expression]) -> None:
        """Look these up, in one statement whatever they are."""
        expressions = expressions + self.ahead
        self.ahead.clear()
        self.known.update(zip(expressions, bitmaps_of_matches(expressions, full=self.full), strict=True))

    def holding(self, expression: Expression) -> Bitmap:
        if expression not in self.known:
            self.ask([expression])
        return self.known[expression]

    def texts_of(self, articles: Bitmap) -> list[Candidate]:
        """The words of these articles. One query where some were not read yet."""
        return texts_of(articles, self.scope.snapshot)

    def all(self, meaning: Meaning) -> Bitmap:
        if isinstance(meaning, Text):
            said = self.holding(meaning.expression)
            return said | self.scope.of_papers_in(meaning.years) if meaning.years else said
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
        together = [part for part in meaning.parts if isinstance(part, Text) and not part.years]
        if all(part.expression in self.known for part in together):
            together = []
        others = [self.all(part) for part in meaning.parts if part not in together]
        if together:
            others.append(self.holding(expression_of(together)))
        return reduce(lambda one, other: one & other, others)

    def of_concept(self, concept: Concept) -> Bitmap:
        filed = union(self.scope.bitmaps[under(tag)] for tag in concept.tags)
        return filed | self.holding(concept.expression)

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
        return bitmaps_of_matches([any_of(ways)])[0] if ways else NOTHING


def years_in(value: str) -> Years:
    """Those of `2015`, `2015..2020`, `2015..` or `..2020`."""
    first, dots, last = value.partition("..")
    if not dots:
        return Years(int(first), int(first))
    return Years(int(first) if first else None, int(last) if last else None)


def expressions_of(meaning: Meaning) -> Iterator[Expression]:
    """What the engine is asked for, for each word and each tag by itself."""
    if isinstance(meaning, Text | Concept):
        yield meaning.expression
    elif isinstance(meaning, No):
        yield from expressions_of(meaning.part)
    elif isinstance(meaning, All | Either):
        for part in meaning.parts:
            yield from expressions_of(part)


def finder_for(scope: VisibleScope) -> Finder:
    """A visitor's search never looks into full posts; that of a person who may read them does."""
    return Finder(scope, full=reads_every_full_post(scope.user))
