"""`article.tags` as django-taggit users know it, over a vocabulary with synonyms and one spelling for each tag."""

from collections.abc import Iterable, Sequence
from typing import Any

from taggit.managers import _TaggableManager
from taggit.utils import require_instance_manager

from tags.curation.addresses import free_slug
from tags.lookup import Found, Homonym, resolve
from tags.models import Tag
from tags.text.normal_form import normal_form


class AmbiguousTag(ValueError):
    """Raised when a typed tag is a label of several tags: name the tag itself instead."""


class VocabularyManager(_TaggableManager):  # type: ignore[misc]
    """Strings find the tag they spell, by label or else by synonym; a string is never split, whatever it holds.

    A deprecated tag stands for its replacement. A string that spells nothing becomes a new tag, which waits in the
    taxonomy Unfiled.
    """

    def _to_tag_model_instances(self, tags: Iterable[Tag | str], tag_kwargs: dict[str, Any]) -> list[Tag]:
        found = [tag if isinstance(tag, Tag) else self._spelled(tag, tag_kwargs) for tag in tags]
        return list(dict.fromkeys(found))

    def _spelled(self, label: str, tag_kwargs: dict[str, Any]) -> Tag:
        if not isinstance(label, str):
            raise ValueError(f"Cannot add {label!r}: expected a tag or its label.")
        match resolve(label, Tag.objects.filter(**tag_kwargs), suggesting=0):
            case Found(tag):
                return tag
            case Homonym(tags):
                return self._preferred(label, tags)
        return Tag.objects.create(**{"slug": free_slug(label), **tag_kwargs, "name": label})

    def _preferred(self, label: str, tags: Sequence[Tag]) -> Tag:
        """The one tag whose preferred label it is: that goes before a synonym. Raises `AmbiguousTag` for two."""
        form = normal_form(label)
        candidates = [tag for tag in tags if tag.normal_form == form] or tags
        if len(candidates) > 1:
            raise AmbiguousTag(f"“{label}” may mean {' or '.join(f'{t.name} ({t.taxonomy})' for t in candidates)}.")
        return candidates[0]

    @require_instance_manager  # type: ignore[untyped-decorator]
    def set(self, tags: Iterable[Tag | str], *, through_defaults: Any = None, **kwargs: Any) -> None:
        """Exactly these tags, in this order. Rows that are right already are left alone."""
        wanted = self._to_tag_model_instances(tags, kwargs.get("tag_kwargs", {}))
        rows = self.through._default_manager.filter(**self._lookup_kwargs()).order_by("pk")
        stored = list(rows.values_list("tag_id", flat=True))
        if stored != [tag.pk for tag in wanted]:
            self.clear()
            self.add(*wanted, through_defaults=through_defaults)

    @require_instance_manager  # type: ignore[untyped-decorator]
    def remove(self, *tags: Tag | str) -> None:
        """Take these tags off, whichever of their spellings is given; other tags are left alone, also of that name."""
        keys = [tag.pk for tag in tags if isinstance(tag, Tag)]
        for label in (tag for tag in tags if isinstance(tag, str)):
            keys += Tag.objects.spelled(label).values_list("pk", flat=True)
        self._remove_prefetched_objects()
        self.through._default_manager.filter(**self._lookup_kwargs(), tag__in=keys).delete()
