"""“Did you mean”: for a word that nothing visible holds, the nearest word that something does hold."""

import re
from collections.abc import Collection
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from articles.models import TitleWord
from articles.search.finding import Finder
from articles.search.meaning import meaning_of, words_of_labels
from articles.search.tree import And, Field, Group, Node, Not, Or, Phrase, Word
from articles.words import folded, words_of

SHORTEST: Final = 4  # letters; what is shorter is as near to too many words
OFFERED: Final = 5  # words of titles that are looked up, always as many: how many queries run tells of no hidden word


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
    labels = nearest(bare, {word for word in words_of_labels(finder.reach.catalogue) if word.isalpha()})
    titles = nearest(bare, set(TitleWord.objects.near_in_length(len(bare), most_wrong(bare))))
    offered = [*labels, *[*titles, *[bare] * OFFERED][:OFFERED]]
    found = nearest(bare, [near for near in offered if finds(Word(near), finder)])
    return Word([*found, *labels, word.text][0])


def is_known(word: Word, finder: Finder) -> bool:
    """Whether labels have the word, or the person can see an article with it."""
    return finds(word, finder) or words_of_labels(finder.reach.catalogue).issuperset(words_of(word.text))


def finds(word: Word, finder: Finder) -> bool:
    """Whether the person can see an article with the word: what others alone can see is never offered. One query."""
    meaning = meaning_of(word, finder.reach.catalogue)
    return meaning is not None and bool(finder.found(meaning))


def most_wrong(bare: str) -> int:
    """How many letters of a word may be wrong."""
    return 1 if len(bare) < 7 else 2


def nearest(bare: str, words: Collection[str]) -> list[str]:
    """The nearest of the words, by the fewest letters that are wrong, missing, too many or swapped."""
    hits = process.extract(bare, sorted(words), scorer=OSA.distance, score_cutoff=most_wrong(bare), limit=OFFERED)
    return [near for near, _, _ in sorted(hits, key=lambda hit: (hit[1], hit[0][0] != bare[0], hit[0]))]
