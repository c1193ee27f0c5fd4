"""The filters of a list: every facet with its values, each with the number of articles that one gets by it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log2
from typing import Final

from articles.browse import Browsing
from articles.facets_registry import choice_facets
from articles.selection import Choice, Selection, Years, choice_for, choice_of
from tags.models import Tag, Taxonomy
from tags.shelves import under

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


Offer = tuple[Option, str]  # with the address that it leads to, if any


@dataclass(frozen=True)
class Facet:
    """A taxonomy, or one of `articles.facets_registry`. `left_out`: how many more values there are than it shows."""

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
    for facet in choice_facets():
        choices = (choice_for(facet, value) for value in facet.choices)
        found.append(facet_of(browsing, facet.key, facet.label, choices, is_ordered=facet.is_ordered))
    return [facet for facet in found if facet.options]


def facet_of(
    browsing: Browsing, name: str, label: str, choices: Iterable[Choice], *, is_ordered: bool = False
) -> Facet:
    """The facet with every value that the whole list has, or that is chosen; `is_ordered`: as they are given."""
    shelves, chosen = browsing.reach.shelves, browsing.selection
    left = browsing.beside(name)
    is_whole = left is browsing.base
    sized = [(browsing.base.intersection_cardinality(shelves[choice.key]), choice) for choice in choices]
    held = [(size, choice) for size, choice in sized if size or chosen.has(name, choice.value)]
    if not is_ordered:
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


@dataclass(frozen=True)
class FilterPanel:
    """The filters of one list as its page shows them: beside it, over it, and where they leave nothing of it.

    `address_of`: where a selection leads. `link_to` is the same for one value more or less, "" where it cannot be asked
    for; without it the values are boxes of a form. `beside`: the taxonomy of the page itself. `typed`: years that the
    reader mistyped, in place of those of the selection.
    """

    browsing: Browsing
    address_of: Callable[[Selection], str]
    link_to: Callable[[Selection], str] | None = None
    beside: Taxonomy | None = None
    typed: Years | None = None

    @property
    def is_form(self) -> bool:
        return self.link_to is None

    @property
    def selection(self) -> Selection:
        return self.browsing.selection

    @cached_property
    def facets(self) -> list[tuple[Facet, list[Offer], list[Offer]]]:
        """Each with the values that show at once and those that are folded away."""
        found = facets_of(self.browsing, beside=self.beside)
        return [(facet, self._offers(facet.first), self._offers(facet.more)) for facet in found]

    def _offers(self, options: Sequence[Option]) -> list[Offer]:
        return [(option, self._link(option)) for option in options]

    def _link(self, option: Option) -> str:
        """The address of the list in which a value is turned on, or off."""
        if self.link_to is None or not option.is_possible:
            return ""
        turn = self.selection.without if option.is_chosen else self.selection.including
        return self.link_to(turn(option.choice))

    @property
    def applied(self) -> list[list[tuple[Choice, str]]]:
        """For each facet in use its choices, each with the address of the list without it."""
        return [
            [(choice, self._address_without(choice)) for choice in self.selection.of(facet)]
            for facet in self.selection.facets
        ]

    @property
    def ways_out(self) -> list[tuple[str, str, int]]:
        """When filters leave nothing: for each the words for it, the address without it, and how many would show."""
        if not self.selection or self.browsing.count:
            return []
        return [
            (choice.label if choice else self.selection.years.label, self._address_without(choice), count)
            for choice, _, count in self.browsing.ways_out()
            if count
        ]

    def _address_without(self, choice: Choice | None) -> str:
        """None stands for the years."""
        return self.address_of(self.selection.without(choice)) if choice else self.without_years

    @property
    def without_years(self) -> str:
        return self.address_of(self.selection.without_years())

    @property
    def without_filters(self) -> str:
        return self.address_of(self.selection.without_filters())

    @property
    def years(self) -> Years:
        return self.selection.years if self.typed is None else self.typed

    @cached_property
    def years_of_list(self) -> list[int]:
        return list(self.browsing.reach.years_of(self.browsing.base))

    @property
    def has_years(self) -> bool:
        return bool(self.years_of_list) or any(self.years.shown)

    @property
    def by_year(self) -> list[tuple[int, int, str, bool]]:
        """Every year of the list, the newest first, with its number of articles, its address, and if it is chosen."""
        return [
            (year, count, self.address_of(self.selection.in_year(year)), is_chosen)
            for year, count, is_chosen in self.browsing.by_year()
        ]
