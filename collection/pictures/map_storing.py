"""Pictures of taxonomies between plain values and the database."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict

from articles.images.taxonomy_shapes import renamed, slugs_of
from collection.report import Report
from collection.values import Collection, MapFile, WithoutShape
from tags.cache.tag_tree import TagTree, read_tag_tree
from tags.models import Taxonomy, TaxonomyMap


def bring_maps(collection: Collection, report: Report) -> None:
    """Rows that are right already are not written; those that the folder does not hold are left alone."""
    counts = report.counts["Maps"] = Counter[str]()
    stored = {row.taxonomy.slug: row for row in TaxonomyMap.objects.select_related("taxonomy")}
    for drawn in collection.maps:
        row = stored.pop(drawn.taxonomy, None)
        happened = "new" if row is None else "same" if _file_of(row) == drawn else "changed"
        if happened != "same":
            row = row or TaxonomyMap(taxonomy=Taxonomy.objects.get(slug=drawn.taxonomy))
            row.svg, row.alt, row.credit = drawn.svg, drawn.alt, drawn.credit
            row.without_shape = [{**asdict(one), "lights": list(one.lights)} for one in drawn.without_shape]
            row.save()
        counts[happened] += 1
    if stored:
        others = ", ".join(sorted(stored))
        report.notes.append(f"Maps that this collection does not hold are left as they are: {others}.")


def stored_maps() -> Iterator[MapFile]:
    """With the addresses that tags have today; a shape whose tag is gone stands for none."""
    rows = list(TaxonomyMap.objects.select_related("taxonomy").order_by("taxonomy__slug"))
    tag_tree = read_tag_tree() if rows else TagTree()
    for row in rows:
        drawn, today = _file_of(row), dict[str, str]()
        named = [*slugs_of(drawn.svg), *(one.tag for one in drawn.without_shape)]
        for slug in named:
            tag = tag_tree.present(slug)
            if tag and tag.taxonomy_id == row.taxonomy_id and not tag.is_deprecated and tag.slug not in today.values():
                today[slug] = tag.slug
        yield drawn if list(today.items()) == [(slug, slug) for slug in named] else with_slugs(drawn, today)


def with_slugs(drawn: MapFile, today: dict[str, str]) -> MapFile:
    svg = renamed(drawn.svg, today)
    shapes = set(slugs_of(svg))
    without = tuple(
        WithoutShape(today[one.tag], one.reason, tuple(today[s] for s in one.lights if today.get(s) in shapes))
        for one in drawn.without_shape
        if one.tag in today
    )
    return MapFile(drawn.taxonomy, svg, drawn.alt, drawn.credit, without)


def _file_of(row: TaxonomyMap) -> MapFile:
    without = tuple(WithoutShape(one["tag"], one["reason"], tuple(one["lights"])) for one in row.without_shape)
    return MapFile(row.taxonomy.slug, row.svg, row.alt, row.credit, without)
