"""“Did you mean”: for a word that nothing visible holds, the nearest word that something does hold."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import islice, takewhile
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from articles.models import TitleWord
from articles.search.query.ast import And, Field, Group, Node, Not, Or, Phrase, Word, leaves
from articles.search.query.interpretation import Meaning, meaning_of
from articles.search.query.labels import words_of_labels
from articles.search.retrieval import Finder, expressions_of
from articles.text.tokenizer import POSSESSIVE, folded, places_of_words, spelled, words_of, written_parts
from tags.cache.tag_tree import TagTree

SHORTEST: Final = 4  # letters; what is shorter is as near to too many words
SHORT: Final = 5  # letters; a wrong one mostly makes another word of it: white, while
CORRECTED: Final = 5  # words of a query
OFFERED: Final = 5  # words of titles, and of labels, that are looked up for each, at most
LOOKED_AT: Final = 4 * OFFERED
VOWELS: Final = frozenset("aeiouy")
# Letters that sound the same, so that a word may be spelled by ear: fobia, kaudate, amigdala.
SOUNDS: Final = [
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"ph", "f"), (r"([tr])h", r"\1"), (r"c(?=[eiy])|z", "s"), (r"ck|q|c", "k"), (r"y", "i"), (r"([ao])e", "e"),
        (r"(.)\1+", r"\1"),
    )
]  # fmt: skip


def corrected(tree: Node, finder: Finder) -> Node | None:
    """The query with the first words that find nothing replaced by the nearest that find something; None if none is.

    Only plain words are corrected, not phrases and filters, and each by itself, whatever stands beside it. Costs a
    query for every ten words, one for the words of titles, and one for each of the at most `CORRECTED` words that
    find nothing: what is near to them decides how much one query asks for, and never how many run.
    """
    words = dict.fromkeys(node for node, is_wanted in leaves(tree) if is_wanted and isinstance(node, Word))
    doubtful = [word for word in words if may_be_misspelt(word, finder.scope.tag_tree)]
    finder.look_up(meant_by(doubtful, finder))
    unknown = list(islice((word for word in doubtful if not articles_with(word, finder)), CORRECTED))
    titles = words_of_titles([folded(word.text) for word in unknown])
    better = with_words(tree, {word: nearest_found(word, titles, finder) for word in unknown})
    return better if better != tree else None


def with_words(node: Node, others: Mapping[Word, Node]) -> Node:
    """The tree with others in place of some words, except where they must not be there."""
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


def may_be_misspelt(word: Word, tag_tree: TagTree) -> bool:
    """Whether it is a word of letters that no label has."""
    bare = folded(word.text)
    if word.is_prefix or len(bare) < SHORTEST or not re.fullmatch(r"[^\W\d_]+", bare):
        return False
    return not words_of_labels(tag_tree).issuperset(words_of(word.text))


def words_of_titles(typed: Sequence[str]) -> dict[str, str]:
    """The words of titles and names that are about as long as these and begin alike: of the first two letters one is
    the same, be it in the other place. One query if there are any.
    """
    if not typed:
        return {}
    lengths = [len(bare) for bare in typed]
    first, last = min(lengths), max(lengths)
    letters = {letter for bare in typed for letter in bare[:2]}
    found = TitleWord.objects.of_lengths(first - most_wrong(first), last + most_wrong(last), letters)
    return {word: word for word in sorted(found)}


def nearest_found(word: Word, words: Mapping[str, str], finder: Finder) -> Word:
    """The nearest word of titles or labels with an article that the person can see, else the nearest of labels.

    One query.
    """
    bare = folded(word.text)
    labels, titles = nearest_label(bare, finder.scope.tag_tree), nearest(bare, words)
    offered = list(dict.fromkeys([*labels, *titles]))
    finder.ask([one for meaning in meant_by([word, *map(Word, offered)], finder) for one in expressions_of(meaning)])
    held = {near: articles_with(Word(near), finder) for near in offered}
    far = titles | labels
    found = sorted((near for near in held if held[near]), key=lambda near: (far[near], -held[near], near))
    return Word([*found, *labels, word.text][0])


def meant_by(words: Iterable[Word], finder: Finder) -> list[Meaning]:
    """What each of the words means by itself."""
    return [meaning for word in words if (meaning := meaning_of(word, finder.scope.tag_tree))]


def articles_with(word: Word, finder: Finder) -> int:
    """How many articles with the word the person can see: what others alone can see is never offered."""
    return sum(len(finder.found(meaning)) for meaning in meant_by([word], finder))


def most_wrong(letters: int) -> int:
    """How many letters of a word of so many may be wrong."""
    return 1 if letters < 7 else 2


def nearest(bare: str, words: Mapping[str, str]) -> dict[str, tuple[int, bool]]:
    """The nearest of the words, the nearest first, each as it is written and with how far it is: by the letters that
    are wrong, missing, too many or swapped, then by whether it begins with another letter.
    """
    hits = process.extract(bare, words.keys(), scorer=OSA.distance, score_cutoff=most_wrong(len(bare)), limit=LOOKED_AT)
    found: dict[str, tuple[int, bool]] = {}
    for far, near in sorted(((int(wrong), near[0] != bare[0]), near) for near, wrong, _ in hits):
        if not is_another_word(bare, near) and len(found) < OFFERED:
            found.setdefault(words[near], far)
    return found


def is_another_word(typed: str, near: str) -> bool:
    """Whether a short word has one letter in place of another, unless both are vowels."""
    if len(typed) > SHORT or len(typed) != len(near):
        return False
    wrong = [pair for pair in zip(typed, near, strict=True) if pair[0] != pair[1]]
    return len(wrong) == 1 and not VOWELS.issuperset(wrong[0])


def nearest_label(bare: str, tag_tree: TagTree) -> dict[str, tuple[int, bool]]:
    """The nearest words of labels; where none is near by its letters, those that sound the same."""
    return nearest(bare, written_words(tag_tree)) or dict.fromkeys(by_sound(tag_tree).get(sound(bare), ()), (1, False))


def shared_beginning(bare: str, tag_tree: TagTree) -> str:
    """The longest beginning that a word shares with one of a label, half of both at least: hippocamp of hippocampal."""
    ordered = list(written_words(tag_tree))
    place = bisect_left(ordered, bare)
    found = ""
    for word in ordered[max(0, place - 1) : place + 1]:
        shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(bare, word, strict=False)))
        if shared >= max(SHORTEST, len(bare) / 2, len(word) / 2, len(found) + 1):
            found = bare[:shared]
    return found if bare.isalpha() else ""


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


@lru_cache(maxsize=2)
def by_sound(tag_tree: TagTree) -> Mapping[str, tuple[str, ...]]:
    """The words of labels, as they are written, by what they sound like."""
    found: dict[str, dict[str, None]] = {}
    for word, written in written_words(tag_tree).items():
        if len(word) >= SHORTEST:
            found.setdefault(sound(word), {})[written] = None
    return {heard: tuple(words)[:OFFERED] for heard, words in found.items()}


def sound(word: str) -> str:
    for pattern, letter in SOUNDS:
        word = pattern.sub(letter, word)
    return word
