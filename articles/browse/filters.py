"""What a reader chose in the filters beside a list. The address holds all of it, and says it in one way."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from django.http import QueryDict
from django.utils.http import urlencode

from articles.bitmaps.facet_registry import ChoiceFacet, choice_facets
from tags.cache.bitmaps import of, under
from tags.cache.tag_tree import TagTree
from tags.models import Tag, Taxonomy

MOST: Final = 12  # filters at once
NAMED: Final = 3  # filters that a heading names; of more it gives the number
NEWEST: Final = "newest"
SORTS: Final = {NEWEST: "Newest summary", "paper": "Newest paper"}
EARLIEST, LATEST = 1000, 2999  # years that a paper can be of


class TooManyFilters(ValueError):
    """Raised for more filters than a list can have at once."""


class UnknownFilter(ValueError):
    """Raised for a filter that this site has never offered."""


class FilterValue(NamedTuple):
    """One value of one facet. `tag` is what it stands for, where the facet is a taxonomy."""

    facet: str
    value: str
    label: str
    key: str
    tag: Tag | None = None


@dataclass(frozen=True)
class Years:
    """From one year of a paper to another, both included; None leaves that end open. `error`: what was mistyped."""

    first: int | None = None
    last: int | None = None
    typed: tuple[str, str] = ("", "")
    error: str = ""

    def __bool__(self) -> bool:
        return self.first is not None or self.last is not None

    def __contains__(self, year: int) -> bool:
        return (self.first is None or self.first <= year) and (self.last is None or year <= self.last)

    @property
    def shown(self) -> tuple[str, str]:
        """Both ends as the filter has them: as they were typed where that was wrong."""
        return self.typed if self.error else (str(self.first or ""), str(self.last or ""))

    @property
    def label(self) -> str:
        if self.first == self.last:
            return f"Papers of {self.first}"
        if self.last is None:
            return f"Papers from {self.first}"
        return f"Papers up to {self.last}" if self.first is None else f"Papers from {self.first} to {self.last}"


@dataclass(frozen=True)
class Filters:
    """Values in the order of the facets, years, and the order of the list.

    `is_exact` is false when the address says the same in another way, for which there is a better one.
    """

    values: tuple[FilterValue, ...] = ()
    years: Years = Years()
    sort: str = NEWEST
    is_exact: bool = True

    def __len__(self) -> int:
        """How many filters are on."""
        return len(self.values) + bool(self.years)

    @property
    def label(self) -> str:
        """What a heading calls them, after the name of the list: several in one facet mean *or*."""
        if len(self) > NAMED:
            return f"{len(self)}\N{NO-BREAK SPACE}filters"
        parts = [" or ".join(filter_value.label for filter_value in self.of(facet)) for facet in self.facets]
        return " × ".join([*parts, self.years.label] if self.years else parts)

    @property
    def facets(self) -> list[str]:
        """Those in use, each once."""
        return list(dict.fromkeys(filter_value.facet for filter_value in self.values))

    def of(self, facet: str) -> list[FilterValue]:
        return [filter_value for filter_value in self.values if filter_value.facet == facet]

    def including(self, added: FilterValue) -> "Filters":
        return replace(self, values=(*self.values, added))

    def with_one(self, only: FilterValue, facets: Sequence[str]) -> "Filters":
        """This value in place of others of its facet. `facets`: the order of those that are taxonomies."""
        places = {facet: place for place, facet in enumerate(facets)}
        values = [*(other for other in self.values if other.facet != only.facet), only]
        return replace(self, values=tuple(sorted(values, key=lambda value: places.get(value.facet, len(places)))))

    def without(self, dropped: FilterValue) -> "Filters":
        return replace(self, values=tuple(filter_value for filter_value in self.values if filter_value != dropped))

    def without_years(self) -> "Filters":
        return replace(self, years=Years())

    def in_year(self, year: int) -> "Filters":
        """The same with the papers of one year alone."""
        return replace(self, years=Years(year, year, (str(year), str(year))))

    def without_filters(self) -> "Filters":
        return Filters(sort=self.sort)

    @property
    def query(self) -> str:
        """Its address behind the question mark, with one for itself, or nothing."""
        pairs = [(filter_value.facet, filter_value.value) for filter_value in self.values]
        pairs += [("from", str(self.years.first))] if self.years.first is not None else []
        pairs += [("to", str(self.years.last))] if self.years.last is not None else []
        pairs += [("sort", self.sort)] if self.sort != NEWEST else []
        return f"?{urlencode(pairs)}" if pairs else ""


def read_filters(params: QueryDict, tag_tree: TagTree, *, beside: Taxonomy | None = None) -> Filters:
    """The filters in an address. `beside`: the taxonomy of the page itself, which is no facet there.

    Raises `TooManyFilters`, and `UnknownFilter` for what no page of this site links to.
    """
    taxonomies = [taxonomy for taxonomy in tag_tree.taxonomies if taxonomy != beside]
    found = [*values_of_tags(params, tag_tree, taxonomies), *values_of_articles(params)]
    chosen = {(filter_value.facet, filter_value.value): filter_value for filter_value in found}
    years = read_years(params.get("from", "").strip(), params.get("to", "").strip())
    names = [*(taxonomy.slug for taxonomy in taxonomies), *(facet.key for facet in choice_facets())]
    given = [(name, value) for name in names for value in params.getlist(name)]
    needless = "" in (params.get("from"), params.get("to")) or params.get("sort") in ("", NEWEST)
    is_loose = not years.error and (needless or list(chosen) != given)  # what was mistyped has to be told first
    sort = params.get("sort", NEWEST)
    filters = Filters(tuple(chosen.values()), years, sort if sort in SORTS else NEWEST, is_exact=not is_loose)
    if len(filters) > MOST:
        raise TooManyFilters(len(filters))
    return filters


def values_of_tags(params: QueryDict, tag_tree: TagTree, taxonomies: Iterable[Taxonomy]) -> Iterator[FilterValue]:
    for taxonomy in taxonomies:
        for slug in filter(None, params.getlist(taxonomy.slug)):
            tag = tag_tree.moved_to(slug) or tag_tree.at(slug)
            if tag is None or tag.taxonomy != taxonomy:
                raise UnknownFilter(slug)
            yield value_of_tag(tag)


def value_of_tag(tag: Tag, facet: str = "") -> FilterValue:
    """`facet`: the slug of its taxonomy, where that is known."""
    return FilterValue(facet or tag.taxonomy.slug, tag.slug, tag.name, under(tag), tag)


def values_of_articles(params: QueryDict) -> Iterator[FilterValue]:
    for facet in choice_facets():
        for value in filter(None, params.getlist(facet.key)):
            if value not in facet.choices:
                raise UnknownFilter(value)
            yield value_of_choice(facet, value)


def value_of_choice(facet: ChoiceFacet, value: str) -> FilterValue:
    return FilterValue(facet.key, value, facet.choices[value], of(facet.key, value))


def read_years(first: str, last: str) -> Years:
    """The years that were typed. What is no year is told and not used."""
    numbers = [int(text) if text.isascii() and text.isdecimal() and len(text) <= 4 else None for text in (first, last)]
    wrong = [
        text
        for text, number in zip((first, last), numbers, strict=True)
        if text and (number is None or not EARLIEST <= number <= LATEST)
    ]
    if wrong:
        return Years(typed=(first, last), error=f"“{wrong[0][:20]}” is not a year. Write four digits, like 2015.")
    low, high = numbers
    if low is not None and high is not None and low > high:
        return Years(typed=(first, last), error=f"{low} comes after {high}. Swap the two years.")
    return Years(low, high, (first, last))
