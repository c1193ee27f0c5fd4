"""The map of a taxonomy on the page of an article: what it is about is lit. It has no numbers, so all see the same."""

from collections.abc import Sequence
from typing import Final

from django.utils.safestring import SafeString

from articles.browse.taxonomy_map import lit_by, tag_at
from articles.documents.pieces import piece
from articles.documents.printed_tags import printed
from articles.documents.slots import filled, joined
from articles.images.taxonomy_shapes import taken_apart
from tags.cache.tag_tree import TagTree
from tags.models import Tag, Taxonomy

SHAPE: Final = "articles/_lit_shape.html"


def lit_map(taxonomy: Taxonomy, tags: Sequence[Tag], tag_tree: TagTree) -> SafeString:
    """Each lit shape leads to the narrowest of these tags that it shows. Nothing where the map shows none of them."""
    row = tag_tree.maps.get(taxonomy.pk)
    lights = [(lit_by(tag_tree, row, [tag]), tag) for tag in tags] if row else []
    shown = {slug: tag for slugs, tag in sorted(lights, key=lambda pair: -len(pair[0])) for slug in slugs}
    if row is None or not shown:
        return joined([])
    view_box, drawn = taken_apart(row.svg)
    named = {one.slug: tag_at(tag_tree, taxonomy, one.slug) for one in drawn}
    meant = {slug: shown[tag.slug] for slug, tag in named.items() if tag and tag.slug in shown}
    shapes = joined(
        filled(printed(SHAPE, [meant[one.slug]], tag_tree), {"shape": one.markup}) if one.slug in meant else one.markup
        for one in drawn
    )
    words = {"view_box": view_box, "alt": row.alt, "credit": row.credit, "shapes": shapes}
    return piece("articles/_lit_map.html", **words) if meant else joined([])
