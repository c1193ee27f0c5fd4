"""A taxonomy as an indented outline: a tag with several broader tags stands under each of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tags.models import Broader, Tag, Taxonomy


@dataclass(frozen=True)
class Branch:
    """One line of an outline, and the lines below it. `count`: articles filed here or below, each once."""

    tag: Tag
    count: int
    synonyms: list[str]
    branches: "list[Branch]"


@dataclass(frozen=True)
class Outline:
    taxonomy: Taxonomy
    branches: list[Branch]
    size: int


def outlines(taxonomies: Iterable[Taxonomy], counts: Mapping[int, int]) -> list[Outline]:
    """Each taxonomy with the tree of its tags, by name. Three queries for any number of tags.

    A tag whose broader tag belongs to another taxonomy stands at the top of its own.
    """
    tags = {tag.pk: tag for tag in Tag.objects.with_labels().order_by("name")}
    children: dict[int, list[Tag]] = {}
    nested: set[int] = set()
    links = set(Broader.objects.values_list("narrower_tag_id", "broader_tag_id"))
    for narrower in tags.values():
        for _, broader in sorted(link for link in links if link[0] == narrower.pk):
            if tags[broader].taxonomy_id == narrower.taxonomy_id:
                children.setdefault(broader, []).append(narrower)
                nested.add(narrower.pk)

    def branch(tag: Tag) -> Branch:
        synonyms = [label.name for label in tag.labels.all()]
        return Branch(tag, counts.get(tag.pk, 0), synonyms, [branch(child) for child in children.get(tag.pk, [])])

    found = []
    for taxonomy in taxonomies:
        members = [tag for tag in tags.values() if tag.taxonomy_id == taxonomy.pk]
        tops = [branch(tag) for tag in members if tag.pk not in nested]
        if members:
            found.append(Outline(taxonomy, tops, len(members)))
    return found
