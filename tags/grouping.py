"""Tags by taxonomy, as pages show them: all in the order of the taxonomies, or the biggest of a few."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from tags.models import Tag, Taxonomy


def by_taxonomy(tags: Iterable[Tag]) -> list[tuple[Taxonomy, list[Tag]]]:
    """Each taxonomy with its tags, both in their own order. `tags` come with their taxonomy fetched."""
    in_order = sorted(tags, key=lambda tag: (tag.taxonomy.position, tag.taxonomy.name))
    return [(taxonomy, list(group)) for taxonomy, group in groupby(in_order, key=lambda tag: tag.taxonomy)]


def biggest_by_taxonomy(
    slugs: Sequence[str], counts: Mapping[int, int], *, most: int = 6
) -> list[tuple[Taxonomy, list[tuple[Tag, int]]]]:
    """For each taxonomy that exists, in the order of `slugs`, its `most` biggest tags with their counts."""
    tags = Tag.objects.filter(taxonomy__slug__in=slugs, pk__in=counts).select_related("taxonomy")
    ranked = sorted(tags, key=lambda tag: (-counts[tag.pk], tag.name))
    found = []
    for slug in slugs:
        rows = [(tag, counts[tag.pk]) for tag in ranked if tag.taxonomy.slug == slug][:most]
        if rows:
            found.append((rows[0][0].taxonomy, rows))
    return found
