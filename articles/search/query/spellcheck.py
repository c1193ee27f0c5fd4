"""“Did you mean”: for a word that nothing visible holds, the nearest word that something does hold."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import islice
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from articles.models import TitleWord
from articles.search.query.ast import And, Field, Group, Node, Not, Or, Phrase, Word, leaves
from articles.search.query.interpretation import meaning_of, words_of_labels
from articles.search.retrieval import Finder
from articles.text.tokenizer import POSSESSIVE, folded, places_of_words, spelled, words_of, written_parts
from tags.cache.tag_tree import TagTree

SHORTEST: Final = 4  # letters; what is shorter is as near to too many words
CORRECTED: Final = 5  # words of a query
OFFERED: Final = 5  # words of titles that are looked up, always as many: how many queries run tells of no hidden word


def corrected(tree: Node, finder: Finder) -> Node | None:
    """The query with the first words that find nothing replaced by the nearest that find something; None if none is.

    Only plain words are corrected, not phrases and filters. Costs a query for each word, one for the words of titles,
    and a few for each of the at most `CORRECTED` words that find nothing.
    """
    words = dict.fromkeys(node for node, is_wanted in leaves(tree) if is_wanted and isinstance(node, Word))
    unknown = list(islice((word for word in words if is_unknown(word, finder)), CORRECTED))
    titles = words_of_titles([len(folded(word.text)) for word in unknown])
    better = with_words(tree, {word: nearest_found(word, titles, finder) for word in unknown})
    return better if better != tree else None


def with_words(node: Node, others: Mapping[Word, Word]) -> Node:
    """The tree with other words in place of some, except where they must not be there."""
    if isinstance(node, Word):
        return others.get(node, node)
    if isinstance(node, Group):
        return Group(with_words(node.part, others))
    if isinstance(node, And):
        return And(tuple(with_words(part, others) for part in node.parts), node.said)
    if isinstance(node, Or):
        return Or(tuple(with_words(part, others) for part in node.parts))
    assert isinstance(node, Not | Phrase | Field)  # noqa: S101 - for the type checker
    return node


def is_unknown(word: Word, finder: Finder) -> bool:
    """Whether it may be misspelt: no label has the word, and the person can see no article with it."""
    bare = folded(word.text)
    if word.is_prefix or len(bare) < SHORTEST or not re.fullmatch(r"[^\W\d_]+", bare):
        return False
    return not words_of_labels(finder.scope.tag_tree).issuperset(words_of(word.text)) and not articles_with(
        word, finder
    )


def words_of_titles(lengths: Sequence[int]) -> dict[str, str]:
    """The words of titles that are near to these lengths, in one query if there are any."""
    if not lengths:
        return {}
    first, last = min(lengths), max(lengths)
    found = TitleWord.objects.of_lengths(first - most_wrong(first), last + most_wrong(last))
    return {word: word for word in sorted(found)}


def nearest_found(word: Word, words: Mapping[str, str], finder: Finder) -> Word:
    """The nearest word of titles or labels with an article that the person can see, else the nearest of labels."""
    bare = folded(word.text)
    labels, titles = nearest(bare, written_words(finder.scope.tag_tree)), nearest(bare, words)
    offered = [*labels, *[*titles, *[bare] * OFFERED][:OFFERED]]
    held = {near: articles_with(Word(near), finder) for near in offered}
    far = titles | labels
    found = sorted((near for near in held if held[near]), key=lambda near: (far[near], -held[near], near))
    return Word([*found, *labels, word.text][0])


def articles_with(word: Word, finder: Finder) -> int:
    """How many articles with the word the person can see: what others alone can see is never offered. One query."""
    meaning = meaning_of(word, finder.scope.tag_tree)
    return len(finder.found(meaning)) if meaning else 0


def most_wrong(letters: int) -> int:
    """How many letters of a word of so many may be wrong."""
    return 1 if letters < 7 else 2


def nearest(bare: str, words: Mapping[str, str]) -> dict[str, tuple[int, bool]]:
    """The nearest of the words, the nearest first, each as it is written and with how far it is: by the letters that
    are wrong, missing, too many or swapped, then by whether it begins with another letter.
    """
    hits = process.extract(bare, words.keys(), scorer=OSA.distance, score_cutoff=most_wrong(len(bare)), limit=OFFERED)
    found: dict[str, tuple[int, bool]] = {}
    for far, near in sorted(((int(wrong), near[0] != bare[0]), near) for near, wrong, _ in hits):
        found.setdefault(words[near], far)
    return found


@lru_cache(maxsize=2)
def written_words(tag_tree: TagTree) -> Mapping[str, str]:
    """The words of labels that readers see, each as it is written; compounds also by their letters in one."""
    found: dict[str, str] = {}
    spellings: dict[str, str] = {}
    for label in (label for tag in tag_tree.live for label in tag.shown_names):
        bare = POSSESSIVE.sub("", folded(label))
        for start, end in places_of_words(bare):
            parts = written_parts(bare[start:end])
            for row in (parts, *([part] for part in parts)):
                found.setdefault("".join(row), "-".join(row))
                spellings.setdefault("".join(map(spelled, row)), "-".join(row))
    return {word: written for word, written in sorted((spellings | found).items()) if word.isalpha()}
