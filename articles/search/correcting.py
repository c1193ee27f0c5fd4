"""“Did you mean”: for a word that nothing visible holds, the nearest word that something does hold."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from articles.models import TitleWord
from articles.search.finding import Finder
from articles.search.meaning import meaning_of, words_of_labels
from articles.search.suggesting import shown_labels
from articles.search.tree import And, Field, Group, Node, Not, Or, Phrase, Word
from articles.words import INNER, POSSESSIVE, WORD, folded, spelled, words_of
from tags.catalogue import Catalogue

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
    labels = nearest(bare, written_words(finder.reach.catalogue))
    titles = nearest(bare, {near: near for near in TitleWord.objects.near_in_length(len(bare), most_wrong(bare))})
    offered = [*labels, *[*titles, *[bare] * OFFERED][:OFFERED]]
    held = {near: articles_with(Word(near), finder) for near in offered}
    far = titles | labels
    found = sorted((near for near in held if held[near]), key=lambda near: (far[near], -held[near], near))
    return Word([*found, *labels, word.text][0])


def is_known(word: Word, finder: Finder) -> bool:
    """Whether labels have the word, or the person can see an article with it."""
    return bool(articles_with(word, finder)) or words_of_labels(finder.reach.catalogue).issuperset(words_of(word.text))


def articles_with(word: Word, finder: Finder) -> int:
    """How many articles with the word the person can see: what others alone can see is never offered. One query."""
    meaning = meaning_of(word, finder.reach.catalogue)
    return len(finder.found(meaning)) if meaning else 0


def most_wrong(bare: str) -> int:
    """How many letters of a word may be wrong."""
    return 1 if len(bare) < 7 else 2


def nearest(bare: str, words: Mapping[str, str]) -> dict[str, tuple[int, bool]]:
    """The nearest of the words, the nearest first, each as it is written and with how far it is: by the letters that
    are wrong, missing, too many or swapped, then by whether it begins with another letter.
    """
    hits = process.extract(bare, sorted(words), scorer=OSA.distance, score_cutoff=most_wrong(bare), limit=OFFERED)
    found: dict[str, tuple[int, bool]] = {}
    for far, near in sorted(((int(wrong), near[0] != bare[0]), near) for near, wrong, _ in hits):
        found.setdefault(words[near], far)
    return found


@lru_cache(maxsize=2)
def written_words(catalogue: Catalogue) -> Mapping[str, str]:
    """The words of labels that readers see, each as it is written; compounds also by their letters in one."""
    found: dict[str, str] = {}
    spellings: dict[str, str] = {}
    for label in (label for tag in catalogue.tags.values() if not tag.is_deprecated for label in shown_labels(tag)):
        for compound in WORD.findall(POSSESSIVE.sub("", folded(label))):
            parts = [part for part in INNER.split(compound) if part]
            for row in (parts, *([part] for part in parts)):
                found.setdefault("".join(row), "-".join(row))
                spellings.setdefault("".join(map(spelled, row)), "-".join(row))
    return {word: written for word, written in (spellings | found).items() if word.isalpha()}
