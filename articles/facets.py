"""The filters beside a list: every facet with its values, each with the number of articles that one gets by it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import log2
from typing import Final

from articles.browse import Browsing
from articles.selection import OWN_FACETS, Choice, choice_of
from tags.models import Tag, Taxonomy
from tags.shelves import of, under

OPEN: Final = 6  # values that show before one asks for more
LONGEST: Final = 40  # values of one facet; the page of all topics has them all
OFTEN: Final = 5  # tags that are read together with the topic
WEIGHED: Final = 40


@dataclass(frozen=True)
class Option:
    """One value of a facet. Nought and not chosen: it can be seen, and not be chosen."""

    choice: Choice
    count: int
    is_chosen: bool

    @property
    def is_possible(self) -> bool:
        return self.is_chosen or self.count > 0


@dataclass(frozen=True)
class Facet:
    """A taxonomy, or the kind or access of articles. `left_out`: how many more values there are than it shows."""

    name: str
    label: str
    options: tuple[Option, ...]
    left_out: int = 0

    @property
    def first(self) -> tuple[Option, ...]:
        """What shows at once: everything that is chosen, and the biggest values."""
        return tuple(option for place, option in enumerate(self.options) if place < OPEN or option.is_chosen)

    @property
    def more(self) -> tuple[Option, ...]:
        return tuple(option for place, option in enumerate(self.options) if place >= OPEN and not option.is_chosen)

    @property
    def more_count(self) -> int:
        return len(self.more) + self.left_out


def facets_of(browsing: Browsing, *, beside: Taxonomy | None = None) -> list[Facet]:
    """Every facet that divides the list, but the one `beside` which it stands. Counts cost microseconds each.

    Values keep their order, the biggest of the whole list first, whatever is chosen.
    """
    catalogue = browsing.reach.catalogue
    found = [
        facet_of(browsing, taxonomy.slug, taxonomy.name, map(choice_of, catalogue.by_taxonomy[taxonomy.slug]))
        for taxonomy in catalogue.taxonomies
        if taxonomy != beside
    ]
    for name, (label, values) in OWN_FACETS.items():
        choices = (Choice(name, value, text, of(name, value)) for value, text in values.items())
        found.append(facet_of(browsing, name, label, choices))
    return [facet for facet in found if facet.options]


def facet_of(browsing: Browsing, name: str, label: str, choices: Iterable[Choice]) -> Facet:
    """The facet with every value that the whole list has, and those that are chosen."""
    shelves, chosen = browsing.reach.shelves, browsing.selection
    left = browsing.beside(name)
    is_whole = left is browsing.base
    sized = [(browsing.base.intersection_cardinality(shelves[choice.key]), choice) for choice in choices]
    held = [(size, choice) for size, choice in sized if size or chosen.has(name, choice.value)]
    held.sort(key=lambda pair: (-pair[0], pair[1].label.casefold()))
    options = [
        Option(
            choice=choice,
            count=size if is_whole else left.intersection_cardinality(shelves[choice.key]),
            is_chosen=chosen.has(name, choice.value),
        )
        for size, choice in held
    ]
    shown = [option for place, option in enumerate(options) if place < LONGEST or option.is_chosen]
    return Facet(name, label, tuple(shown), len(options) - len(shown))


def read_together(browsing: Browsing, tag: Tag) -> list[tuple[Tag, int]]:
    """Tags of other taxonomies that articles of this one have more often than articles have at large.

    The score of a tag: how many articles they share, by how much more that is than chance would give them. Only the
    tags that share most are weighed.
    """
    reach, base = browsing.reach, browsing.base
    others = (
        other
        for other in reach.catalogue.tags.values()
        if other.taxonomy != tag.taxonomy and not other.taxonomy.is_category
    )
    shared = ((base.intersection_cardinality(reach.shelves[under(other)]), other) for other in others)
    known = sorted(((number, other) for number, other in shared if number > 1), key=lambda pair: (-pair[0], pair[1].pk))
    share = len(base) / max(1, len(reach.numbers))
    weighed = [
        (number * log2(number / (share * reach.count(other))), number, other) for number, other in known[:WEIGHED]
    ]
    weighed.sort(key=lambda row: -row[0])
    return [(other, number) for score, number, other in weighed[:OFTEN] if score > 0]


def applied(browsing: Browsing) -> Iterator[tuple[str, list[tuple[Choice, str]]]]:
    """The facets in use, each with its choices and what the address asks for without each."""
    selection = browsing.selection
    for name in dict.fromkeys(choice.facet for choice in selection.choices):
        yield name, [(choice, selection.without(choice).query) for choice in selection.of(name)]
