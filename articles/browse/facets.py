"""The filters of a list: every facet with its values, each with the number of articles that one gets by it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import log2
from typing import Final

from articles.bitmaps.facet_registry import choice_facets
from articles.browse.filtered_list import FilteredList
from articles.browse.filters import Filters, FilterValue, Years, value_of_choice, value_of_tag
from tags.models import Tag, Taxonomy

OPEN: Final = 6  # values that show before one asks for more
LONGEST: Final = 40  # values of one facet, unless all are asked for
ALL: Final = 1000  # values of one facet; the page of all topics has those that are left
OFTEN: Final = 5  # tags that are read together with the topic
WEIGHED: Final = 40


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a facet. Nought and not chosen: it can be seen, and not be chosen."""

    filter_value: FilterValue
    count: int
    is_chosen: bool

    @property
    def is_possible(self) -> bool:
        return self.is_chosen or self.count > 0


Sized = tuple[int, FilterValue]
Offer = tuple[Option, str]  # with the address that it leads to, if any


@dataclass(frozen=True)
class Facet:
    """A taxonomy or a registered facet. `is_cut`: there are more values than it holds, and they are smaller."""

    name: str
    label: str
    options: tuple[Option, ...]
    is_cut: bool = False

    @property
    def chosen(self) -> int:
        """How many of its values are on."""
        return sum(option.is_chosen for option in self.options)

    @property
    def first(self) -> tuple[Option, ...]:
        """What shows at once: everything that is chosen, and the biggest values."""
        return tuple(option for place, option in enumerate(self.options) if place < OPEN or option.is_chosen)

    @property
    def more(self) -> tuple[Option, ...]:
        return tuple(option for place, option in enumerate(self.options) if place >= OPEN and not option.is_chosen)


def facets_of(filtered: FilteredList, *, beside: Taxonomy | None = None, unfolded: str = "") -> list[Facet]:
    """Every facet that divides the list, but the one `beside` which it stands. Counts cost microseconds each.

    Values keep their order, the biggest of the whole list first, whatever is chosen. `unfolded`: the name of the one
    that is to have all its values.
    """
    found = [
        facet_of_tags(filtered, taxonomy, ALL if taxonomy.slug == unfolded else LONGEST)
        for taxonomy in filtered.scope.tag_tree.taxonomies
        if taxonomy != beside
    ]
    for facet in choice_facets():
        sized = sizes(filtered, (value_of_choice(facet, value) for value in facet.choices))
        found.append(facet_of(filtered, facet.key, facet.label, sized, is_ordered=facet.is_ordered))
    return [facet for facet in found if facet.options]


def facet_of_tags(filtered: FilteredList, taxonomy: Taxonomy, most: int) -> Facet:
    """The facet with the `most` biggest values, and with what is chosen."""
    tag_tree = filtered.scope.tag_tree
    biggest = filtered.scope.biggest(filtered.base, tag_tree.tops(taxonomy), most + 1)
    in_order = sorted(biggest, key=lambda pair: (-pair[0], pair[1].name.casefold()))
    sized = [(size, value_of_tag(tag, taxonomy.slug)) for size, tag in in_order[:most]]
    found = {value for _, value in sized} if filtered.filters else set()
    others = sizes(filtered, (value for value in filtered.filters.of(taxonomy.slug) if value not in found))
    facet = facet_of(filtered, taxonomy.slug, taxonomy.name, sized + others, is_ordered=not others)
    return replace(facet, is_cut=len(biggest) > most)


def sizes(filtered: FilteredList, filter_values: Iterable[FilterValue]) -> list[Sized]:
    """Each value with how many articles of the whole list have it."""
    bitmaps, base = filtered.scope.bitmaps, filtered.base
    return [(base.intersection_cardinality(bitmaps[one.key]), one) for one in filter_values]


def facet_of(
    filtered: FilteredList, name: str, label: str, sized: Iterable[Sized], *, is_ordered: bool = False
) -> Facet:
    """The facet with every value that the whole list has, or that is chosen; `is_ordered`: as they are given."""
    bitmaps, chosen = filtered.scope.bitmaps, {one.value for one in filtered.filters.of(name)}
    left = filtered.beside(name)
    is_whole = left is filtered.base
    held = [(size, filter_value) for size, filter_value in sized if size or filter_value.value in chosen]
    if not is_ordered:
        held.sort(key=lambda pair: (-pair[0], pair[1].label.casefold()))
    options = [
        Option(
            filter_value=filter_value,
            count=size if is_whole else left.intersection_cardinality(bitmaps[filter_value.key]),
            is_chosen=filter_value.value in chosen,
        )
        for size, filter_value in held
    ]
    return Facet(name, label, tuple(options))


