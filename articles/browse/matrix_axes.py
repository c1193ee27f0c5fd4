"""The two sides of the evidence matrix: which taxonomies an address asks for, and which of their branches are folded.

A tag stands once on its side, under the first of its broader tags in the order of names, so that nobody reads the same
figures twice. Every broader tag counts it all the same. Tags with nothing under them are left out.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final

from django.http import QueryDict
from django.utils.http import urlencode

from articles.browse.scope import VisibleScope
from articles.site.snapshot import current_site
from tags.cache.tag_tree import TagTree
from tags.models import Tag, Taxonomy

UNFOLDED: Final = 60  # tags of a side that come unfolded; of a bigger one only the top shows
GRAPH: Final = "graph"  # how the address asks for bubbles
DEEPEST: Final = 6  # steps of indentation that can be told apart
LONGEST: Final = 3000  # characters of an address; the site refuses longer ones than 4,096


class UnknownTaxonomy(ValueError):
    """Raised for a taxonomy that this site does not have."""


@dataclass(frozen=True)
class Pair:
    """What an address asks for. A side is None when nothing is filed that could stand there.

    `offered`: the taxonomies that have articles. `fold` and `unfold`: slugs of branches, as they were given.
    `is_graph`: as bubbles, not as a table.
    """

    offered: tuple[Taxonomy, ...]
    rows: Taxonomy | None
    columns: Taxonomy | None
    fold: frozenset[str] = frozenset()
    unfold: frozenset[str] = frozenset()
    is_graph: bool = False

    @property
    def is_one_twice(self) -> bool:
        return self.rows is not None and self.rows == self.columns

    @property
    def name(self) -> str:
        """What a file of it is called: `soil-region`."""
        return "-".join(side.slug for side in (self.rows, self.columns) if side)

    @property
    def swapped(self) -> "Pair":
        return replace(self, rows=self.columns, columns=self.rows)

    @property
    def as_it_comes(self) -> "Pair":
        return replace(self, fold=frozenset(), unfold=frozenset())

    @property
    def other_view(self) -> "Pair":
        return replace(self, is_graph=not self.is_graph)

    @property
    def query(self) -> str:
        """Its address behind the question mark, with one for itself."""
        sides = [(name, side.slug) for name, side in (("rows", self.rows), ("columns", self.columns)) if side]
        folds = [("fold", slug) for slug in sorted(self.fold)] + [("unfold", slug) for slug in sorted(self.unfold)]
        view = [("view", GRAPH)] if self.is_graph else []
        return f"?{urlencode([*sides, *folds, *view])}"


def read_pair(params: QueryDict, scope: VisibleScope) -> Pair:
    """The pair in an address, or the one to begin with. Raises `UnknownTaxonomy`."""
    tag_tree = scope.tag_tree
    offered = [taxonomy for taxonomy in tag_tree.taxonomies if has_articles(scope, taxonomy)]
    preferred = [taxonomy for slug in current_site().matrix for taxonomy in offered if taxonomy.slug == slug]
    wanted = list(dict.fromkeys([*preferred, *offered]))
    given = {name: params.get(name, "") for name in ("rows", "columns")}
    named = {name: taxonomy_at(slug, tag_tree) for name, slug in given.items() if slug}
    rows = named.get("rows") or first_but(named.get("columns"), wanted)
    columns = named.get("columns") or first_but(rows, wanted)
    offered += [taxonomy for taxonomy in dict.fromkeys(named.values()) if taxonomy not in offered]
    folds = {name: frozenset(params.getlist(name)) for name in ("fold", "unfold")}
    return Pair(tuple(offered), rows, columns, **folds, is_graph=params.get("view") == GRAPH)


def has_articles(scope: VisibleScope, taxonomy: Taxonomy) -> bool:
    return any(scope.count(tag) for tag in scope.tag_tree.tops(taxonomy))


def taxonomy_at(slug: str, tag_tree: TagTree) -> Taxonomy:
    for taxonomy in tag_tree.taxonomies:
        if taxonomy.slug == slug:
            return taxonomy
    raise UnknownTaxonomy(slug)


def first_but(other: Taxonomy | None, taxonomies: Iterable[Taxonomy]) -> Taxonomy | None:
    return next((taxonomy for taxonomy in taxonomies if taxonomy != other), None)


@dataclass(frozen=True)
class Branch:
    """A tag that has articles, and the branches that stand below it."""

    tag: Tag
    count: int
    branches: "tuple[Branch, ...]"


@dataclass(frozen=True)
class Axis:
    """One side with everything that can stand on it, and the slugs of branches that are not as they come."""

    taxonomy: Taxonomy
    branches: tuple[Branch, ...]
    fold: frozenset[str] = field(default_factory=frozenset)
    unfold: frozenset[str] = field(default_factory=frozenset)

    @cached_property
    def all(self) -> tuple[Branch, ...]:
        return tuple(branch for branch, _ in walk(self.branches))

    @property
    def comes_folded(self) -> bool:
        return len(self.all) > UNFOLDED

    def is_folded(self, branch: Branch) -> bool:
        slug = branch.tag.slug
        return bool(branch.branches) and (slug not in self.unfold if self.comes_folded else slug in self.fold)

    @property
    def shown(self) -> Iterator[tuple[Branch, int]]:
        """The branches that show, each with how many stand above it."""
        return walk(self.branches, self)


def walk(branches: tuple[Branch, ...], axis: Axis | None = None, depth: int = 0) -> Iterator[tuple[Branch, int]]:
    """Each branch before those below it. With `axis` nothing below a folded one."""
    for branch in branches:
        yield branch, depth
        if axis is None or not axis.is_folded(branch):
            yield from walk(branch.branches, axis, depth + 1)


def axis_of(scope: VisibleScope, taxonomy: Taxonomy, pair: Pair) -> Axis:
    """The side of this taxonomy. Of the folds that were given those are kept that mean something here."""
    axis = Axis(taxonomy, tuple(branches_of(scope, scope.tag_tree.tops(taxonomy), set())))
    foldable = {branch.tag.slug for branch in axis.all if branch.branches}
    if axis.comes_folded:
        return replace(axis, unfold=pair.unfold & foldable)
    return replace(axis, fold=pair.fold & foldable)


def branches_of(scope: VisibleScope, tags: Iterable[Tag], placed: set[int]) -> Iterator[Branch]:
    """The tags that have articles and no place yet, each with what stands below it."""
    for tag in tags:
        if tag.pk not in placed and (count := scope.count(tag)):
            placed.add(tag.pk)
            yield Branch(tag, count, tuple(branches_of(scope, scope.tag_tree.children(tag), placed)))


@dataclass(frozen=True)
class Heading:
    """The head of a row or column. `narrower`: how many stand right below it; `toggle`: the address that folds or
    unfolds them, empty when there are none, or when so much is folded that the address would be too long.
    """

    tag: Tag
    depth: int
    count: int
    narrower: int
    is_folded: bool
    toggle: str

    @property
    def level(self) -> int:
        return self.depth + 1

    @property
    def indent(self) -> int:
        return min(self.depth, DEEPEST)


def headings_of(axis: Axis, pair: Pair) -> tuple[Heading, ...]:
    return tuple(
        Heading(
            tag=branch.tag,
            depth=depth,
            count=branch.count,
            narrower=len(branch.branches),
            is_folded=axis.is_folded(branch),
            toggle=toggled(pair, axis, branch) if branch.branches else "",
        )
        for branch, depth in axis.shown
    )


def toggled(pair: Pair, axis: Axis, branch: Branch) -> str:
    """The address with this branch the other way, at the branch."""
    slug = frozenset([branch.tag.slug])
    other = replace(pair, unfold=pair.unfold ^ slug) if axis.comes_folded else replace(pair, fold=pair.fold ^ slug)
    return f"{other.query}#at-{branch.tag.slug}" if len(other.query) <= LONGEST else ""
