"""Taxonomies and topics as sets: `method`, and in it `method:survey`, which holds what narrower topics hold."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from tags.cache.tag_tree import TagTree
from tags.models import Tag, Taxonomy

PLAIN: Final = re.compile(r"[A-Za-z0-9_.-]+", re.ASCII)


@dataclass(frozen=True)
class HarvestSet:
    """`tags`: all that are in it, by key; `taxonomy`: the whole of one."""

    spec: str
    name: str
    note: str = ""
    tags: frozenset[int] = frozenset()
    taxonomy: Taxonomy | None = None


def every_set(tag_tree: TagTree) -> Iterator[HarvestSet]:
    for taxonomy in tag_tree.taxonomies:
        yield HarvestSet(of_taxonomy(taxonomy), taxonomy.name, taxonomy=taxonomy)
        for tag in tag_tree.tags.values():
            if tag.taxonomy_id == taxonomy.pk and not tag.replaced_by_id:
                yield HarvestSet(of_tag(tag), tag.name, tag.scope_note)


def set_named(spec: str, tag_tree: TagTree) -> HarvestSet | None:
    for taxonomy in tag_tree.taxonomies:
        if spec == of_taxonomy(taxonomy):
            return HarvestSet(spec, taxonomy.name, taxonomy=taxonomy)
    found = next((tag for tag in tag_tree.tags.values() if not tag.replaced_by_id and spec == of_tag(tag)), None)
    return HarvestSet(spec, found.name, tags=frozenset(under(found, tag_tree))) if found else None


def specs_of(tags: Iterable[Tag], tag_tree: TagTree) -> list[str]:
    """All sets that hold an article with these tags: with every broader topic, and their taxonomies."""
    found: dict[int, Tag] = {}
    waiting = [tag_tree.tags[tag.pk] for tag in tags if tag.pk in tag_tree.tags]
    while waiting:
        tag = waiting.pop()
        if tag.pk not in found:
            found[tag.pk] = tag
            waiting += tag_tree.broader.get(tag.pk, ())
    return sorted({spec for tag in found.values() for spec in (of_taxonomy(tag.taxonomy), of_tag(tag))})


def under(tag: Tag, tag_tree: TagTree) -> set[int]:
    found: set[int] = set()
    waiting = [tag]
    while waiting:
        one = waiting.pop()
        if one.pk not in found:
            found.add(one.pk)
            waiting += tag_tree.narrower.get(one.pk, ())
    return found


def of_taxonomy(taxonomy: Taxonomy) -> str:
    return taxonomy.slug if PLAIN.fullmatch(taxonomy.slug) else f"taxonomy-{taxonomy.pk}"


def of_tag(tag: Tag) -> str:
    """Names of sets are ASCII; a topic in other letters goes by what it is for machines."""
    return f"{of_taxonomy(tag.taxonomy)}:{tag.slug if PLAIN.fullmatch(tag.slug) else tag.identity}"
