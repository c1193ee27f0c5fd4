"""The filters in a query as those beside a list, and these written into a query: the text holds everything."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from articles.bitmaps.facet_registry import FACETS, choice_facet_of
from articles.browse.filters import NEWEST, Filters, FilterValue, Years, value_of_choice, value_of_tag
from articles.search.query.ast import Field, Group, Node, Or, Word, joined, text_of, with_said
from articles.search.query.labels import tags_named
from articles.search.retrieval import years_in
from tags.cache.tag_tree import TagTree


@dataclass(frozen=True)
class Narrowed:
    """A query in two: what is looked for, and the filters at its top that are facets."""

    rest: Node | None
    filters: Filters

    def by(self, filters: Filters) -> "Narrowed":
        """The same with other filters."""
        return replace(self, filters=filters)

    @cached_property
    def names(self) -> list[str]:
        """What the parts are called, if they are filters; see `name_of`."""
        return [name_of(part) for part, _ in with_said(self.rest)]

    @cached_property
    def before_a_filter(self) -> str:
        """The query without filters, up to where the first one would stand whose name none of its parts has."""
        return text_of(joined([*with_said(self.rest), (Word(""), False)]))

    @property
    def text(self) -> str:
        """The query: what is looked for, then the filters.

        As the first filter of a facet is the one beside the list, each stands before others of its name.
        """
        parts = with_said(self.rest)
        names = self.names
        placed = [
            (names.index(name_of(filter_)) if name_of(filter_) in names else len(names), filter_)
            for filter_ in filters_of(self.filters)
        ]
        for before, (place, filter_) in enumerate(sorted(placed, key=lambda pair: pair[0])):
            parts.insert(place + before, (filter_, False))
        return text_of(joined(parts))


def narrowed(tree: Node | None, tag_tree: TagTree) -> Narrowed:
    """The filters at the top of the tree as values of facets, apart from the rest.

    Values of one facet mean *or*, filters side by side *and*: a second filter of the same facet stays in the rest,
    unless it says the same.
    """
    rest: list[tuple[Node, bool]] = []
    chosen: dict[str, list[FilterValue]] = {}
    years = Years()
    for part, is_said in with_said(tree):
        found, of_years = values_in(part, tag_tree), years_of(part)
        facet = found[0].facet if found else ""
        if found and set(chosen.setdefault(facet, found)) == set(found):
            continue
        if of_years and (years or of_years) == of_years:
            years = of_years
        else:
            rest.append((part, is_said))
    filter_values = tuple(filter_value for found in chosen.values() for filter_value in found)
    return Narrowed(joined(rest), Filters(filter_values, years, NEWEST))


def years_of(part: Node) -> Years:
    """The years of a filter by year, else none."""
    return years_in(part.value) if isinstance(part, Field) and part.name == "year" else Years()


def alternatives(part: Node) -> tuple[Node, ...]:
    """What stands in brackets with OR between it; else the part itself."""
    inner = part.part if isinstance(part, Group) else part
    return inner.parts if isinstance(inner, Or) else (inner,)


def name_of(part: Node) -> str:
    """The name of a filter, or of several in brackets with OR between them; else empty."""
    names = {field.name if isinstance(field, Field) else "" for field in alternatives(part)}
    return names.pop() if len(names) == 1 else ""


def name_of_value(value: FilterValue) -> str:
    """The name of the filter in the language of queries."""
    return FACETS[value.facet].filter if value.facet in FACETS else "tag"


def values_in(part: Node, tag_tree: TagTree) -> list[FilterValue]:
    """The values of one facet that a filter stands for, or several in brackets with OR between them."""
    fields = alternatives(part)
    found = [filter_value for field in fields for filter_value in value_in(field, tag_tree)]
    is_one_facet = len({filter_value.facet for filter_value in found}) == 1 and len(found) == len(fields)
    return list(dict.fromkeys(found)) if is_one_facet else []


def value_in(field: Node, tag_tree: TagTree) -> Iterator[FilterValue]:
    if not isinstance(field, Field):
        return
    if field.name == "tag" and len(tags := tags_named(field.value, tag_tree)) == 1:
        yield value_of_tag(tags[0])
    elif (facet := choice_facet_of(field.name)) and field.value.lower() in facet.choices:
        yield value_of_choice(facet, field.value.lower())


def filters_of(filters: Filters) -> Iterator[Node]:
    for facet in filters.facets:
        fields = tuple(Field(name_of_value(value), value.value) for value in filters.of(facet))
        yield fields[0] if len(fields) == 1 else Group(Or(fields))
    if filters.years:
        first, last = filters.years.first, filters.years.last
        yield Field("year", str(first) if first == last else f"{first or ''}..{last or ''}")
