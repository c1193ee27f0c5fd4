"""The vocabulary in memory: every tag with its labels and neighbours, as pages need it. Read it, never change it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import Final

from tags.models import Broader, FormerIdentity, RelatedTag, Tag, Taxonomy, TaxonomyMap, former_addresses
from tags.slugs import last_in_chain

MOST_PATHS: Final = 8


@dataclass(frozen=True, eq=False)
class TagTree:
    """All taxonomies and tags at one moment. Tags come in the order of their names, with taxonomy, labels, matches."""

    taxonomies: tuple[Taxonomy, ...] = ()
    tags: Mapping[int, Tag] = field(default_factory=dict)
    broader: Mapping[int, tuple[Tag, ...]] = field(default_factory=dict)
    narrower: Mapping[int, tuple[Tag, ...]] = field(default_factory=dict)
    related: Mapping[int, tuple[Tag, ...]] = field(default_factory=dict)
    former: Mapping[str, int] = field(default_factory=dict)
    merged: Mapping[str, int] = field(default_factory=dict)
    maps: Mapping[int, TaxonomyMap] = field(default_factory=dict)  # by the key of their taxonomy

    @cached_property
    def live(self) -> tuple[Tag, ...]:
        """All but those that are no longer used."""
        return tuple(tag for tag in self.tags.values() if not tag.is_deprecated)

    @cached_property
    def by_slug(self) -> Mapping[str, Tag]:
        return {tag.slug: tag for tag in self.tags.values()}

    @cached_property
    def by_identity(self) -> Mapping[str, Tag]:
        """Also by those of tags that became part of another."""
        merged = {identity: self.tags[pk] for identity, pk in self.merged.items() if pk in self.tags}
        return merged | {tag.identity: tag for tag in self.tags.values()}

    @cached_property
    def by_taxonomy(self) -> Mapping[str, tuple[Tag, ...]]:
        """The live tags of each taxonomy by its slug."""
        found: dict[str, list[Tag]] = {taxonomy.slug: [] for taxonomy in self.taxonomies}
        for tag in self.live:
            found[tag.taxonomy.slug].append(tag)
        return {slug: tuple(tags) for slug, tags in found.items()}

    def those(self, keys: Iterable[int]) -> list[Tag]:
        """The tags with these keys, in their order."""
        return [self.tags[pk] for pk in keys if pk in self.tags]

    def at(self, slug: str) -> Tag | None:
        """The tag whose address this is."""
        return self.by_slug.get(slug)

    def moved_to(self, slug: str) -> Tag | None:
        """The tag that an old address leads to: renamed, merged or replaced, however often, in one hop."""

        first = self.at(slug) or self.tags.get(self.former.get(slug, 0))
        tag = self.in_place_of(first) if first else None
        return tag if tag and tag.slug != slug else None

    def in_place_of(self, tag: Tag) -> Tag | None:
        """The tag itself, or the one that replaced it, however often. None where replacements go round."""

        def following(one: Tag) -> Tag | None:
            return self.tags.get(one.replaced_by_id or 0) if one.is_deprecated else None

        return last_in_chain(tag, following)

    def present(self, slug: str) -> Tag | None:
        """The tag that an address means, an old one or that of today."""
        return self.moved_to(slug) or self.at(slug)

    def paths_to(self, tag: Tag) -> list[list[Tag]]:
        """The ways down to the tag, from the top, without the tag itself. One empty way when nothing stands above.

        At most `MOST_PATHS`: their number can double with every level.
        """
        return list(islice(self._paths(tag), MOST_PATHS))

    def _paths(self, tag: Tag) -> Iterator[list[Tag]]:
        waiting = [[tag]]
        while waiting:
            path = waiting.pop()
            parents = self.parents(path[0])
            waiting += [[parent, *path] for parent in reversed(parents)]
            if not parents:
                yield path[:-1]

    def tops(self, taxonomy: Taxonomy) -> tuple[Tag, ...]:
        """Its live tags with no live one above them in the same taxonomy."""
        return self._tops.get(taxonomy.slug, ())

    @cached_property
    def _tops(self) -> Mapping[str, tuple[Tag, ...]]:
        return {slug: tuple(tag for tag in tags if not self.parents(tag)) for slug, tags in self.by_taxonomy.items()}

    def parents(self, tag: Tag) -> list[Tag]:
        """The live tags right above it in the same taxonomy."""
        above = self.broader.get(tag.id, ())
        return [parent for parent in above if parent.taxonomy_id == tag.taxonomy_id and not parent.is_deprecated]

    def children(self, tag: Tag) -> list[Tag]:
        """The live tags right below it in the same taxonomy."""
        return self._children.get(tag.id, [])

    @cached_property
    def _children(self) -> Mapping[int, list[Tag]]:
        return {
            pk: [child for child in below if child.taxonomy_id == self.tags[pk].taxonomy_id and not child.is_deprecated]
            for pk, below in self.narrower.items()
        }


def read_tag_tree() -> TagTree:
    """The tag tree as the database has it. Eleven queries.

    What somebody else writes between two of them may be there in part: it is left out until the next snapshot.
    """
    taxonomies = {taxonomy.pk: taxonomy for taxonomy in Taxonomy.objects.all()}
    found = Tag.objects.prefetch_related("labels", "matches").order_by("name", "pk")
    tags = {tag.pk: tag for tag in found if tag.taxonomy_id in taxonomies}
    for tag in tags.values():
        tag.taxonomy = taxonomies[tag.taxonomy_id]
    links = list(Broader.objects.values_list("narrower_tag_id", "broader_tag_id"))
    pairs = list(RelatedTag.objects.values_list("one_id", "other_id"))
    return TagTree(
        taxonomies=tuple(taxonomies.values()),
        tags=tags,
        broader=neighbours(tags, links),
        narrower=neighbours(tags, ((broader, narrower) for narrower, broader in links)),
        related=neighbours(tags, [*pairs, *((other, one) for one, other in pairs)]),
        former=former_addresses(),
        merged=dict(FormerIdentity.objects.values_list("identity", "tag_id")),
        maps={row.taxonomy_id: row for row in TaxonomyMap.objects.all()},
    )


def neighbours(tags: Mapping[int, Tag], pairs: Iterable[tuple[int, int]]) -> dict[int, tuple[Tag, ...]]:
    """For each tag the others that it is paired with, by name."""
    found: dict[int, set[int]] = {}
    for one, other in pairs:
        if one in tags and other in tags:
            found.setdefault(one, set()).add(other)
    place = {pk: place for place, pk in enumerate(tags)}
    return {one: tuple(tags[other] for other in sorted(others, key=place.__getitem__)) for one, others in found.items()}
