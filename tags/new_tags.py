"""A tag that somebody typed and gave a place, but that is not made until what it is for is saved."""

from dataclasses import dataclass

from django.db import transaction

from tags.curation.addresses import free_slug
from tags.hierarchy import put_under
from tags.models import Tag, Taxonomy, take_write_lock


@dataclass(frozen=True)
class NewTag:
    """What a word is to become: a tag of this taxonomy, under `broader` if it is given."""

    name: str
    taxonomy: Taxonomy
    broader: Tag | None = None


@transaction.atomic
def make_new_tag(new: NewTag) -> tuple[Tag, bool]:
    """The tag, and whether it was made now: somebody else may have been quicker, and then it is theirs."""
    take_write_lock()
    twin = Tag.objects.twins(new.name, new.taxonomy).first()
    if twin:
        return twin, False
    tag = Tag.objects.create(name=new.name, taxonomy=new.taxonomy, slug=free_slug(new.name))
    if new.broader:
        put_under(tag, new.broader)
    return tag, True
