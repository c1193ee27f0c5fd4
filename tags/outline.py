"""The whole vocabulary on one page: each taxonomy as an indented outline, or all labels from A to Z."""

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from tags.cache.tag_tree import TagTree
from tags.models import Tag, Taxonomy
from tags.text.normal_form import normal_form

MOST_PLACES: Final = 8
DEEPEST: Final = 30


@dataclass(frozen=True)
class Branch:
    """One line of an outline, and the lines below it. `count`: articles filed here or below, each once."""

    tag: Tag
    count: int
    synonyms: list[str]
    branches: "list[Branch]"


@dataclass(frozen=True)
class Outline:
    taxonomy: Taxonomy
    branches: list[Branch]
    size: int


@dataclass(frozen=True)
class Entry:
    """A line from A to Z: a tag under its own label, or a synonym that leads to it."""

    label: str
    tag: Tag
    count: int

    @property
    def is_synonym(self) -> bool:
        return self.label != self.tag.name


def outlines(tag_tree: TagTree, counts: Mapping[int, int]) -> list[Outline]:
    """Each taxonomy with the tree of its tags, by name. A tag with several broader tags stands under each of them.

    A tag whose broader tag belongs to another taxonomy stands at the top of its own. What is narrower than a tag shows
    in its first `MOST_PLACES` places, and down to the level `DEEPEST`: without that the page could double with every
    level of the hierarchy.
    """
    places: Counter[int] = Counter()

    def branch(tag: Tag, level: int = 1) -> Branch:
        places[tag.pk] += 1
        is_open = level < DEEPEST and places[tag.pk] <= MOST_PLACES
        branches = [branch(child, level + 1) for child in tag_tree.children(tag)] if is_open else []
        return Branch(tag, counts.get(tag.pk, 0), synonyms_of(tag), branches)

    found = []
    for taxonomy in tag_tree.taxonomies:
        if size := len(tag_tree.by_taxonomy[taxonomy.slug]):
            found.append(Outline(taxonomy, [branch(tag) for tag in tag_tree.tops(taxonomy)], size))
    return found


def synonyms_of(tag: Tag) -> list[str]:
    """Its other labels, each once: the same word may stand in several languages."""
    return list(dict.fromkeys(label.name for label in tag.labels.all()))


def alphabet(tag_tree: TagTree, counts: Mapping[int, int]) -> list[tuple[str, list[Entry]]]:
    """Every label and synonym of live tags under its first letter; what begins with no letter comes first."""
    entries = sorted(entries_of(tag_tree, counts), key=lambda entry: (initial(entry.label), normal_form(entry.label)))
    return [(letter, list(group)) for letter, group in groupby(entries, key=lambda entry: initial(entry.label))]


def entries_of(tag_tree: TagTree, counts: Mapping[int, int]) -> Iterator[Entry]:
    for tag in tag_tree.live:
        shown = [label.name for label in tag.labels.all() if label.is_shown]
        yield from (Entry(label, tag, counts.get(tag.pk, 0)) for label in dict.fromkeys([tag.name, *shown]))


def initial(label: str) -> str:
    """The letter under which a label stands, without its accent; # for what is no letter."""
    first = unicodedata.normalize("NFKD", normal_form(label))[:1].upper()
    return first if first.isalpha() else "#"
