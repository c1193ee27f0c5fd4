"""One tag in the place of another: merging two, and deprecating one in favour of another."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final, cast

from django.contrib.auth.models import AbstractUser
from django.db import transaction

from tags.curation.addresses import lead, lead_as, lead_on
from tags.curation.filing import articles_on, move_filings
from tags.curation.journal import curating
from tags.curation.links import (
    Link,
    pairs_taken_over,
    renamed,
    stored_links,
    stored_pairs,
    taken_over,
    write_links,
    write_pairs,
)
from tags.curation.refusal import CurationRefused, begin, live, refuse_other_kind
from tags.curation.renaming import bring_labels, labels_to_gain
from tags.models import CurationAct, Tag, TagMatch, TagNotation, TagNote


@dataclass(frozen=True)
class MergePreview:
    """What a merge, or a deprecation, would do. Articles by primary key; the rest are numbers of what moves."""

    tag: Tag
    into: Tag
    moving: frozenset[int]
    on_both: frozenset[int]
    synonyms: int
    notes: int
    matches: int
    broader: int
    narrower: int
    related: int
    pairs_given_up: int
    old_addresses: int


def merge_preview(tag: Tag, into: Tag) -> MergePreview:
    """What `merge` would do now. Raises `CurationRefused` when it would be refused. Nothing is written."""
    tag, into = pair_to_join(tag, into)
    return foreseen(tag, into, with_parents=tag.taxonomy_id == into.taxonomy_id)


def deprecation_preview(tag: Tag, replaced_by: Tag) -> MergePreview:
    """The same for `deprecate`, which leaves synonyms, notes, matches and former addresses where they are."""
    tag, other = pair_to_join(tag, replaced_by)
    return replace(foreseen(tag, other, with_parents=False), synonyms=0, notes=0, matches=0, old_addresses=1)


def foreseen(tag: Tag, into: Tag, *, with_parents: bool) -> MergePreview:
    of_tag, of_into = articles_on(tag), articles_on(into)
    links, pairs = stored_links(), stored_pairs()
    after = taken_over(links, tag.pk, into.pk, with_parents=with_parents)
    pairs_after = pairs_taken_over(pairs, links, after, tag.pk, into.pk)
    return MergePreview(
        tag=tag,
        into=into,
        moving=frozenset(of_tag - of_into),
        on_both=frozenset(of_tag & of_into),
        synonyms=len(labels_to_gain(tag, into)),
        notes=len(gained_rows(TagNote, tag, into)) + bool(tag.scope_note and tag.scope_note != into.scope_note),
        matches=len(gained_rows(TagMatch, tag, into)) + len(gained_rows(TagNotation, tag, into)),
        broader=len({link for link in after - links if link[0] == into.pk}),
        narrower=len({link for link in after - links if link[1] == into.pk}),
        related=len(partners(pairs_after, into.pk) - partners(pairs, into.pk)),
        pairs_given_up=len(renamed(pairs, tag.pk, into.pk) - pairs_after),
        old_addresses=1 + tag.former_slugs.exclude(slug=into.slug).count(),
    )


def partners(pairs: set[Link], tag: int) -> set[int]:
    return {one if other == tag else other for one, other in pairs if tag in (one, other)}


@transaction.atomic
def merge(tag: Tag, *, into: Tag, by: AbstractUser | None, at: datetime) -> CurationAct:
    """Let `into` have all that `tag` has, each thing once; `tag` is gone, and its addresses lead to `into`."""
    begin(by)
    tag, into = pair_to_join(tag, into)
    summary = f"Merged “{tag}” into “{into}”"
    with curating(CurationAct.Verb.MERGE, summary, by=by, at=at, tags=[tag, into]) as act:
        move_filings(tag, into)
        take_place(tag, into, with_parents=tag.taxonomy_id == into.taxonomy_id)
        bring_labels(labels_to_gain(tag, into), tag, into)
        for model in (TagNote, TagNotation, TagMatch):
            model._base_manager.filter(pk__in=gained_rows(model, tag, into)).update(tag=into)
        lead_on(tag, into)
        Tag.objects.filter(pk=tag.pk).delete()
        lead(tag.slug, into)
        lead_as(tag.identity, into)
        bring_columns(tag, into)
    return act.done


@transaction.atomic
def deprecate(tag: Tag, *, replaced_by: Tag, by: AbstractUser | None, at: datetime) -> CurationAct:
    """Take the tag out of use: articles, narrower and related tags go to `replaced_by`, and its address leads there."""
    begin(by)
    tag, other = pair_to_join(tag, replaced_by)
    summary = f"Deprecated “{tag}” in favour of “{other}”"
    with curating(CurationAct.Verb.DEPRECATE, summary, by=by, at=at, tags=[tag, other]) as act:
        move_filings(tag, other)
        take_place(tag, other, with_parents=False)
        Tag.objects.filter(replaced_by=tag).update(replaced_by=other)
        tag.is_deprecated = True
        tag.replaced_by = other
        tag.save()
    return act.done


def pair_to_join(tag: Tag, into: Tag) -> tuple[Tag, Tag]:
    """Both as they now stand. Refused when one cannot take the other's place."""
    tag, into = live(tag), live(into)
    if tag == into:
        raise CurationRefused([f"Choose another tag than “{tag}” itself."])
    refuse_other_kind(tag, into)
    if tag.taxonomy != into.taxonomy and tag.narrower.exists():
        raise CurationRefused(
            [f"“{tag}” has narrower tags in {tag.taxonomy}, and “{into}” is in {into.taxonomy}. Move them first."]
        )
    return tag, into


def take_place(tag: Tag, into: Tag, *, with_parents: bool) -> None:
    """Links and pairs of `tag` become those of `into`."""
    links, pairs = stored_links(), stored_pairs()
    after = taken_over(links, tag.pk, into.pk, with_parents=with_parents)
    write_pairs(pairs, pairs_taken_over(pairs, links, after, tag.pk, into.pk))
    write_links(links, after)


UNLIKE: Final[dict[Any, tuple[str, ...]]] = {
    TagNote: ("kind", "language", "text"),
    TagNotation: ("value", "datatype"),
    TagMatch: ("scheme", "identifier"),
}
"""The columns by which two rows of one tag differ."""


def gained_rows(model: Any, tag: Tag, into: Tag) -> list[int]:
    """The keys of those rows of `tag` that say something which `into` does not have yet."""
    rows = model._base_manager.order_by("pk")
    known = set(rows.filter(tag=into).values_list(*UNLIKE[model]))
    gained = []
    for key, *said in rows.filter(tag=tag).values_list("pk", *UNLIKE[model]):
        if tuple(said) not in known:
            known.add(tuple(said))
            gained.append(cast(int, key))
    return gained


def bring_columns(tag: Tag, into: Tag) -> None:
    """The scope note and the address elsewhere, where `into` has none. A second scope note becomes its history."""
    if tag.scope_note and into.scope_note and tag.scope_note != into.scope_note:
        said = f"“{tag}” was merged into it. Its scope note was: {tag.scope_note}"
        TagNote.objects.create(tag=into, kind=TagNote.Kind.HISTORY, language=tag.language, text=said)
    into.scope_note = into.scope_note or tag.scope_note
    into.uri = into.uri or tag.uri
    into.save()
