"""When nothing holds all of a query: what of it may be left out, and how much shows then.

What has a sign of its own in the query (a filter, quotation marks, brackets, a hyphen before it) holds for all that is
shown; to leave it out is only offered. Each number is that of the query behind its link.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from articles.browse.scope import VisibleScope
from articles.search.query.ast import Field, Group, Node, Or, Phrase, Word
from articles.search.query.interpretation import meaning_of
from articles.search.query.labels import tags_by_word
from articles.search.query.lexer import OPERATORS
from articles.search.query.query_filters import Narrowed
from articles.search.query.spellcheck import corrected, shared_beginning
from articles.search.query.units import Unit, rewritten, units_of
from articles.search.retrieval import Finder
from articles.search.subqueries import Kept, Subqueries
from articles.text.tokenizer import folded, words_of
from tags.cache.bitmaps import NOTHING, Bitmap
from tags.cache.tag_tree import TagTree
from tags.models import Tag

TRIED: Final = 8
OFFERED: Final = 4


@dataclass(frozen=True)
class Way:
    """A query that finds something. `left_out`: what it does without, as it was typed; `instead`: what it has in place
    of words; `is_apart`: the words of its phrases may stand apart. `is_shown`: what it finds is shown at once.
    """

    tree: Node | None
    query: str
    left_out: tuple[str, ...] = ()
    instead: tuple[str, ...] = ()
    is_apart: bool = False
    is_shown: bool = False
    found: Bitmap = NOTHING

    @property
    def label(self) -> str:
        """What it changes, and how many summaries show then."""
        without = ["quotation marks"] if self.is_apart else []
        without += [listed(self.left_out)] if self.left_out else []
        others = [f"with {listed(self.instead)}"] if self.instead else []
        text = ", ".join([*others, *([f"without {' and '.join(without)}"] if without else [])])
        return f"{text[0].upper()}{text[1:]}: {len(self.found):,}"


def listed(said: Sequence[str], joint: str = "and") -> str:
    """“a”, “b” and “c”."""
    quoted = [f"“{text}”" for text in said]
    return f" {joint} ".join(filter(None, (", ".join(quoted[:-1]), *quoted[-1:])))


@dataclass(frozen=True)
class Relaxed:
    """`missing`: what nothing holds, as it was typed; `ways`: those whose articles are shown come first."""

    missing: tuple[str, ...] = ()
    ways: tuple[Way, ...] = ()

    @property
    def shown(self) -> list[Way]:
        return [way for way in self.ways if way.is_shown]


def relaxed(split: Narrowed, whole: Bitmap, finder: Finder) -> Relaxed:
    """What comes nearest to a query that finds nothing. `whole`: the articles that its filters leave.

    Costs a query for every ten words, and one for every ten that mean something else when what stood beside them is
    left out; as much again where a phrase is looked for in words, or OR stands between the parts.
    """
    if isinstance(split.rest, Group):  # brackets around it all
        return relaxed(replace(split, rest=split.rest.part), whole, finder)
    units = units_of(split.rest, finder.scope.tag_tree) if split.rest else []
    finder.look_up(unit.meaning for unit in units)
    held = [finder.found(unit.meaning) & whole for unit in units]
    choice = Subqueries(units, held, whole, has_filters=bool(split.filters))
    absent = [units[at] for at in sorted(choice.absent) if units[at].is_wanted]
    missing = [unit for unit in absent if not unit.is_own]
    ways = [without(split, units, kept, is_shown=True) for kept in choice.nearest()]
    ways += [
        *filed_under(split, missing, finder.scope),
        *begun(split, missing, finder.scope.tag_tree),
        *apart(split, units),
    ]
    ways += [without(split, units, kept) for kept in choice.without_one()]
    ways = ways or [without(split, units, kept) for kept in choice.without_signs()]
    found = [way for way in looked_up(ways[:TRIED], whole, finder) if way.found]
    found += [*parted(split, units, whole, finder), *either(split, whole, finder)]
    first = {way.query: way for way in reversed(found)}
    offered = [way for way in found if first[way.query] is way]
    return Relaxed(tuple(unit.said for unit in absent), tuple(offered[:OFFERED]))


def parted(split: Narrowed, units: Sequence[Unit], whole: Bitmap, finder: Finder) -> list[Way]:
    """Where the words of a phrase are not found apart, either: the nearest to them, without some of them."""
    absent = [unit for unit in units if isinstance(unit.nodes[0], Phrase) and not finder.found(unit.meaning) & whole]
    found: list[Way] = []
    for way in apart(split, absent):
        better = corrected(way.tree, finder) if way.tree else None
        asked = replace(split, rest=better or way.tree)
        instead = (str(better),) if better else ()
        mended = replace(way, tree=asked.rest, query=asked.text, instead=instead)
        ways = [way for way in looked_up([mended], whole, finder) if way.found] or relaxed(asked, whole, finder).ways
        found += [replace(one, is_apart=True, is_shown=False) for one in ways]
    return found


def either(split: Narrowed, whole: Bitmap, finder: Finder) -> list[Way]:
    """Where OR stands between the parts of a query, and none finds anything: the nearest to each of them."""
    parts = split.rest.parts if isinstance(split.rest, Or) else ()
    found: list[Way] = []
    for part in parts[:OFFERED]:
        near = relaxed(replace(split, rest=part), whole, finder)
        others = tuple(str(other) for other in parts if other != part)
        found += [replace(one, left_out=(*one.left_out, *others), is_shown=False) for one in near.ways[:1]]
    return found


def without(split: Narrowed, units: Sequence[Unit], kept: Kept, *, is_shown: bool = False) -> Way:
    left_out = [unit for at, unit in enumerate(units) if at not in kept]
    return replace(changed(split, left_out, {}), is_shown=is_shown)


def filed_under(split: Narrowed, missing: Sequence[Unit], scope: VisibleScope) -> Iterator[Way]:
    """With the topic, of those in whose labels a word stands that nothing has, that holds most: for “children”, say,
    “Children and adolescents”.
    """
    topics: dict[int, Tag] = {}
    for unit in missing:
        words = words_of(unit.said) if len(unit.nodes) == 1 else []
        tags = tags_by_word(scope.tag_tree).get(words[0], ()) if len(words) == 1 else ()
        if tags:
            topics |= dict.fromkeys(unit.places, max(tags, key=scope.count))
    if topics:
        left_out = [unit for unit in missing if not topics.keys() & unit.places]
        others: dict[int, tuple[Node, ...]] = {place: (Field("tag", tag.slug),) for place, tag in topics.items()}
        names = tuple(dict.fromkeys(tag.name for tag in topics.values()))
        yield replace(changed(split, left_out, others), instead=names)


def begun(split: Narrowed, missing: Sequence[Unit], tag_tree: TagTree) -> Iterator[Way]:
    """With the beginnings that words which nothing has share with words of labels: hippocamp*."""
    words = {place: str(unit.nodes[0]) for unit in missing if len(unit.nodes) == 1 for place in unit.places}
    begins = {place: begin for place, word in words.items() if (begin := shared_beginning(folded(word), tag_tree))}
    if begins:
        left_out = [unit for unit in missing if not begins.keys() & unit.places]
        way = changed(split, left_out, {place: (Word(begin, True),) for place, begin in begins.items()})
        yield replace(way, instead=tuple(f"{begin}*" for begin in begins.values()))


def apart(split: Narrowed, units: Sequence[Unit]) -> Iterator[Way]:
    """With the words of phrases anywhere in the text."""
    phrases = [unit for unit in units if isinstance(unit.nodes[0], Phrase)]
    others = {place: words_apart(unit.said) for unit in phrases for place in unit.places}
    if any(len(words) > 1 for words in others.values()):
        yield replace(changed(split, [], others), is_apart=True)


def words_apart(phrase: str) -> tuple[Node, ...]:
    """The words of a phrase as they are typed without quotation marks, without what would be a sign there."""
    return tuple(Word(word) for word in re.findall(r"\w[^\s():*]*", phrase) if word not in OPERATORS)


def changed(split: Narrowed, left_out: Sequence[Unit], others: Mapping[int, tuple[Node, ...]]) -> Way:
    assert split.rest is not None  # noqa: S101 - what has units has a tree
    tree = rewritten(split.rest, {place for unit in left_out for place in unit.places}, others)
    return Way(tree, replace(split, rest=tree).text, tuple(unit.said for unit in left_out))


def looked_up(ways: Sequence[Way], whole: Bitmap, finder: Finder) -> Iterator[Way]:
    """Each once, with what its query finds; without anything to look for that is all that the filters leave."""
    by_query: dict[str, Way] = {}
    for way in ways:
        by_query.setdefault(way.query, way)
    meanings = {way: meaning_of(way.tree, finder.scope.tag_tree) if way.tree else None for way in by_query.values()}
    finder.look_up(meaning for meaning in meanings.values() if meaning)
    for way, meaning in meanings.items():
        yield replace(way, found=finder.found(meaning) & whole if meaning else NOTHING if way.tree else whole)
