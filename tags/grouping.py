"""Tags by taxonomy, as pages show them."""

from collections.abc import Iterable
from itertools import groupby

from tags.models import Tag, Taxonomy


def by_taxonomy(tags: Iterable[Tag]) -> list[tuple[Taxonomy, list[Tag]]]:
    """Each taxonomy with its tags, both in their own order. `tags` come with their taxonomy fetched."""
    in_order = sorted(tags, key=lambda tag: (tag.taxonomy.position, tag.taxonomy.name))
    return [(taxonomy, list(group)) for taxonomy, group in groupby(in_order, key=lambda tag: tag.taxonomy)]
