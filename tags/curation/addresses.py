"""Addresses of tags: a free one for a new label, and where a former one leads."""

from tags.models import FormerIdentity, FormerTagSlug, Tag
from tags.models.tag import TAKEN
from tags.slugs import first_free
from tags.text.lengths import longest


def free_slug(label: str, tag: Tag | None = None) -> str:
    """The address that fits the label: no other tag's, and none from which another tag's old readers come.

    A label without letters and digits keeps the address that the tag has.
    """
    others = Tag.objects.exclude(pk=tag.pk) if tag else Tag.objects.all()
    used = set(TAKEN) | set(others.values_list("slug", flat=True))
    used |= set(FormerTagSlug.objects.exclude(tag=tag).values_list("slug", flat=True))
    return first_free(Tag().slugify(label) or (tag.slug if tag else "tag"), used, longest(Tag, "slug"))


def lead(slug: str, to: Tag) -> None:
    """Let a former address lead to this tag, in one hop."""
    FormerTagSlug.objects.update_or_create(slug=slug, defaults={"tag": to})


def lead_as(identity: str, to: Tag) -> None:
    """Let the address for machines of a tag that is gone lead to this one."""
    FormerIdentity.objects.create(identity=identity, tag=to)


def lead_on(tag: Tag, to: Tag) -> None:
    """All that led to `tag` leads to `to`: former addresses, and those of tags that were replaced by it."""
    Tag.objects.filter(replaced_by=tag).update(replaced_by=to)
    tag.former_slugs.filter(slug=to.slug).delete()
    tag.former_slugs.update(tag=to)
    tag.former_identities.update(tag=to)
