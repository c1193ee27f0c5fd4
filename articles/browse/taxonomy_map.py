"""The map of a taxonomy: its drawing with the number of articles behind each shape, and the same as a list."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from django.utils.safestring import SafeString

from articles.browse.matrix import Shade, legend_of, level_of
from articles.browse.scope import VisibleScope
from articles.images.taxonomy_shapes import taken_apart
from tags.models import Tag, Taxonomy, TaxonomyMap
from tags.text.plurals import counted


class Region(NamedTuple):
    """A tag of the map with its articles and those of its narrower tags. `reason`: why it has no shape of its own."""

    tag: Tag
    number: int
    level: int
    is_lit: bool
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
    """What a page draws. `is_whole`: of no tag in particular, so that nothing is lit."""

    row: TaxonomyMap
    taxonomy: Taxonomy
    view_box: str
    pieces: tuple[Piece, ...]
    regions: tuple[Region, ...]
    is_whole: bool

    @cached_property
    def legend(self) -> tuple[Shade, ...]:
        return tuple(legend_of(max((region.number for region in self.regions), default=0)))

    @property
    def without_shape(self) -> list[Region]:
        return [region for region in self.regions if region.reason]


def maps_of(scope: VisibleScope) -> Iterator[Map]:
    """Those of all taxonomies that have one, in their order."""
    for taxonomy in scope.tag_tree.taxonomies:
        if taxonomy.pk in scope.tag_tree.maps:
            yield map_of(scope, scope.tag_tree.maps[taxonomy.pk], taxonomy)


def map_about(scope: VisibleScope, tag: Tag) -> Map | None:
    """The map on which this tag stands, with its shapes and those of its narrower tags lit."""
    row = scope.tag_tree.maps.get(tag.taxonomy_id)
    return map_of(scope, row, tag.taxonomy, tag) if row else None


def map_of(scope: VisibleScope, row: TaxonomyMap, taxonomy: Taxonomy, here: Tag | None = None) -> Map:
    view_box, drawn = taken_apart(row.svg)
    shapes = {piece.slug: tag for piece in drawn if (tag := tag_at(scope, taxonomy, piece.slug))}
    others = {tag: one["reason"] for one in row.without_shape if (tag := tag_at(scope, taxonomy, one["tag"]))}
    numbers = {tag: scope.count(tag) for tag in dict.fromkeys((*shapes.values(), *others))}
    lit, largest = lit_by(scope, row, here), max(numbers.values(), default=0)
    regions = {
        tag: Region(tag, number, level_of(number, largest) if number else 0, tag.slug in lit, others.get(tag, ""))
        for tag, number in numbers.items()
    }
    pieces = tuple(Piece(piece.markup, region_at(regions, shapes, piece.slug)) for piece in drawn)
    listed = sorted(regions.values(), key=lambda region: (-region.number, region.tag.name))
    return Map(row, taxonomy, view_box, pieces, tuple(listed), is_whole=here is None)


def tag_at(scope: VisibleScope, taxonomy: Taxonomy, slug: str) -> Tag | None:
    """The tag that a name in the map means today."""
    tag = scope.tag_tree.present(slug) if slug else None
    return tag if tag and tag.taxonomy_id == taxonomy.pk and not tag.is_deprecated else None


def region_at(regions: Mapping[Tag, Region], shapes: Mapping[str, Tag], slug: str) -> Region | None:
    return regions[shapes[slug]] if slug in shapes else None


def lit_by(scope: VisibleScope, row: TaxonomyMap, here: Tag | None) -> set[str]:
    """The tags whose shapes show where `here` is: itself, all below it, and what stands for those without a shape."""
    waiting, found = [here] if here else [], set[str]()
    standing_in = {tag.slug: one["lights"] for one in row.without_shape if (tag := scope.tag_tree.present(one["tag"]))}
    for tag in waiting:
        found.add(tag.slug)
        stand_ins = map(scope.tag_tree.present, standing_in.get(tag.slug, ()))
        found |= {other.slug for other in stand_ins if other}
        waiting += [child for child in scope.tag_tree.children(tag) if child.slug not in found]
    return found
