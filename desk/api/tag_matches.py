"""Tags by any part of a label or synonym, and those whose labels stand in a text. In memory: one query for both."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from articles.text.tokenizer import STOP, words_of
from tags.cache.tag_tree import TagTree
from tags.models import Tag
from tags.models.tag import MOST_WORDS
from tags.text.normal_form import normal_form
from tags.text.plurals import counted

MOST_FOUND: Final = 12
MOST_SUGGESTED: Final = 8
SHORT: Final = 5  # letters up to which an abbreviation may be a word as well (ACT): it counts as it is written
LONGEST_TEXT: Final = 300_000  # characters that are looked through


@dataclass(frozen=True)
class Match:
    """A tag, the synonym by which it was found, and whether that was all that was typed."""

    tag: Tag
    synonym: str = ""
    is_exact: bool = False


@dataclass(frozen=True)
class Suggestion:
    tag: Tag
    said: str
    times: int

    @property
    def is_weak(self) -> bool:
        """A synonym of one word, as “response”, may be said of much else."""
        return self.said.islower() and " " not in self.said and normal_form(self.said) != self.tag.normal_form

    @property
    def why(self) -> str:
        synonym = "" if normal_form(self.said) == normal_form(self.tag.name) else ", a synonym"
        return f"The text says “{self.said}”{synonym}, {counted(self.times, 'time')}."


def labels_of(tag: Tag) -> list[tuple[str, str]]:
    """What it is called, and each of that in normal form; its own label comes first."""
    return [(tag.name, tag.normal_form), *((label.name, label.normal_form) for label in tag.labels.all())]


def taggable(tag_tree: TagTree) -> Iterable[Tag]:
    return (tag for tag in tag_tree.live if not tag.taxonomy.is_category)


def matching(tag_tree: TagTree, text: str) -> list[Match]:
    """Those with all that was typed in one label, the best first: called so, beginning so, with it anywhere."""
    form = normal_form(text)
    words = form.split()[:MOST_WORDS]
    found: list[tuple[int, str, Match]] = []
    for tag in taggable(tag_tree) if words else ():
        ranked = [
            (rank, at, name) for at, (name, said) in enumerate(labels_of(tag)) if (rank := rank_of(said, form, words))
        ]
        if ranked:
            rank, at, name = min(ranked)
            found.append((rank, tag.name, Match(tag, name if at else "", rank == 1)))
    return [match for _, _, match in sorted(found, key=lambda one: one[:2])[:MOST_FOUND]]


def rank_of(said: str, form: str, words: Iterable[str]) -> int:
    """From 1, the best; 0 where it does not match."""
    if said == form:
        return 1
    if said.startswith(form):
        return 2
    if f" {form}" in said:
        return 3
    return 4 if all(word in said for word in words) else 0


@lru_cache(maxsize=2)
def spellings(tag_tree: TagTree) -> Mapping[tuple[str, ...], tuple[Tag, str]]:
    """Every label as the words that it consists of. Made anew when the vocabulary changes."""
    found: dict[tuple[str, ...], tuple[Tag, str]] = {}
    for tag in taggable(tag_tree):
        for name, _ in labels_of(tag):
            words = tuple(words_of(name))
            if words and any(len(word) > 1 and word not in STOP for word in words):
                found.setdefault(words, (tag, name))
    return found


def suggested(tag_tree: TagTree, text: str, *, but: Collection[int]) -> list[Suggestion]:
    """The tags whose labels the text says most often, without those in `but`; those for one word that is no label last.

    Of labels within one another the longest counts.
    """
    text = text[:LONGEST_TEXT]
    known, said = spellings(tag_tree), words_of(text)
    longest = max(map(len, known), default=0)
    counts: Counter[tuple[str, ...]] = Counter()
    at = 0
    while at < len(said):
        found = next((words for size in range(longest, 0, -1) if (words := tuple(said[at : at + size])) in known), None)
        if found:
            counts[found] += 1
        at += len(found) if found else 1
    best: dict[Tag, Suggestion] = {}
    for words, times in counts.most_common():
        tag, name = known[words]
        if tag.pk not in but and tag not in best and is_meant(name, text):
            best[tag] = Suggestion(tag, name, times)
    return sorted(best.values(), key=lambda one: (one.is_weak, -one.times))[:MOST_SUGGESTED]


def is_meant(name: str, text: str) -> bool:
    """An abbreviation is another word when it is written in small letters."""
    if len(name) > SHORT or not name.isupper():
        return True
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None
