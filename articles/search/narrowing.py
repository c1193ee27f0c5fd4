"""The filters in a query as a selection of facets, and a selection written into a query: the text holds everything."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from articles.search.finding import years_in
from articles.search.meaning import tags_named
from articles.search.tree import Field, Group, Node, Or, both, joined, text_of, with_said
from articles.selection import NEWEST, OWN_FACETS, Choice, Selection, Years, choice_of
from tags.catalogue import Catalogue
from tags.shelves import of

FIELD_OF = {"kind": "kind", "access": "is"}
FACET_OF = {field: facet for facet, field in FIELD_OF.items()}


@dataclass(frozen=True)
class Narrowed:
    """A query in two: what is looked for, and the filters at its top that are facets."""

    rest: Node | None
    selection: Selection

    def with_choice(self, choice: Choice) -> "Narrowed":
        return replace(self, selection=replace(self.selection, choices=(*self.selection.choices, choice)))

    def without_choice(self, choice: Choice) -> "Narrowed":
        return replace(self, selection=self.selection.without(choice))

    def without_years(self) -> "Narrowed":
        return replace(self, selection=self.selection.without_years())

    @property
    def text(self) -> str:
        """The query: what is looked for, then the filters."""
        tree = self.rest
        for part in filters_of(self.selection):
            tree = both(tree, part)
        return text_of(tree)


def narrowed(tree: Node | None, catalogue: Catalogue) -> Narrowed:
    """The filters at the top of the tree as choices, apart from the rest.

    Choices of one facet mean *or*, filters side by side *and*: a second filter of the same facet stays in the rest.
    """
    rest: list[tuple[Node, bool]] = []
    choices: list[Choice] = []
    years = Years()
    for part, is_said in with_said(tree):
        if isinstance(part, Field) and part.name == "year" and not years:
            first, last = years_in(part.value)
            years = Years(first or None, last if last < 9999 else None)
        elif (found := choices_in(part, catalogue)) and found[0].facet not in {choice.facet for choice in choices}:
            choices += found
        else:
            rest.append((part, is_said))
    return Narrowed(joined(rest), Selection(tuple(choices), years, NEWEST))


def choices_in(part: Node, catalogue: Catalogue) -> list[Choice]:
    """The choices of one facet that a filter stands for, or several in brackets with OR between them."""
    inner = part.part if isinstance(part, Group) else part
    fields = inner.parts if isinstance(inner, Or) else (inner,)
    found = [choice for field in fields for choice in choice_in(field, catalogue)]
    is_one_facet = len({choice.facet for choice in found}) == 1 and len(found) == len(fields)
    return found if is_one_facet else []


def choice_in(field: Node, catalogue: Catalogue) -> Iterator[Choice]:
    if not isinstance(field, Field):
        return
    if field.name == "tag" and len(tags := tags_named(field.value, catalogue)) == 1:
        yield choice_of(tags[0])
    elif (facet := FACET_OF.get(field.name, "")) and field.value.lower() in OWN_FACETS[facet][1]:
        value = field.value.lower()
        yield Choice(facet, value, OWN_FACETS[facet][1][value], of(facet, value))


def filters_of(selection: Selection) -> Iterator[Node]:
    for facet in dict.fromkeys(choice.facet for choice in selection.choices):
        fields = tuple(
            Field(FIELD_OF.get(facet, "tag"), choice.value) for choice in selection.choices if choice.facet == facet
        )
        yield fields[0] if len(fields) == 1 else Group(Or(fields))
    if selection.years:
        first, last = selection.years.first, selection.years.last
        yield Field("year", str(first) if first == last else f"{first or ''}..{last or ''}")
