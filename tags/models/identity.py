"""The identity of a tag: a UUID that it keeps whatever it is called, in its address for machines and in files."""

from collections.abc import Container, Sequence
from typing import Any
from uuid import uuid4

from django.db import models

from tags.models.changes import VocabularyRow
from tags.skos.concepts import identity_from

LONGEST_IDENTITY = 36  # as RFC 9562 writes a UUID


def free_identity(slug: str, taken: Container[str]) -> str:
    """The one that follows from the slug; another where a tag that was renamed has taken it along."""
    wished = identity_from(slug)
    return str(uuid4()) if wished in taken else wished


class IdentityField(models.CharField[str, str]):
    """A row that is stored without one gets one, also in bulk and when an act is taken back that is older than this.

    Text, since the journal of curation keeps rows as JSON.
    """

    def pre_save(self, model_instance: models.Model, add: bool) -> str:  # noqa: FBT001  the signature that Django calls
        known = str(super().pre_save(model_instance, add))
        if not known:
            slug = str(getattr(model_instance, "slug", ""))
            known = free_identity(slug, taken_of(type(model_instance), [identity_from(slug)]))
            setattr(model_instance, self.attname, known)
        return known

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        """Migrations see a column like any other."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


class FormerIdentity(VocabularyRow):
    """That of a tag that became part of another by a merge: its address leads to that one."""

    identity = models.CharField(max_length=LONGEST_IDENTITY, unique=True)
    tag = models.ForeignKey("tags.Tag", on_delete=models.CASCADE, related_name="former_identities")

    class Meta:
        verbose_name_plural = "former identities"

    def __str__(self) -> str:
        return self.identity


def taken_of(tags: type[models.Model], wished: list[str]) -> set[str]:
    """Those of the wished ones that a tag has or had. Two queries."""
    return {
        identity
        for model in (tags, FormerIdentity)
        for identity in model._base_manager.filter(identity__in=wished).values_list("identity", flat=True)
    }
