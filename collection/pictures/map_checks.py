"""Whether the names in the picture of a taxonomy stand for tags of that taxonomy."""

from collections.abc import Iterator, Mapping

from articles.images.taxonomy_shapes import slugs_of
from collection.faults import Fault
from collection.values import Collection, MapFile
from tags.skos.concepts import Concept
from tags.text.likeness import did_you_mean


def of_maps(collection: Collection, concepts: Mapping[str, Concept], taxonomies: Mapping[str, str]) -> Iterator[Fault]:
    """`concepts`: all tags after loading, by slug; `taxonomies`: their names by slug."""
    for drawn in collection.maps:
        if drawn.taxonomy not in taxonomies:
            hint = did_you_mean(drawn.taxonomy, taxonomies) or "."
            yield Fault(f"maps/{drawn.taxonomy}.svg", 0, f"No taxonomy is called “{drawn.taxonomy}”{hint}")
        else:
            own = {slug for slug, tag in concepts.items() if tag.scheme == drawn.taxonomy and not tag.is_deprecated}
            yield from _of_map(drawn, own)


def _of_map(drawn: MapFile, own: set[str]) -> Iterator[Fault]:
    shapes = slugs_of(drawn.svg)
    for slug in dict.fromkeys(shapes):
        if slug not in own:
            yield Fault(f"maps/{drawn.taxonomy}.svg", drawn.places.get(slug, 1), _unknown(slug, drawn, own))
    for row in drawn.without_shape:
        file, line = f"maps/{drawn.taxonomy}.yaml", drawn.places.get(f"without_shape: {row.tag}", 0)
        if row.tag not in own:
            yield Fault(file, line, _unknown(row.tag, drawn, own))
        elif row.tag in shapes:
            yield Fault(file, line, f"“{row.tag}” has a shape, so it needs no reason for having none.")
        for slug in row.lights:
            if slug not in shapes:
                yield Fault(file, line, f"No shape is called “{slug}”{did_you_mean(slug, shapes) or '.'}")


def _unknown(slug: str, drawn: MapFile, own: set[str]) -> str:
    return f"No tag of {drawn.taxonomy} has the address “{slug}”{did_you_mean(slug, own) or '.'}"
