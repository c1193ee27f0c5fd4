"""A tag that somebody typed and gave a place, but that is not made until what it is for is saved."""

from dataclasses import dataclass

from django.db import transaction

from tags.hierarchy import put_under
from tags.models import FormerTagSlug, Tag, Taxonomy, wait_for_other_writers
from tags.normal_form import normal_form


@dataclass(frozen=True)
class NewTag:
    """What a word is to become: a tag of this taxonomy, under `broader` if it is given."""

    name: str
    taxonomy: Taxonomy
    broader: Tag | None = None


@transaction.atomic
def coin(new: NewTag) -> tuple[Tag, bool]:
    """The tag, and whether it was made now: somebody else may have been quicker, and then it is theirs."""
    wait_for_other_writers()
    twin = Tag.objects.filter(taxonomy=new.taxonomy, normal_form=normal_form(new.name), is_deprecated=False).first()
    if twin:
        return twin, False
    tag = Tag(name=new.name, taxonomy=new.taxonomy)
    tag.slug = free_slug(tag)
    tag.save()
    if new.broader:
        put_under(tag, new.broader)
    return tag, True


def free_slug(tag: Tag) -> str:
    """The first address made of its name that no tag has, and from which no former one leads on to another tag."""
    wanted = tag.slugify(tag.name)[:90] or "tag"
    taken = {
        *Tag.objects.filter(slug__startswith=wanted).values_list("slug", flat=True),
        *FormerTagSlug.objects.filter(slug__startswith=wanted).values_list("slug", flat=True),
    }
    numbered = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
    return next(slug for slug in (wanted, *numbered) if slug not in taken)
