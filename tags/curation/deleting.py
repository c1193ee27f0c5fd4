"""Taking whole tags away. What readers find under a tag is never taken away with it."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import AbstractUser
from django.db import transaction

from tags.curation.journal import curating
from tags.curation.refusal import CurationRefused, begin, live
from tags.hierarchy import write_paths
from tags.models import CurationAct, Tag, take_write_lock
from tags.text.plurals import counted


@transaction.atomic
def delete_tag(tag: Tag, *, by: AbstractUser | None, at: datetime) -> CurationAct:
    """Delete a tag that no article is filed under. Tags below it lose a parent and stay. Raises `CurationRefused`."""
    begin(by)
    tag = live(tag)
    refuse_used(tag)
    with curating(CurationAct.Verb.DELETE, f"Deleted “{tag}” of {tag.taxonomy}", by=by, at=at, tags=[]) as act:
        tag.delete()
    return act.done


def refuse_used(tag: Tag) -> None:
    uses = Tag.objects.with_uses().get(pk=tag.pk).uses
    if uses:
        raise CurationRefused([f"“{tag}” has {counted(uses, 'article')}: take it off them first, or merge it."])


class TagInUse(Exception):
    """Raised with a line for every tag that still has articles; nothing was deleted."""

    def __init__(self, reasons: list[str]) -> None:
        self.reasons = reasons
        super().__init__(" ".join(reasons))


@transaction.atomic
def delete_tags(tags: Iterable[Tag]) -> None:
    """Delete tags that no article is filed under. Tags below them lose a parent and stay. Raises `TagInUse`."""
    take_write_lock()
    doomed = list(tags)
    if reasons := uses(doomed):
        raise TagInUse(reasons)
    Tag.objects.filter(pk__in=[tag.pk for tag in doomed]).delete()
    write_paths()


def uses(tags: Iterable[Tag]) -> list[str]:
    """For each of these tags that has articles, how many it has, in words."""
    used = Tag.objects.filter(pk__in=[tag.pk for tag in tags]).with_uses().order_by("name")
    return [f"“{tag}” has {counted(tag.uses, 'article')}: take it off them first." for tag in used if tag.uses]
