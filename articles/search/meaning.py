"""What a query means: its words in one spelling, and the tags that they spell.

Words that spell a tag, by label or synonym, mean the tag: `CBT` means what `cognitive-behavioural therapy` means, so
that either finds the same. The longest label wins.
"""

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from articles.search.expressions import Expression, Side, all_of, any_of
from articles.search.tree import Field, Group, Node, Not, Or, Phrase, Word
from articles.words import STOP, compounds_of, words_of
from tags.catalogue import Catalogue
from tags.models import Tag

LONGEST_LABEL: Final = 8  # words


class UnknownTag(Exception):
    """Raised for a filter `tag:` that names no tag; `meant` is the label that comes nearest, or nothing."""

    def __init__(self, filter_: Field, meant: str) -> None:
        self.filter, self.meant = filter_, meant
        super().__init__(filter_.value)


@dataclass(frozen=True)
class Text:
    """Words to be found. `forms`: the ways in which they may be written, each of them side by side."""

    forms: tuple[tuple[str, ...], ...]
    is_prefix: bool = False

    @property
    def expression(self) -> Expression:
        return any_of(Side(form, self.is_prefix) for form in self.forms)


@dataclass(frozen=True)
class Concept:
    """Tags that were spelled: articles filed under them or any narrower tag, and articles that name them."""

    tags: tuple[Tag, ...]
    forms: tuple[tuple[str, ...], ...]

    @property
    def expression(self) -> Expression:
        return any_of(Side(form) for form in self.forms)


@dataclass(frozen=True)
class Filter:
    """A filter as it was written, and for `tag:` the tags that it names."""

    name: str
    value: str
    tags: tuple[Tag, ...] = ()


@dataclass(frozen=True)
class All:
    parts: tuple["Meaning", ...]


@dataclass(frozen=True)
class Either:
    parts: tuple["Meaning", ...]


@dataclass(frozen=True)
class No:
    part: "Meaning"


Leaf = Text | Concept
Meaning = Text | Concept | Filter | All | Either | No


def meaning_of(tree: Node, catalogue: Catalogue) -> Meaning | None:
    """The meaning of a tree; None when it holds no letter and no digit. Raises `UnknownTag`."""
    if isinstance(tree, Group):
        return meaning_of(tree.part, catalogue)
    if isinstance(tree, Not):
        inner = meaning_of(tree.part, catalogue)
        return No(inner) if inner else None
    if isinstance(tree, Or):
        parts = [meaning_of(part, catalogue) for part in tree.parts]
        return either_meaning(part for part in parts if part)
    if isinstance(tree, Field):
        return filter_of(tree, catalogue)
    if isinstance(tree, Phrase):
        return phrase_of(tree, catalogue)
    return all_meaning(parts_of([tree] if isinstance(tree, Word) else list(tree.parts), catalogue))


def parts_of(nodes: Sequence[Node], catalogue: Catalogue) -> Iterator["Meaning"]:
    """The meanings of nodes side by side. Plain words next to each other may spell a tag together."""
    words: list[Word] = []
    for node in [*nodes, None]:
        if isinstance(node, Word):
            words.append(node)
            continue
        yield from meanings_of_words(words, catalogue)
        words = []
        if node is not None and (meant := meaning_of(node, catalogue)):
            yield meant


def meanings_of_words(words: Sequence[Word], catalogue: Catalogue) -> Iterator["Meaning"]:
    """Tags where labels stand, the longest first; else words. Words that every text has are left out beside others."""
    written = [
        (parts, word.is_prefix and place == len(found) - 1)
        for word in words
        for found in [list(compounds_of(word.text))]
        for place, parts in enumerate(found)
    ]
    labels, at = labels_of(catalogue), 0
    meant: list[Meaning] = []
    while at < len(written):
        size = longest_label(written, at, labels)
        if size:
            spelled = tuple(word for parts, _ in written[at : at + size] for word in parts)
            meant.append(concept_of(labels[spelled]))
        else:
            parts, is_prefix = written[at]
            meant.append(text_of_compound(parts, is_prefix=is_prefix))
        at += size or 1
    telling = [part for part in meant if not is_stop(part)]
    yield from telling or meant


