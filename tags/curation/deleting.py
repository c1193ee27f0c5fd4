"""Taking whole tags away. What readers find under a tag is never taken away with it."""

from datetime import datetime

from django.contrib.auth.models import AbstractUser
from django.db import transaction

from tags.curation.journal import curating
from tags.curation.refusal import CurationRefused, begin, live
from tags.models import CurationAct, Tag
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
