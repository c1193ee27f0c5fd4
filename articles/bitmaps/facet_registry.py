"""The facets of articles: what articles are divided and filtered by. To add one, add an entry here.

From its entry come the bitmaps that articles are in, the filters beside a list with their addresses, and the filter
in the language of queries with its help. Taxonomies are facets too, one each: the vocabulary is their registry. Once
there are articles, `manage.py rebuild_shelves` files them under a new facet. This module stands below the models.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from articles.status import Access, Kind
from tags.cache.bitmaps import of
from tags.models import reserve


def known(*columns: object) -> Iterator[object]:
    """What the columns hold, as the values of a facet."""
    return (value for value in columns if value is not None)


@dataclass(frozen=True)
class RegisteredFacet:
    """`key` names it in addresses and in keys of bitmaps, `filter` in the language of queries.

    `also`: what people call the filter, who are then told its name. `values_of` makes the values of an article from
    these `columns` of its row.
    """

    key: str
    filter: str
    columns: tuple[str, ...]
    also: tuple[str, ...] = ()
    values_of: Callable[..., Iterable[object]] = known


@dataclass(frozen=True)
class ChoiceFacet(RegisteredFacet):
    """A facet with few values, all known beforehand: each with its words, in an order in which they can be listed.

    `meant`: what people say for a value in a query, who are then told the value. Beside a list the biggest value comes
    first, or the first of `choices` where these have an order of their own.
    """

    label: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)
    meant: Mapping[str, str] = field(default_factory=dict)
    is_ordered: bool = False

    @property
    def example(self) -> str:
        """A filter of a query."""
        return f"{self.filter}:{next(iter(self.choices))}"


FACETS: Final[dict[str, RegisteredFacet]] = {}


def register(facet: RegisteredFacet) -> None:
    """From here on articles are divided by it, and no taxonomy can take its key."""
    reserve(facet.key)
    FACETS[facet.key] = facet


register(RegisteredFacet("year", "year", ("paper__year",), also=("date", "published")))
register(ChoiceFacet("kind", "kind", ("kind",), also=("type",), label="Kind", choices=dict(Kind.choices)))
register(
    ChoiceFacet(
        "access",
        "is",
        ("access",),
        label="Full post",
        choices={Access.OPEN.value: "Open to all", Access.MEMBERS.value: "For members"},
        meant={"free": "open", "public": "open"},
    )
)


def choice_facets() -> list[ChoiceFacet]:
    return [facet for facet in FACETS.values() if isinstance(facet, ChoiceFacet)]


def choice_facet_of(name: str) -> ChoiceFacet | None:
    """The facet that a filter of this name in a query stands for."""
    return next((facet for facet in choice_facets() if facet.filter == name), None)


def columns() -> list[str]:
    """All columns of an article that its values are made from."""
    return list(dict.fromkeys(column for facet in FACETS.values() for column in facet.columns))


def keys_of_row(row: Mapping[str, object]) -> Iterator[str]:
    """The keys of the bitmaps of all facets that hold an article with these `columns`."""
    for facet in FACETS.values():
        for value in facet.values_of(*(row[column] for column in facet.columns)):
            yield of(facet.key, value)
