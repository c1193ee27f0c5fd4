"""A taxonomy: one facet of the vocabulary, or the small set of categories."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from members.columns import CharColumn, TextColumn
from tags.models.changes import VocabularyRow
from tags.text.label_rules import as_stored
from tags.text.look_alikes import look

UNFILED = "unfiled"
# Names in addresses of lists of articles: a taxonomy is a name there too, and may not take one of these.
RESERVED = {
    "after", "before", "columns", "cursor", "fields", "fold", "from", "limit", "list", "next", "page", "q", "rows",
    "sort", "to", "unfold", "view",
}  # fmt: skip


def reserve(name: str) -> None:
    """Keep a name for another facet of the lists; called while the site starts."""
    RESERVED.add(name)


def not_reserved(slug: str) -> None:
    if slug in RESERVED:
        raise ValidationError(f"“{slug}” has a meaning of its own in addresses. Choose another.")


class TaxonomyQuerySet(models.QuerySet["Taxonomy"]):
    def with_size(self) -> "TaxonomyQuerySet":
        """`size`: how many tags it has."""
        sized: TaxonomyQuerySet = self.annotate(size=models.Count("tags"))
        return sized


class Taxonomy(VocabularyRow):
    """One facet of the vocabulary (skos:ConceptScheme), or the small set of categories shown above a title."""

    slug = models.SlugField(max_length=60, unique=True, validators=[not_reserved])
    name = CharColumn(max_length=255, unique=True)
    description = TextColumn(blank=True)
    position = models.PositiveSmallIntegerField(default=100)
    is_category = models.BooleanField(default=False, help_text="Its tags stand in the line above a title.")
    uri = models.CharField(max_length=300, blank=True, help_text="Its address elsewhere, if it was brought in.")

    objects = TaxonomyQuerySet.as_manager()

    class Meta:
        ordering = ["position", "name"]
        verbose_name_plural = "taxonomies"
        constraints = [
            models.UniqueConstraint(fields=["uri"], condition=~Q(uri=""), name="taxonomy_uri_once"),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """No two names that are spelled, or look, the same."""
        self.name = as_stored(self.name)
        for other in Taxonomy.objects.exclude(pk=self.pk).exclude(name=self.name):
            if look(other.name) == look(self.name):
                raise ValidationError({"name": f"The taxonomy “{other}” is spelled, or looks, the same."})

    @classmethod
    def unfiled(cls) -> "Taxonomy":
        """Where a tag waits that was typed freely, until an editor gives it its place."""
        taxonomy, _ = cls.objects.get_or_create(
            slug=UNFILED, defaults={"name": "Unfiled", "position": 999, "description": "Tags that wait for a place."}
        )
        return taxonomy
