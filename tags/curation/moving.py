"""Where a tag stands: under another parent, under one more, under one less."""

from datetime import datetime

from django.contrib.auth.models import AbstractUser
from django.db import transaction

from tags.curation.journal import curating
from tags.curation.refusal import CurationRefused, begin, in_words, live
from tags.hierarchy import set_broader
from tags.models import CurationAct, Tag

Verb = CurationAct.Verb


@transaction.atomic
def move(tag: Tag, *, under: Tag, from_: Tag | None = None, by: AbstractUser | None, at: datetime) -> CurationAct:
    """Let the tag stand under `under` in place of `from_`, or of all its parents. Raises `CycleRefused`."""
    begin(by)
    tag, under = live(tag), live(under)
    parents = list(tag.broader.order_by("name"))
    if from_ is not None and from_ not in parents:
        raise CurationRefused([f"“{tag}” does not stand under “{from_}”."])
    left = [parent for parent in parents if from_ is None or parent == from_]
    kept = [parent for parent in parents if parent not in left]
    if under in kept or left == [under]:
        raise CurationRefused([f"“{tag}” stands under “{under}” already."])
    origin = f" from {in_words([parent.name for parent in left])}" if left else ""
    with curating(Verb.MOVE, f"Moved “{tag}”{origin} under “{under}”", by=by, at=at, tags=[]) as act:
        stand_under(tag, [*kept, under])
    return act.done


@transaction.atomic
def add_parent(tag: Tag, parent: Tag, *, by: AbstractUser | None, at: datetime) -> CurationAct:
    """Let the tag stand under `parent` as well. Raises `CycleRefused`."""
    begin(by)
    tag, parent = live(tag), live(parent)
    parents = list(tag.broader.all())
    if parent in parents:
        raise CurationRefused([f"“{tag}” stands under “{parent}” already."])
    with curating(Verb.ADD_PARENT, f"Put “{tag}” under “{parent}” as well", by=by, at=at, tags=[]) as act:
        stand_under(tag, [*parents, parent])
    return act.done


@transaction.atomic
def remove_parent(tag: Tag, parent: Tag, *, by: AbstractUser | None, at: datetime) -> CurationAct:
    """Let the tag no longer stand under `parent`."""
    begin(by)
    tag = live(tag)
    parents = list(tag.broader.all())
    if parent not in parents:
        raise CurationRefused([f"“{tag}” does not stand under “{parent}”."])
    with curating(Verb.REMOVE_PARENT, f"Took “{tag}” out from under “{parent}”", by=by, at=at, tags=[]) as act:
        stand_under(tag, [other for other in parents if other != parent])
    return act.done


def stand_under(tag: Tag, parents: list[Tag]) -> None:
    for parent in parents:
        if parent.taxonomy_id != tag.taxonomy_id:
            raise CurationRefused(
                [f"“{tag}” is in {tag.taxonomy} and “{parent}” in {parent.taxonomy}: it cannot stand under it."]
            )
    set_broader(tag, parents)
