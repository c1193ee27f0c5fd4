"""What a reader chose in the filters beside a list. The address holds all of it, and one selection has one address."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from django.http import QueryDict
from django.utils.http import urlencode

from articles.facets_registry import ChoiceFacet, choice_facets
from tags.catalogue import Catalogue
from tags.models import Tag, Taxonomy
from tags.shelves import of, under

MOST: Final = 12  # filters at once
NEWEST: Final = "newest"
SORTS: Final = {NEWEST: "Newest summary", "paper": "Newest paper"}
EARLIEST, LATEST = 1000, 2999  # years that a paper can be of


class TooManyFilters(ValueError):
    """Raised for more filters than a list can have at once."""


class UnknownFilter(ValueError):
    """Raised for a filter that this site has never offered."""


@dataclass(frozen=True)
class Choice:
    """One value of one facet. `tag` is what it stands for, unless the facet is one of `articles.facets_registry`."""

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
class Selection:
    """Choices in the order of the facets, years, and the order of the list.

    `is_exact` is false when the address says the same in another way, for which there is a better one.
    """

    choices: tuple[Choice, ...] = ()
    years: Years = Years()
    sort: str = NEWEST
    is_exact: bool = True

    def __len__(self) -> int:
        """How many filters are on."""
        return len(self.choices) + bool(self.years)

    @property
    def facets(self) -> list[str]:
        """Those in use, each once."""
        return list(dict.fromkeys(choice.facet for choice in self.choices))

    def of(self, facet: str) -> list[Choice]:
        return [choice for choice in self.choices if choice.facet == facet]

    def has(self, facet: str, value: str) -> bool:
        return any(choice.facet == facet and choice.value == value for choice in self.choices)

    def including(self, added: Choice) -> "Selection":
        return replace(self, choices=(*self.choices, added))

    def without(self, dropped: Choice) -> "Selection":
        return replace(self, choices=tuple(choice for choice in self.choices if choice != dropped))

    def without_years(self) -> "Selection":
        return replace(self, years=Years())

    def in_year(self, year: int) -> "Selection":
        """The same with the papers of one year alone."""
        return replace(self, years=Years(year, year, (str(year), str(year))))

    def without_filters(self) -> "Selection":
        return Selection(sort=self.sort)

    @property
    def query(self) -> str:
        """Its address behind the question mark, with one for itself, or nothing."""
        pairs = [(choice.facet, choice.value) for choice in self.choices]
        pairs += [("from", str(self.years.first))] if self.years.first is not None else []
        pairs += [("to", str(self.years.last))] if self.years.last is not None else []
        pairs += [("sort", self.sort)] if self.sort != NEWEST else []
        return f"?{urlencode(pairs)}" if pairs else ""


def read_selection(params: QueryDict, catalogue: Catalogue, *, beside: Taxonomy | None = None) -> Selection:
    """The selection in an address. `beside`: the taxonomy of the page itself, which is no facet there.

    Raises `TooManyFilters`, and `UnknownFilter` for what no page of this site links to.
    """
    taxonomies = [taxonomy for taxonomy in catalogue.taxonomies if taxonomy != beside]
    found = [*choices_of_tags(params, catalogue, taxonomies), *choices_of_articles(params)]
    chosen = {(choice.facet, choice.value): choice for choice in found}
    years = read_years(params.get("from", "").strip(), params.get("to", "").strip())
    names = [*(taxonomy.slug for taxonomy in taxonomies), *(facet.key for facet in choice_facets())]
    given = [(name, value) for name in names for value in params.getlist(name)]
    needless = "" in (params.get("from"), params.get("to")) or params.get("sort") in ("", NEWEST)
    is_loose = not years.error and (needless or list(chosen) != given)  # what was mistyped has to be told first
    sort = params.get("sort", NEWEST)
    selection = Selection(tuple(chosen.values()), years, sort if sort in SORTS else NEWEST, is_exact=not is_loose)
    if len(selection) > MOST:
        raise TooManyFilters(len(selection))
    return selection


def choices_of_tags(params: QueryDict, catalogue: Catalogue, taxonomies: Iterable[Taxonomy]) -> Iterator[Choice]:
    for taxonomy in taxonomies:
        for slug in filter(None, params.getlist(taxonomy.slug)):
            tag = catalogue.moved_to(slug) or catalogue.at(slug)
            if tag is None or tag.taxonomy != taxonomy:
                raise UnknownFilter(slug)
            yield choice_of(tag)


def choice_of(tag: Tag) -> Choice:
    return Choice(tag.taxonomy.slug, tag.slug, tag.name, under(tag), tag)


def choices_of_articles(params: QueryDict) -> Iterator[Choice]:
    for facet in choice_facets():
        for value in filter(None, params.getlist(facet.key)):
            if value not in facet.choices:
                raise UnknownFilter(value)
            yield choice_for(facet, value)


def choice_for(facet: ChoiceFacet, value: str) -> Choice:
    return Choice(facet.key, value, facet.choices[value], of(facet.key, value))


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