def read_together(filtered: FilteredList, tag: Tag) -> list[tuple[Tag, int]]:
    """Tags of other taxonomies that articles of this one have more often than articles have at large.

    The score of a tag: how many articles they share, by how much more that is than chance would give them. Only the
    tags that share most are weighed.
    """
    scope, base = filtered.scope, filtered.base
    others = (one for one in scope.tag_tree.taxonomies if one != tag.taxonomy and not one.is_category)
    tops = [top for taxonomy in others for top in scope.tag_tree.tops(taxonomy)]
    known = sorted(scope.biggest(base, tops, WEIGHED), key=lambda pair: (-pair[0], pair[1].pk))
    share = len(base) / max(1, len(scope.articles))
    weighed = [
        (number * log2(number / (share * scope.count(other))), number, other)
        for number, other in known[:WEIGHED]
        if number > 1
    ]
    weighed.sort(key=lambda row: -row[0])
    return [(other, number) for score, number, other in weighed[:OFTEN] if score > 0]


@dataclass(frozen=True)
class FilterPanel:
    """The filters of one list as its page shows them: beside it, over it, and where they leave nothing of it.

    `address_of`: where filters lead. `link_to` is the same for one value more or less, "" where it cannot be asked for;
    without it the values are boxes of a form. `link_to_one`: the same for one value more, where that is quicker.
    `beside`: the taxonomy of the page itself. `typed`: years that the reader mistyped, in place of those of the
    filters. `unfolded`: the facet that shows all its values.
    """

    filtered: FilteredList
    address_of: Callable[[Filters], str]
    link_to: Callable[[Filters], str] | None = None
    link_to_one: Callable[[FilterValue], str] | None = None
    beside: Taxonomy | None = None
    typed: Years | None = None
    unfolded: str = ""

    @property
    def is_form(self) -> bool:
        return self.link_to is None

    @property
    def filters(self) -> Filters:
        return self.filtered.filters

    @cached_property
    def facets(self) -> list[tuple[Facet, list[Offer], list[Offer]]]:
        """Each with the values that show at once and those that are folded away."""
        found = facets_of(self.filtered, beside=self.beside, unfolded=self.unfolded)
        return [(facet, self._offers(facet.first), self._offers(facet.more)) for facet in found]

    def _offers(self, options: Sequence[Option]) -> list[Offer]:
        return [(option, self._link(option)) for option in options]

    def _link(self, option: Option) -> str:
        """The address of the list in which a value is turned on, or off."""
        if self.link_to is None or not option.is_possible:
            return ""
        if self.link_to_one and not option.is_chosen:
            return self.link_to_one(option.filter_value)
        switched = self.filters.without if option.is_chosen else self.filters.including
        return self.link_to(switched(option.filter_value))

    @property
    def applied(self) -> list[list[tuple[FilterValue, str]]]:
        """For each facet in use its values, each with the address of the list without it."""
        return [
            [(filter_value, self._address_without(filter_value)) for filter_value in self.filters.of(facet)]
            for facet in self.filters.facets
        ]

    @property
    def ways_out(self) -> list[tuple[str, str, int]]:
        """When filters leave nothing: for each the words for it, the address without it, and how many would show."""
        if not self.filters or self.filtered.count:
            return []
        return [
            (
                filter_value.label if filter_value else self.filters.years.label,
                self._address_without(filter_value),
                count,
            )
            for filter_value, count in self.filtered.ways_out()
            if count
        ]

    def _address_without(self, filter_value: FilterValue | None) -> str:
        """None stands for the years."""
        return self.address_of(self.filters.without(filter_value)) if filter_value else self.without_years

    @property
    def without_years(self) -> str:
        return self.address_of(self.filters.without_years())

    @property
    def without_filters(self) -> str:
        return self.address_of(self.filters.without_filters())

    @property
    def to_unfold(self) -> str:
        """The address of the list as it is, up to the name of the facet that is to show all its values."""
        address = self.address_of(self.filters)
        return f"{address}{'&' if '?' in address else '?'}unfold="

    @property
    def years(self) -> Years:
        return self.filters.years if self.typed is None else self.typed

    @cached_property
    def years_of_list(self) -> list[int]:
        return list(self.filtered.scope.years_of(self.filtered.base))

    @property
    def has_years(self) -> bool:
        return bool(self.years_of_list) or any(self.years.shown)

    @cached_property
    def by_year(self) -> list[tuple[int, int, str, bool]]:
        """Every year of the list, the newest first, with its number of articles, its address, and if it is chosen."""
        return [
            (year, count, self.address_of(self.filters.in_year(year)), is_chosen)
            for year, count, is_chosen in self.filtered.by_year()
        ]
