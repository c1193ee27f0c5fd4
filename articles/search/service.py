"""A query answered: what was found and in which order, or what is wrong with a query that means nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from math import log

from articles.browse.filtered_list import FilteredList
from articles.browse.scope import VisibleScope
from articles.search.known_item import named_by, written_so
from articles.search.query.ast import Node, leaves, text_of
from articles.search.query.fixes import mistake_of, nothing_in, told
from articles.search.query.interpretation import Leaf, UnknownTag, meaning_of, wanted
from articles.search.query.lexer import QueryMistake
from articles.search.query.parser import parse
from articles.search.query.query_filters import Narrowed, narrowed
from articles.search.query.spellcheck import corrected
from articles.search.ranking import look_ahead, ranked
from articles.search.relaxation import Way, relaxed
from articles.search.retrieval import Finder, finder_for
from tags.cache.bitmaps import NOTHING, Bitmap, union


@dataclass(frozen=True)
class Answer:
    """`filtered` holds what was found, with the filters of the query; `order` the best of it, best first.

    `corrected`: the query that was answered instead, because nothing holds the words as they were typed. `is_partial`:
    nothing holds all words, of the corrected query if there is one; these hold most of them. `missing`: those that
    nothing holds at all; `ways`: queries without some of the words. `better`: what is looked for, without the filters,
    with the nearest words in place of those that find nothing, and without those that are left out.
    """

    query: str
    narrowed: Narrowed
    filtered: FilteredList
    leaves: Sequence[Leaf] = ()
    order: Sequence[int] = ()
    corrected: str = ""
    is_partial: bool = False
    finder: Finder | None = None
    mistake: QueryMistake | None = None
    first: Bitmap = field(default=NOTHING)
    better: Node | None = None
    missing: Sequence[str] = ()
    ways: Sequence[Way] = ()

    @property
    def is_full(self) -> bool:
        """Whether full posts were searched too."""
        return self.finder is not None and self.finder.full

    @property
    def count(self) -> int:
        return self.filtered.count

    def sort_keys(self, start: int, end: int) -> list[int]:
        """Those of the articles from one place to another: what is named, the best, then the newest."""
        head = list(self.order[start:end])
        if len(self.order) >= end:
            return head
        rest = self.filtered.articles - Bitmap(self.order)
        low, high = (min(len(rest), max(0, place - len(self.order))) for place in (start, end))
        return head + list(rest[len(rest) - high : len(rest) - low])[::-1]


def answer(query: str, scope: VisibleScope) -> Answer:
    """The answer for one person. Raises `SearchTookTooLong`."""
    nothing = Narrowed(None, narrowed(None, scope.tag_tree).filters)
    named = named_by(query, scope)
    try:
        tree = parse(query)
        return answered(query, tree, named, finder_for(scope)) if tree or named else unanswered(query, nothing, scope)
    except QueryMistake as mistake:
        if named:
            return of_named(query, nothing, named, scope)
        return unanswered(query, nothing, scope, told(mistake, scope.tag_tree))
    except UnknownTag as unknown:
        return unanswered(query, nothing, scope, told(mistake_of(query, unknown), scope.tag_tree))


def unanswered(query: str, empty: Narrowed, scope: VisibleScope, mistake: QueryMistake | None = None) -> Answer:
    return Answer(query, empty, FilteredList(scope, NOTHING, empty.filters), mistake=mistake)


def of_named(query: str, empty: Narrowed, named: Bitmap, scope: VisibleScope) -> Answer:
    filtered = FilteredList(scope, named, empty.filters)
    return Answer(query, empty, filtered, order=list(named)[::-1], first=named)


def answered(query: str, tree: Node | None, named: Bitmap, finder: Finder) -> Answer:
    """Everything found, named articles first; when nothing is, what the nearest words find, or most of the words."""
    split = narrowed(tree, finder.scope.tag_tree)
    if split.filters and split.rest:
        named = named_by(text_of(split.rest), finder.scope)
    if tree and not all(is_wanted for _, is_wanted in leaves(tree)):  # what must not be there is not named
        named = named & written_so(text_of(split.rest), finder.scope)
    meaning = meaning_of(split.rest, finder.scope.tag_tree) if split.rest else None
    if meaning is None and not split.filters and not named:
        raise nothing_in(query)
    look_ahead(finder, wanted(meaning))
    base = named | (finder.found(meaning) if meaning else finder.scope.articles if split.filters else NOTHING)
    if base or meaning is None:
        return made(query, split, base, named, finder, wanted(meaning))
    better = corrected(split.rest, finder) if split.rest else None
    again = meaning_of(better, finder.scope.tag_tree) if better else None
    if again and (found := finder.found(again)):
        text = Narrowed(better, split.filters).text
        return replace(made(query, split, found, named, finder, wanted(again), corrected=text), better=better)
    return nearest(query, split, better, finder)


def made(
    query: str,
    split: Narrowed,
    base: Bitmap,
    named: Bitmap,
    finder: Finder,
    leaves: Sequence[Leaf],
    corrected: str = "",
) -> Answer:
    filtered = FilteredList(finder.scope, base, split.filters)
    best = ranked(finder, filtered.articles - named, leaves, weights={}) if leaves else []
    order = [*reversed(list(filtered.articles & named)), *best]
    return Answer(query, split, filtered, leaves, order, corrected, finder=finder, first=named)


def nearest(query: str, split: Narrowed, better: Node | None, finder: Finder) -> Answer:
    """What comes nearest. Where the filters alone leave nothing, it is for them to be taken off first."""
    left = FilteredList(finder.scope, finder.scope.articles, split.filters).articles
    asked = Narrowed(better or split.rest, split.filters if left else split.filters.without_filters())
    near = relaxed(asked, left or finder.scope.articles, finder)
    trees = [way.tree for way in near.shown if way.tree]
    meanings = [meaning for tree in trees if (meaning := meaning_of(tree, finder.scope.tag_tree))]
    leaves = list(dict.fromkeys(leaf for meaning in meanings for leaf in wanted(meaning)))
    filtered = FilteredList(finder.scope, union(way.found for way in near.shown), split.filters)
    total = len(finder.scope.articles) + 1
    weights = {leaf: log(total / (1 + len(finder.found(leaf)))) for leaf in leaves} if len(meanings) > 1 else {}
    return Answer(
        query, split, filtered, leaves,
        order=ranked(finder, filtered.articles, leaves, weights=weights) if leaves else [],
        corrected=asked.text if better and near.ways else "",
        is_partial=bool(near.shown),
        finder=finder,
        better=trees[0] if trees else better,
        missing=near.missing,
        ways=near.ways if left else (),
    )  # fmt: skip
