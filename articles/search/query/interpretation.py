"""What a query means: its words in one spelling, and the tags that they spell.

Words that spell a tag, by label or synonym, mean the tag: `DNA` means what `deoxyribonucleic acid` means, so
that either finds the same. The longest label wins.
"""

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from articles.bitmaps.facet_registry import choice_facet_of
from articles.browse.filters import Years
from articles.search.engines.expressions import Expression, Side, all_of, any_of
from articles.search.query.ast import And, Field, Group, Node, Not, Or, Phrase, Word, with_said
from articles.search.query.citations import NO_YEARS, says_others, years_meant
from articles.search.query.labels import labels_of, spellings_of, tags_named
from articles.text.tokenizer import STOP, words_of
from tags.cache.tag_tree import TagTree
from tags.models import Tag

LONGEST_LABEL: Final = 8  # words


class UnknownTag(Exception):
    """Raised for a filter `tag:` that names no tag; `meant` is the label that comes nearest, or nothing."""

    def __init__(self, filter_: Field, meant: str) -> None:
        self.filter, self.meant = filter_, meant
        super().__init__(filter_.value)


@dataclass(frozen=True)
class Text:
    """Words to be found. `forms`: the ways in which they may be written, each of them side by side.

    `years`: what is about a paper of these years is meant, too, whether it says so in words or not.
    """

    forms: tuple[tuple[str, ...], ...]
    is_prefix: bool = False
    years: Years = NO_YEARS

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


def meaning_of(tree: Node, tag_tree: TagTree) -> Meaning | None:
    """The meaning of a tree; None when it holds no letter and no digit. Raises `UnknownTag`."""
    if isinstance(tree, Group):
        return meaning_of(tree.part, tag_tree)
    if isinstance(tree, Not):
        inner = meaning_of(tree.part, tag_tree)
        return No(inner) if inner else None
    if isinstance(tree, Or):
        parts = [meaning_of(part, tag_tree) for part in tree.parts]
        return either_meaning(part for part in parts if part)
    if isinstance(tree, Field):
        return filter_of(tree, tag_tree)
    if isinstance(tree, Phrase):
        return phrase_of(tree, tag_tree)
    return all_meaning(parts_of(tree, tag_tree))


def parts_of(tree: And | Word, tag_tree: TagTree) -> Iterator["Meaning"]:
    """The meanings of what stands side by side."""
    return (meant for meant, _ in with_places(tree, tag_tree))


def with_places(tree: And | Word, tag_tree: TagTree) -> list[tuple["Meaning", frozenset[int]]]:
    """The same, each with the places of the parts of the tree that mean it.

    Words next to each other may spell a tag, but not across an AND. What every text has is left out beside others.
    """
    rows: list[dict[int, Word] | tuple[int, Node]] = []
    for place, (node, is_said) in enumerate(with_said(tree)):
        last = rows[-1] if rows else None
        if isinstance(node, Word) and isinstance(last, dict) and not is_said:
            last[place] = node
        else:
            rows.append({place: node} if isinstance(node, Word) else (place, node))
    found: list[tuple[Meaning, frozenset[int]]] = []
    of_words: list[tuple[Meaning, frozenset[int]]] = []
    for row in rows:
        if isinstance(row, dict):
            spelled = list(meanings_of_words(row, tag_tree, is_alone=isinstance(tree, Word)))
            of_words += spelled
            found += spelled
        elif meant := meaning_of(row[1], tag_tree):
            found.append((meant, frozenset({row[0]})))
    is_told = any(not is_stop(meant) for meant, _ in of_words)
    return [one for one in found if not (is_told and one in of_words and is_stop(one[0]))]


def meanings_of_words(
    words: Mapping[int, Word], tag_tree: TagTree, *, is_alone: bool
) -> Iterator[tuple["Meaning", frozenset[int]]]:
    """Tags where labels stand, the longest first; else words. Words that every text has are left out beside others."""
    written = written_of(words)
    labels, at = labels_of(tag_tree), 0
    plain: list[Written] = []
    meant: list[tuple[Meaning, frozenset[int]]] = []
    while at < len(written):
        size = longest_label(written, at, labels, is_alone=is_alone)
        if size:
            row = written[at : at + size]
            meant += [*texts_of(plain), (concept_of(labels[in_one(row)]), frozenset(word.place for word in row))]
            plain = []
        else:
            plain.append(written[at])
        at += size or 1
    meant += texts_of(plain)
    telling = [one for one in meant if not is_stop(one[0])]
    yield from telling or meant


