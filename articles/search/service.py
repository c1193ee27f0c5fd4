"""A query answered: what was found and in which order, or what is wrong with a query that means nothing."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from math import log

from articles.browse.filtered_list import FilteredList
from articles.browse.scope import VisibleScope
from articles.search.known_item import named_by, written_so
from articles.search.query.ast import Node, leaves, text_of
from articles.search.query.fixes import mistake_of, nothing_in, told
from articles.search.query.interpretation import All, Leaf, Meaning, UnknownTag, meaning_of, wanted
from articles.search.query.lexer import QueryMistake
from articles.search.query.parser import parse
from articles.search.query.query_filters import Narrowed, narrowed
from articles.search.query.spellcheck import corrected
from articles.search.ranking import CANDIDATES, ranked
from articles.search.retrieval import Finder, finder_for
from tags.cache.bitmaps import NOTHING, Bitmap

COMMON = 5_000  # articles; a word that more of them hold says little when not all words are found


@dataclass(frozen=True)
class Answer:
    """`filtered` holds what was found, with the filters of the query; `order` the best of it, best first.

    `corrected`: the query that was answered instead, because nothing holds the words as they were typed. `is_partial`:
    nothing holds all words, of the corrected query if there is one; these hold most of them. `better`: what is looked
    for, without the filters, with the nearest words in place of those that find nothing.
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
    """Everything found, named articles first; when nothing is, what the nearest words or most of the words find."""
    split = narrowed(tree, finder.scope.tag_tree)
    if split.filters and split.rest:
        named = named_by(text_of(split.rest), finder.scope)
    if tree and not all(is_wanted for _, is_wanted in leaves(tree)):  # what must not be there is not named
        named = named & written_so(text_of(split.rest), finder.scope)
    meaning = meaning_of(split.rest, finder.scope.tag_tree) if split.rest else None
    if meaning is None and not split.filters and not named:
        raise nothing_in(query)
    base = named | (finder.found(meaning) if meaning else finder.scope.articles if split.filters else NOTHING)
    if base or meaning is None:
        return made(query, split, base, named, finder, wanted(meaning))
    better = corrected(split.rest, finder) if split.rest else None
    again = meaning_of(better, finder.scope.tag_tree) if better else None
    if again is None:
        return of_most_words(query, split, meaning, finder)
    text = Narrowed(better, split.filters).text
    if found := finder.found(again):
        return replace(made(query, split, found, named, finder, wanted(again), corrected=text), better=better)
    return replace(of_most_words(query, split, again, finder, corrected=text), better=better)


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


def of_most_words(query: str, split: Narrowed, meaning: Meaning, finder: Finder, corrected: str = "") -> Answer:
    """Articles that hold two thirds of the words, the rarer ones counting more; only for words side by side."""
    leaves = wanted(meaning)
    is_plain = isinstance(meaning, All) and len(leaves) == len(meaning.parts) > 1
    held = {leaf: finder.found(leaf) for leaf in leaves} if is_plain else {}
    total = len(finder.scope.articles) + 1
    weights = {leaf: log(total / (1 + len(bitmap))) for leaf, bitmap in held.items()}
    scores: defaultdict[int, float] = defaultdict(float)
    times = Counter[int]()
    for leaf, bitmap in held.items():
        for sort_key in bitmap if len(bitmap) <= COMMON else ():
            scores[sort_key] += weights[leaf]
            times[sort_key] += 1
    common = sum(len(bitmap) > COMMON for bitmap in held.values())
    good = [sort_key for sort_key in scores if 3 * (times[sort_key] + common) >= 2 * len(leaves)]
    base = Bitmap(sorted(good, key=lambda sort_key: (-scores[sort_key], -sort_key))[:CANDIDATES])
    filtered = FilteredList(finder.scope, base, split.filters)
    order = ranked(finder, filtered.articles, leaves, weights=weights) if base else []
    return Answer(query, split, filtered, leaves, order, corrected if base else "", bool(base), finder)
