"""Addresses of tags: a free one for a new label, and where a former one leads."""

from collections.abc import Iterator
from itertools import count
from typing import Final

from tags.models import FormerTagSlug, Tag
from tags.models.tag import TAKEN

LONGEST: Final = 100


def free_slug(label: str, tag: Tag | None = None) -> str:
    """The address that fits the label: no other tag's, and none from which another tag's old readers come."""
    others = Tag.objects.exclude(pk=tag.pk) if tag else Tag.objects.all()
    used = set(TAKEN) | set(others.values_list("slug", flat=True))
    used |= set(FormerTagSlug.objects.exclude(tag=tag).values_list("slug", flat=True))
    return next(slug for slug in proposals(label, tag) if slug not in used)


def proposals(label: str, tag: Tag | None) -> Iterator[str]:
    """`fear`, `fear-2`, `fear-3`. A label without letters and digits keeps the address that the tag has."""
    words = Tag().slugify(label)[:LONGEST].strip("-_") or (tag.slug if tag else "tag")
    yield words
    for number in count(2):
        suffix = f"-{number}"
        yield words[: LONGEST - len(suffix)].rstrip("-_") + suffix


def lead(slug: str, to: Tag) -> None:
    """Let a former address lead to this tag, in one hop."""
    FormerTagSlug.objects.update_or_create(slug=slug, defaults={"tag": to})


def lead_on(tag: Tag, to: Tag) -> None:
    """All that led to `tag` leads to `to`: former addresses, and those of tags that were replaced by it."""
    Tag.objects.filter(replaced_by=tag).update(replaced_by=to)
    tag.former_slugs.filter(slug=to.slug).delete()
    tag.former_slugs.update(tag=to)
