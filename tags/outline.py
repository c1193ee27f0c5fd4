"""The vocabulary as pages show it: outlines of its taxonomies and branches, and its labels from A to Z.

A page has room for so many lines, whatever the size of the vocabulary. What has no room is led to: a branch has a page
of its own, a long level and a long letter have several. Tags without articles are left out unless they are asked for.
"""

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import groupby
from math import ceil
from typing import Final, Generic, Self, TypeVar

from tags.cache.tag_tree import TagTree
from tags.models import Tag, Taxonomy

MOST_LINES: Final = 200  # of an outline
MOST_ENTRIES: Final = 100  # of a page from A to Z
DEEPEST: Final = 30  # levels on one page
SYNONYMS: Final = 8  # of a tag that the filter on the page finds it by

BEGINNING: Final = 14  # characters of a label that name a page of a letter

Row = TypeVar("Row")


@dataclass(frozen=True)
class Scale:
    """How tags are counted and chosen for whoever looks at them."""

    tag_tree: TagTree
    count_of: Callable[[Tag], int]
    with_empty: bool = False

    def chosen(self, tags: Iterable[Tag]) -> list[tuple[Tag, int]]:
        """Each with the number of articles filed there or below, each once."""
        counted = ((tag, self.count_of(tag)) for tag in tags)
        return [(tag, count) for tag, count in counted if count or self.with_empty]


@dataclass
class Branch:
    """One line of an outline, and the lines below it. `narrower`: how many stand right below it, shown or not."""

    tag: Tag
    count: int
    level: int
    narrower: int = 0
    branches: "list[Branch]" = field(default_factory=list)

    @property
    def synonyms(self) -> list[str]:
        """Its other labels, each once: the same word may stand in several languages."""
        return list(dict.fromkeys(label.name for label in self.tag.labels.all()))[:SYNONYMS]


@dataclass(frozen=True)
class Sheet(Generic[Row]):
    """The rows of one page out of several."""

    rows: Sequence[Row]
    number: int
    last: int

    @classmethod
    def of(cls, rows: Sequence[Row], number: int, size: int) -> Self:
        return cls(rows[(number - 1) * size : number * size], number, max(1, ceil(len(rows) / size)))


@dataclass(frozen=True)
class Outline:
    """A taxonomy, with as many of its tags as there is room for. `more`: how many at its top are on other pages."""

    taxonomy: Taxonomy
    branches: list[Branch]
    size: int
    more: int = 0


def outlines(scale: Scale) -> list[Outline]:
    """Each taxonomy with the tree of its tags, by name. A tag with several broader tags stands under each of them.

    A tag whose broader tag belongs to another taxonomy stands at the top of its own. Taxonomies share the room: the
    smallest first take what they need.
    """
    tag_tree = scale.tag_tree
    tops = {taxonomy: scale.chosen(tag_tree.tops(taxonomy)) for taxonomy in tag_tree.taxonomies}
    room, shares = MOST_LINES, dict[Taxonomy, int]()
    for left, taxonomy in zip(range(len(tops), 0, -1), sorted(tops, key=lambda one: len(tops[one])), strict=True):
        shares[taxonomy] = min(len(tops[taxonomy]), max(1, room // left))
        room -= shares[taxonomy]
    found = [
        Outline(
            taxonomy,
            [Branch(tag, count, 1) for tag, count in counted[: shares[taxonomy]]],
            len(tag_tree.by_taxonomy[taxonomy.slug]),
            len(counted) - shares[taxonomy],
        )
        for taxonomy, counted in tops.items()
        if counted
    ]
    unfold(scale, [branch for outline in found for branch in outline.branches], room)
    return found


def level_of(scale: Scale, tags: Iterable[Tag], number: int) -> Sheet[Branch]:
    """The tags of one level as an outline of their own, in several pages where they are many."""
    sheet = Sheet.of([Branch(tag, count, 1) for tag, count in scale.chosen(tags)], number, MOST_LINES)
    unfold(scale, sheet.rows, MOST_LINES - len(sheet.rows))
    return sheet


def unfold(scale: Scale, branches: Iterable[Branch], room: int) -> None:
    """Give lines to what stands below, level by level, wherever all that stands right below a tag has room."""
    waiting = list(branches)
    for branch in waiting:
        below = scale.chosen(scale.tag_tree.children(branch.tag))
        branch.narrower = len(below)
        if len(below) <= room and branch.level < DEEPEST:
            branch.branches = [Branch(tag, count, branch.level + 1) for tag, count in below]
            room -= len(below)
            waiting += branch.branches


# --- From A to Z ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Entry:
    """A label from A to Z: that of the tag itself, or a synonym that leads to it."""

    letter: str
    label: str
    tag: Tag
    count: int = 0

    @property
    def is_synonym(self) -> bool:
        return self.label != self.tag.name


@dataclass(frozen=True)
class Alphabet:
    """`letters`: all that labels begin with. `sheet`: the entries of the chosen letter, or of all where they are few.

    `beginnings`: for each page of the letter what its first label begins with.
    """

    letters: Sequence[str]
    letter: str
    sheet: Sheet[Entry]
    beginnings: Sequence[str]

    @property
    def by_letter(self) -> list[tuple[str, list[Entry]]]:
        return [(letter, list(group)) for letter, group in groupby(self.sheet.rows, key=lambda entry: entry.letter)]


def alphabet(scale: Scale, letter: str, number: int) -> Alphabet:
    """Every label and synonym of live tags under its first letter; what begins with no letter comes first.

    Without a `letter` all of them where one page holds the whole vocabulary, else those of the first letter. Raises
    `KeyError` for one with which no label begins.
    """
    index = labels_by_letter(scale.tag_tree)
    is_whole = not letter and sum(map(len, index.values())) <= MOST_ENTRIES
    letter = "" if is_whole else letter or next(filter(str.isalpha, index), next(iter(index), ""))
    listed = [entry for entries in index.values() for entry in entries] if is_whole else index[letter]
    counts = dict(scale.chosen(dict.fromkeys(entry.tag for entry in listed)))
    found = [replace(entry, count=counts[entry.tag]) for entry in listed if entry.tag in counts]
    return Alphabet(
        letters=list(index),
        letter=letter,
        sheet=Sheet.of(found, number, MOST_ENTRIES),
        beginnings=[shortened(entry.label) for entry in found[::MOST_ENTRIES]],
    )


@lru_cache(maxsize=2)
def labels_by_letter(tag_tree: TagTree) -> dict[str, list[Entry]]:
    """The shown labels of live tags in their order, not yet counted. Kept until the vocabulary changes."""
    spelled = [
        (initial(form), form, label, tag)
        for tag in tag_tree.live
        for label, form in {
            tag.name: tag.normal_form,
            **{row.name: row.normal_form for row in tag.labels.all() if row.is_shown},
        }.items()
    ]
    found: dict[str, list[Entry]] = {}
    for letter, _, label, tag in sorted(spelled, key=lambda row: row[:2]):
        found.setdefault(letter, []).append(Entry(letter, label, tag))
    return found


def shortened(label: str) -> str:
    return label if len(label) <= BEGINNING else f"{label[:BEGINNING].rstrip()}…"


def initial(label: str) -> str:
    """The letter under which a label stands, without its accent; # for what is no letter."""
    first = unicodedata.normalize("NFKD", label)[:1].upper()
    return first if first.isalpha() else "#"