def written_of(words: Mapping[int, Word]) -> list["Written"]:
    """The words in one spelling, without an “et al.” beside others."""
    written = [
        Written(part, word.is_prefix and number == len(parts), word.text, place, years_meant(parts))
        for place, word in words.items()
        for parts in [words_of(word.text)]
        for number, part in enumerate(parts, 1)
    ]
    texts = [word.text for word in written]
    return [word for at, word in enumerate(written) if not says_others(texts, at)] or written


def longest_label(
    written: Sequence["Written"], at: int, labels: Mapping[str, tuple[Tag, ...]], *, is_alone: bool
) -> int:
    """How many of the words from `at` on spell a label; 0 when none does."""
    for size in range(min(LONGEST_LABEL, len(written) - at), 0, -1):
        row = written[at : at + size]
        tags = () if row[-1].is_prefix else labels.get(in_one(row), ())
        if tags and (is_alone or is_meant([word.text for word in row], " ".join(word.typed for word in row), tags)):
            return size
    return 0


def is_meant(words: Sequence[str], typed: str, tags: Iterable[Tag]) -> bool:
    """Whether words that spell a label are meant so: those that every text has only in its letters, “IT”, not “it”."""
    if not STOP.issuperset(words):
        return True
    return any(typed in (tag.name, *(label.name for label in tag.labels.all())) for tag in tags)


def in_one(row: Sequence["Written"]) -> str:
    return "".join(word.text for word in row)


@dataclass(frozen=True)
class Written:
    """One word of a query in one spelling."""

    text: str
    is_prefix: bool = False
    typed: str = field(default="", compare=False)
    place: int = 0
    years: Years = NO_YEARS


def texts_of(plain: Sequence[Written]) -> list[tuple[Text, frozenset[int]]]:
    """Words, each also found where a text writes it in one with its neighbour: hyphens do not matter."""
    found = []
    for place, word in enumerate(plain):
        pairs = [(plain[at], plain[at + 1]) for at in (place - 1, place) if 0 <= at < len(plain) - 1]
        joined = [(one.text + other.text,) for one, other in pairs if may_be_one(one, other)]
        years = NO_YEARS if word.is_prefix else word.years
        found.append((Text(((word.text,), *joined), word.is_prefix, years), frozenset({word.place})))
    return found


def may_be_one(one: Written, other: Written) -> bool:
    """Not two numbers (but thousands), not two words that every text has, and nothing after one that is not whole."""
    is_number = (one.text + other.text).isdecimal() and len(other.text) != len("000")
    is_telling = not {one.text, other.text} <= STOP and not is_number
    return is_telling and not one.is_prefix


def is_stop(part: "Meaning") -> bool:
    return isinstance(part, Text) and not part.is_prefix and part.forms[0][0] in STOP


def phrase_of(phrase: Phrase, tag_tree: TagTree) -> "Meaning | None":
    words = tuple(words_of(phrase.text))
    tags = labels_of(tag_tree).get("".join(words), ())
    if tags and is_meant(words, phrase.text, tags):
        return concept_of(tags)
    if not words:
        return None
    pairs = range(len(words) - 1) if len(words) <= LONGEST_LABEL else ()
    joined = ((*words[:at], words[at] + words[at + 1], *words[at + 2 :]) for at in pairs)
    return Text((words, *joined))


def filter_of(filter_: Field, tag_tree: TagTree) -> Filter:
    """Raises `UnknownTag`."""
    if filter_.name != "tag":
        return Filter(filter_.name, filter_.value.lower() if choice_facet_of(filter_.name) else filter_.value)
    found = tags_named(filter_.value, tag_tree)
    if not found:
        near = difflib.get_close_matches(filter_.value.casefold(), tag_tree.by_slug, n=1, cutoff=0.6)
        raise UnknownTag(filter_, near[0] if near else "")
    return Filter("tag", filter_.value, found)


def concept_of(tags: Iterable[Tag]) -> Concept:
    """The tags, and every way in which they are called."""
    named = tuple(tags)
    forms = (words for tag in named for words in spellings_of(tag))
    return Concept(named, tuple(dict.fromkeys(forms)))


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
