"""The parts of a query that have to hold together, so that one of them can be left out or put in other words."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from articles.search.query.ast import And, Group, Node, Not, Phrase, Word, joined, side_by_side, with_said
from articles.search.query.interpretation import All, Concept, Meaning, Text, all_meaning, meaning_of, with_places
from tags.cache.tag_tree import TagTree

SHORTEST: Final = 3  # letters or digits of a word


@dataclass(frozen=True)
class Unit:
    """A word, the words that spell a tag, or a part with a sign of its own. `places`: where it stands in the tree.

    `is_own`: the person gave it a sign: a filter, quotation marks, brackets, a hyphen or NOT before it.
    """

    places: frozenset[int]
    meaning: Meaning
    nodes: tuple[Node, ...]

    @property
    def said(self) -> str:
        """As it was typed, without the quotation marks around it."""
        return " ".join(node.text if isinstance(node, Phrase) else str(node) for node in self.nodes)

    @property
    def is_own(self) -> bool:
        """A word in brackets, “(2002)”, is a word."""
        return not all(isinstance(node.part if isinstance(node, Group) else node, Word) for node in self.nodes)

    @property
    def is_wanted(self) -> bool:
        return not any(isinstance(node, Not) for node in self.nodes)

    @property
    def parts(self) -> tuple[Meaning, ...]:
        return self.meaning.parts if isinstance(self.meaning, All) else (self.meaning,)

    @property
    def is_tag(self) -> bool:
        return any(isinstance(part, Concept) for part in self.parts)

    @property
    def is_hint(self) -> bool:
        """Whether it is only a year, an initial or a short number: it tells little without what stands beside it."""
        texts = [part for part in self.parts if isinstance(part, Text)]
        return len(texts) == len(self.parts) and all(text.years or len(text.forms[0][0]) < SHORTEST for text in texts)


def units_of(tree: Node, tag_tree: TagTree) -> list[Unit]:
    """Those of a query, in its order: the parts at its top, without what says nothing."""
    parts = side_by_side(tree)
    if isinstance(tree, And | Word):
        meant = with_places(tree, tag_tree)
    else:
        whole = meaning_of(tree, tag_tree)
        meant = [(whole, frozenset({0}))] if whole else []
    rows: list[tuple[list[Meaning], set[int]]] = []
    for meaning, places in meant:
        if rows and rows[-1][1] & places:  # a word of two parts, or a tag that ends within one
            rows[-1][0].append(meaning)
            rows[-1][1].update(places)
        else:
            rows.append(([meaning], set(places)))
    return [
        Unit(frozenset(places), together, tuple(parts[place] for place in sorted(places)))
        for meanings, places in rows
        if (together := all_meaning(meanings))
    ]


def rewritten(tree: Node, left_out: Collection[int], others: Mapping[int, tuple[Node, ...]]) -> Node | None:
    """The tree without its parts at some places, and with others in place of those at some."""
    kept = [
        (node, is_said)
        for place, (part, is_said) in enumerate(with_said(tree))
        if place not in left_out
        for node in others.get(place, (part,))
    ]
    return joined(kept)
