"""The biggest tags of a few taxonomies, side by side."""

from collections.abc import Mapping, Sequence

from tags.models import Tag, Taxonomy


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
