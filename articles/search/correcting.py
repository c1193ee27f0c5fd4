"""“Did you mean”: for a word that nothing visible holds, the nearest word that something does hold."""

import re
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from articles.models import TitleWord
from articles.search.finding import Finder
from articles.search.meaning import Concept, labels_of, meaning_of
from articles.search.tree import And, Field, Group, Node, Not, Or, Phrase, Word
from articles.words import folded

SHORTEST: Final = 4  # letters; what is shorter is as near to too many words
OFFERED: Final = 5  # words that are looked up, always as many: the number of queries tells nothing of hidden words


def corrected(tree: Node, finder: Finder) -> Node | None:
    """The query with every word that finds nothing replaced by the nearest that finds something; None if none is.

    Only plain words are corrected, not phrases and filters. Costs a few queries for each word that finds nothing.
    """
    better = corrected_part(tree, finder)
    return better if better != tree else None


def corrected_part(node: Node, finder: Finder) -> Node:
    if isinstance(node, Word):
        return corrected_word(node, finder)
    if isinstance(node, Group):
        return Group(corrected_part(node.part, finder))
    if isinstance(node, And):
        return And(tuple(corrected_part(part, finder) for part in node.parts), node.said)
    if isinstance(node, Or):
        return Or(tuple(corrected_part(part, finder) for part in node.parts))
    assert isinstance(node, Not | Phrase | Field)  # noqa: S101 - for the type checker
    return node


def corrected_word(word: Word, finder: Finder) -> Word:
    bare = folded(word.text)
    if word.is_prefix or len(bare) < SHORTEST or not re.fullmatch(r"[^\W\d_]+", bare) or is_known(word, finder):
        return word
    near = nearest(bare, finder)
    offered = [Word(text) for text in [*near, *[bare] * OFFERED][:OFFERED]]
    found = [other for other in offered if finds(other, finder)]
    return found[0] if found else word


def is_known(word: Word, finder: Finder) -> bool:
    """Whether the word spells a tag, or the person can see an article with it."""
    return isinstance(meaning_of(word, finder.reach.catalogue), Concept) or finds(word, finder)


def finds(word: Word, finder: Finder) -> bool:
    """Whether the person can see an article with the word: what others alone can see is never offered. One query."""
    meaning = meaning_of(word, finder.reach.catalogue)
    return meaning is not None and bool(finder.found(meaning))


def nearest(bare: str, finder: Finder) -> list[str]:
    """The nearest words of titles and labels, by the fewest letters that are wrong, missing, too many or swapped."""
    most = 1 if len(bare) < 7 else 2
    words = set(TitleWord.objects.near_in_length(len(bare), most))
    words.update(
        word
        for spelled in labels_of(finder.reach.catalogue)
        for word in spelled
        if abs(len(word) - len(bare)) <= most and word.isalpha()
    )
    found = process.extract(bare, sorted(words), scorer=OSA.distance, score_cutoff=most, limit=OFFERED)
    return [near for near, _, _ in sorted(found, key=lambda hit: (hit[1], hit[0][0] != bare[0], hit[0]))]
