"""Acts of curators on whole tags. Where a tag stands is for `tags.hierarchy`."""

from collections.abc import Iterable

from django.db import transaction

from tags.hierarchy import write_paths
from tags.models import Tag, take_write_lock
from tags.text.plurals import counted


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