def longest_label(written: Sequence[tuple[list[str], bool]], at: int, labels: Mapping[tuple[str, ...], object]) -> int:
    """How many of the words from `at` on spell a label; 0 when none does."""
    for size in range(min(LONGEST_LABEL, len(written) - at), 0, -1):
        row = written[at : at + size]
        if not any(is_prefix for _, is_prefix in row) and tuple(word for parts, _ in row for word in parts) in labels:
            return size
    return 0


def text_of_compound(parts: Sequence[str], *, is_prefix: bool = False) -> Text:
    """A word; a compound is found with its hyphens, without them, and in one."""
    forms = [tuple(parts)] if len(parts) == 1 or is_prefix else [tuple(parts), ("".join(parts),)]
    return Text(tuple(forms), is_prefix)


def is_stop(part: "Meaning") -> bool:
    return isinstance(part, Text) and not part.is_prefix and all(word in STOP for form in part.forms for word in form)


def phrase_of(phrase: Phrase, catalogue: Catalogue) -> "Meaning | None":
    words = tuple(words_of(phrase.text))
    if words in labels_of(catalogue):
        return concept_of(labels_of(catalogue)[words])
    return Text((words,)) if words else None


def filter_of(filter_: Field, catalogue: Catalogue) -> Filter:
    """Raises `UnknownTag`. The value of `tag:` is an address, a label or a synonym."""
    if filter_.name != "tag":
        return Filter(filter_.name, filter_.value.lower() if filter_.name in ("kind", "is") else filter_.value)
    at_address = catalogue.moved_to(filter_.value) or catalogue.at(filter_.value)
    found = (at_address,) if at_address else labels_of(catalogue).get(tuple(words_of(filter_.value)), ())
    if not found:
        near = difflib.get_close_matches(filter_.value.casefold(), catalogue.by_slug, n=1, cutoff=0.6)
        raise UnknownTag(filter_, near[0] if near else "")
    return Filter("tag", filter_.value, tuple(found))


def concept_of(tags: Iterable[Tag]) -> Concept:
    """The tags, and every way in which they are called."""
    named = tuple(tags)
    forms = (words for tag in named for words in spellings_of(tag))
    return Concept(named, tuple(dict.fromkeys(forms)))


def spellings_of(tag: Tag) -> Iterator[tuple[str, ...]]:
    for label in (tag.name, *(label.name for label in tag.labels.all())):
        compounds = list(compounds_of(label))
        yield tuple(word for parts in compounds for word in parts)
        if any(len(parts) > 1 for parts in compounds):
            yield tuple("".join(parts) for parts in compounds)


@lru_cache(maxsize=2)
def labels_of(catalogue: Catalogue) -> Mapping[tuple[str, ...], tuple[Tag, ...]]:
    """The live tags by each of their labels and synonyms, as words. A catalogue stays until the vocabulary changes."""
    found: dict[tuple[str, ...], list[Tag]] = {}
    for tag in catalogue.tags.values():
        if not tag.is_deprecated:
            for words in dict.fromkeys(spellings_of(tag)):
                found.setdefault(words, []).append(tag)
    return {words: tuple(tags) for words, tags in found.items() if 0 < len(words) <= LONGEST_LABEL}


def all_meaning(parts: Iterable["Meaning"]) -> "Meaning | None":
    found = tuple(parts)
    return (found[0] if len(found) == 1 else All(found)) if found else None


def either_meaning(parts: Iterable["Meaning"]) -> "Meaning | None":
    found = tuple(parts)
    return (found[0] if len(found) == 1 else Either(found)) if found else None


def wanted(meaning: "Meaning | None") -> list[Leaf]:
    """The words and tags that have to be there, each once, from left to right."""
    if isinstance(meaning, Text | Concept):
        return [meaning]
    if isinstance(meaning, All | Either):
        return list(dict.fromkeys(leaf for part in meaning.parts for leaf in wanted(part)))
    return []


def expression_of(leaves: Iterable[Leaf]) -> Expression:
    """All of these, in words alone."""
    return all_of(leaf.expression for leaf in leaves)
