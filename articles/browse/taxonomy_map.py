"""The map of a taxonomy: its drawing with the number of articles behind each shape, and the same as a list.

Beside a list that filters narrow, a shape counts what of the list lies there, and leads to just that.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from django.utils.safestring import SafeString

from articles.browse.filtered_list import FilteredList
from articles.browse.filters import MOST, Filters, value_of_tag
from articles.browse.matrix import Shade, legend_of, level_of
from articles.browse.scope import VisibleScope
from articles.images.taxonomy_shapes import taken_apart
from tags.cache.bitmaps import Bitmap, under
from tags.cache.tag_tree import TagTree
from tags.models import Tag, Taxonomy, TaxonomyMap
from tags.text.plurals import counted


class Region(NamedTuple):
    """A tag of the map with its articles and those of its narrower tags. `address`: where they are listed, "" where
    filters leave none. `reason`: why it has no shape of its own.
    """

    tag: Tag
    number: int
    level: int
    is_lit: bool
    address: str
    reason: str = ""

    @property
    def name(self) -> str:
        return f"{self.tag.name}, {counted(self.number, 'summary', 'summaries')}"


class Piece(NamedTuple):
    """A piece of the drawing, and what it stands for, if for anything."""

    markup: SafeString
    region: Region | None


@dataclass(frozen=True)
class Map:
    """What a page draws. `is_whole`: of no tag in particular, so that nothing is lit. `is_narrowed`: of a list with
    filters, which no crawler has to follow.
    """

    row: TaxonomyMap
    taxonomy: Taxonomy
    view_box: str
    pieces: tuple[Piece, ...]
    regions: tuple[Region, ...]
    is_whole: bool
    is_narrowed: bool

    @cached_property
    def legend(self) -> tuple[Shade, ...]:
        return tuple(legend_of(max((region.number for region in self.regions), default=0)))

    @property
    def without_shape(self) -> list[Region]:
        return [region for region in self.regions if region.reason]


@dataclass(frozen=True)
class Asked:
    """Of what a map is drawn: articles, the tags that are `lit`, and where a shape leads."""

    articles: Bitmap
    address_of: Callable[[Tag], str] = Tag.get_absolute_url
    lit: tuple[Tag, ...] = ()
    filters: Filters = field(default_factory=Filters)


def maps_of(scope: VisibleScope) -> Iterator[Map]:
    """Those of all taxonomies that have one, in their order."""
    for taxonomy, row in mapped(scope.tag_tree):
        yield map_of(scope, row, taxonomy, Asked(scope.articles))


def mapped(tag_tree: TagTree) -> Iterator[tuple[Taxonomy, TaxonomyMap]]:
    return ((taxonomy, tag_tree.maps[taxonomy.pk]) for taxonomy in tag_tree.taxonomies if taxonomy.pk in tag_tree.maps)


def maps_beside(filtered: FilteredList, tag: Tag) -> list[Map]:
    """Those of the list of a topic: the one on which it stands, with the same filters for each of its neighbours; or
    else all others, each of whose shapes is one filter more.
    """
    scope, filters = filtered.scope, filtered.filters
    if row := scope.tag_tree.maps.get(tag.taxonomy_id):
        articles = FilteredList(scope, scope.articles, filters).articles
        asked = Asked(articles, lambda other: other.get_absolute_url() + filters.query, (tag,), filters)
        return [map_of(scope, row, tag.taxonomy, asked)]
    return [
        map_of(scope, row, taxonomy, as_filter(filtered, tag, taxonomy))
        for taxonomy, row in mapped(scope.tag_tree)
        if len(filters) < MOST or filters.of(taxonomy.slug)
    ]


def as_filter(filtered: FilteredList, tag: Tag, taxonomy: Taxonomy) -> Asked:
    """Each shape in place of what is chosen of its taxonomy."""
    filters, facets = filtered.filters, [one.slug for one in filtered.scope.tag_tree.taxonomies]
    chosen = tuple(value.tag for value in filters.of(taxonomy.slug) if value.tag)

    def address_of(other: Tag) -> str:
        return tag.get_absolute_url() + filters.with_one(value_of_tag(other, taxonomy.slug), facets).query

    return Asked(filtered.beside(taxonomy.slug), address_of, chosen, filters)


def map_of(scope: VisibleScope, row: TaxonomyMap, taxonomy: Taxonomy, asked: Asked) -> Map:
    tag_tree, (view_box, drawn) = scope.tag_tree, taken_apart(row.svg)
    shapes = {piece.slug: tag for piece in drawn if (tag := tag_at(tag_tree, taxonomy, piece.slug))}
    others = {tag: one["reason"] for one in row.without_shape if (tag := tag_at(tag_tree, taxonomy, one["tag"]))}
    numbers = {
        tag: asked.articles.intersection_cardinality(scope.bitmaps[under(tag)]) for tag in (*shapes.values(), *others)
    }
    lit, largest = lit_by(tag_tree, row, asked.lit), max(numbers.values(), default=0)
    is_narrowed = asked.articles is not scope.articles

    def region_of(tag: Tag, number: int) -> Region:
        address = "" if is_narrowed and not number else asked.address_of(tag)
        return Region(
            tag, number, level_of(number, largest) if number else 0, tag.slug in lit, address, others.get(tag, "")
        )

    regions = {tag: region_of(tag, number) for tag, number in numbers.items()}
    pieces = tuple(Piece(piece.markup, region_at(regions, shapes, piece.slug)) for piece in drawn)
    listed = sorted(regions.values(), key=lambda region: (-region.number, region.tag.name))
    is_whole = not asked.lit and not is_narrowed
    return Map(row, taxonomy, view_box, pieces, tuple(listed), is_whole=is_whole, is_narrowed=bool(asked.filters))


def tag_at(tag_tree: TagTree, taxonomy: Taxonomy, slug: str) -> Tag | None:
    """The tag that a name in the map means today."""
    tag = tag_tree.present(slug) if slug else None
    return tag if tag and tag.taxonomy_id == taxonomy.pk and not tag.is_deprecated else None


def region_at(regions: Mapping[Tag, Region], shapes: Mapping[str, Tag], slug: str) -> Region | None:
    return regions[shapes[slug]] if slug in shapes else None


def lit_by(tag_tree: TagTree, row: TaxonomyMap, here: Iterable[Tag]) -> set[str]:
    """The tags whose shapes show where `here` is: itself, all below it, and what stands for those without a shape."""
    waiting, found = [*here], set[str]()
    standing_in = {tag.slug: one["lights"] for one in row.without_shape if (tag := tag_tree.present(one["tag"]))}
    for tag in waiting:
        found.add(tag.slug)
        stand_ins = map(tag_tree.present, standing_in.get(tag.slug, ()))
        found |= {other.slug for other in stand_ins if other}
        waiting += [child for child in tag_tree.children(tag) if child.slug not in found]
    return found
