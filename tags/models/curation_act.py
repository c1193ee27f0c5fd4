"""What curators did: each act with all rows that it changed, so that it can be taken back; and former addresses."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from tags.models.changes import VocabularyRow
from tags.models.tag import Tag


class FormerTagSlug(VocabularyRow):
    """An address that a tag once had: it redirects for good, in one hop."""

    slug = models.SlugField(max_length=100, unique=True, allow_unicode=True)
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="former_slugs")

    def __str__(self) -> str:
        return self.slug


class CurationActQuerySet(models.QuerySet["CurationAct"]):
    def newest(self, most: int) -> "CurationActQuerySet":
        """The last that stand, without their rows."""
        return self.filter(undone_at=None).select_related("by").defer("rows").order_by("-at", "-pk")[:most]


class CurationAct(models.Model):
    """One act on the vocabulary: who did what and when, and every row as it was before and after.

    `rows` maps the label of a model ("tags.Tag") to pairs by primary key: {"17": [before, after]}, each a mapping of
    columns to values, or null where the row did not exist.
    """

    class Verb(models.TextChoices):
        MAKE = "make", "Made"
        DESCRIBE = "describe", "Described"
        DELETE = "delete", "Deleted"
        RENAME = "rename", "Renamed"
        MERGE = "merge", "Merged"
        SPLIT = "split", "Split"
        MOVE = "move", "Moved"
        ADD_PARENT = "add-parent", "Put under one more tag"
        REMOVE_PARENT = "remove-parent", "Taken out from under a tag"
        DEPRECATE = "deprecate", "Deprecated"
        TAG = "tag", "Put on articles"
        UNTAG = "untag", "Taken off articles"
        IMPORT = "import", "Imported"

    verb = models.CharField(max_length=15, choices=Verb)
    summary = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="curation_acts")
    at = models.DateTimeField(default=timezone.now)
    rows = models.JSONField(default=dict)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    undone_at = models.DateTimeField(null=True)

    objects = CurationActQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_by__isnull=True) | Q(undone_at__isnull=False), name="curation_undone_has_a_time"
            ),
        ]

    def __str__(self) -> str:
        return self.summary
