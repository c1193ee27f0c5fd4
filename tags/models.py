"""The vocabulary: taxonomies of tags, each tag a SKOS concept with labels, matches, broader and related tags."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Case, Count, Exists, F, OuterRef, Q, When
from django.urls import reverse
from taggit.models import TagBase

from tags.normal_form import normal_form

UNFILED = "unfiled"
MOST_WORDS = 8  # of a search that are looked for


class Taxonomy(models.Model):  # type: ignore[django-manager-missing]
    """One facet of the vocabulary (skos:ConceptScheme), or the small set of categories shown above a title."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=80, unique=True)
    description = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField(default=100)
    is_category = models.BooleanField(default=False, help_text="Its tags stand in the line above a title.")

    class Meta:
        ordering = ["position", "name"]
        verbose_name_plural = "taxonomies"

    def __str__(self) -> str:
        return self.name

    @classmethod
    def unfiled(cls) -> "Taxonomy":
        """Where a tag waits that was typed freely, until an editor gives it its place."""
        taxonomy, _ = cls.objects.get_or_create(
            slug=UNFILED, defaults={"name": "Unfiled", "position": 999, "description": "Tags that wait for a place."}
        )
        return taxonomy


class TagQuerySet(models.QuerySet["Tag"]):
    def spelled(self, label: str) -> "TagQuerySet":
        """Tags whose preferred label or synonym is `label`, whatever its case, width, spaces and accents."""
        form = normal_form(label)
        return self.filter(Q(normal_form=form) | Q(labels__normal_form=form)).distinct()

    def matching(self, text: str) -> "TagQuerySet":
        """Tags with `text` somewhere in a label or synonym."""
        form = normal_form(text)
        return self.filter(Q(normal_form__contains=form) | Q(labels__normal_form__contains=form)).distinct()

    def with_surroundings(self) -> "TagQuerySet":
        """With what its own page shows: taxonomy, synonyms, matches, broader and narrower tags."""
        return self.select_related("taxonomy").prefetch_related(
            "labels", "matches", "broader__taxonomy", "narrower__taxonomy"
        )

    def related_to(self, tag: "Tag") -> "TagQuerySet":
        pairs = RelatedTag.objects.filter(Q(one=tag) | Q(other=tag)).values_list("one_id", "other_id")
        ends = {pk for pair in pairs for pk in pair} - {tag.pk}
        return self.filter(pk__in=ends).select_related("taxonomy").order_by("name")

    def with_labels(self) -> "TagQuerySet":
        return self.select_related("taxonomy").prefetch_related("labels")

    def with_uses(self) -> "TagQuerySet":
        """`uses`: how many articles are filed under the tag itself, or stand in it if it is a category."""
        articles = Count("tagged_articles", distinct=True) + Count("categorised_articles", distinct=True)
        counted: TagQuerySet = self.annotate(uses=articles)
        return counted

    def with_words(self, text: str) -> "TagQuerySet":
        """Tags with every word of `text` somewhere in a label or synonym, in whatever order."""
        found = self
        for word in normal_form(text).split()[:MOST_WORDS]:
            found = found.filter(pk__in=Tag.objects.matching(word).values("pk"))
        return found

    def best_match_first(self, text: str) -> "TagQuerySet":
        """The tag that `text` spells, then those with a label that begins with it, then the others; each by name."""
        form = normal_form(text)
        of_tag = TagLabel.objects.filter(tag=OuterRef("pk"))
        rank = Case(
            When(normal_form=form, then=0),
            When(Exists(of_tag.filter(normal_form=form)), then=1),
            When(normal_form__startswith=form, then=2),
            When(Exists(of_tag.filter(normal_form__startswith=form)), then=3),
            default=4,
        )
        return self.order_by(rank, "name", "pk")


TagManager = models.Manager.from_queryset(TagQuerySet)


class Tag(TagBase):  # type: ignore[misc]
    """One concept in one taxonomy. `name` is its preferred label, `labels` hold the synonyms."""

    name = models.CharField("preferred label", max_length=100)
    normal_form = models.CharField(max_length=200, editable=False)
    taxonomy = models.ForeignKey(Taxonomy, on_delete=models.PROTECT, related_name="tags")
    scope_note = models.TextField(blank=True, help_text="What is filed here, in a sentence or two.")
    broader = models.ManyToManyField(
        "self", through="Broader", through_fields=("narrower_tag", "broader_tag"), symmetrical=False,
        related_name="narrower",
    )  # fmt: skip
    related = models.ManyToManyField("self", through="RelatedTag", through_fields=("one", "other"), symmetrical=False)

    objects: ClassVar["TagManager[Tag]"] = TagManager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["taxonomy", "normal_form"],
                name="tag_spelled_once_per_taxonomy",
                violation_error_message="This taxonomy already has a tag that is spelled the same.",
            ),
            models.CheckConstraint(condition=~Q(normal_form=""), name="tag_label_not_empty"),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the normal form in step. A tag that names no taxonomy waits under Unfiled.

        A new tag gets its own row in the closure with it: without that, nothing filed under it could be found.
        """
        is_new = self._state.adding
        self.name = " ".join(self.name.split())
        self.normal_form = normal_form(self.name)
        with transaction.atomic():
            if self.taxonomy_id is None:
                self.taxonomy = Taxonomy.unfiled()
            super().save(*args, **kwargs)
            if is_new:
                Closure.objects.create(ancestor=self, descendant=self, depth=0)

    def clean(self) -> None:
        self.normal_form = normal_form(self.name)
        if not self.normal_form:
            raise ValidationError({"name": "Give the tag a label with at least one letter or digit."})

    def get_absolute_url(self) -> str:
        return reverse("tags:detail", args=[self.slug])


class TagLabel(models.Model):
    """A synonym: another word for the concept (skos:altLabel), or one that only search knows (skos:hiddenLabel)."""

    class Kind(models.TextChoices):
        ALTERNATIVE = "alt", "Synonym"
        HIDDEN = "hidden", "Only for search"

    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="labels")
    name = models.CharField(max_length=100)
    normal_form = models.CharField(max_length=200, editable=False, db_index=True)
    kind = models.CharField(max_length=6, choices=Kind, default=Kind.ALTERNATIVE)
    language = models.CharField(max_length=12, default="en")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["tag", "language", "normal_form"], name="label_spelled_once_per_tag"),
            models.CheckConstraint(condition=~Q(normal_form=""), name="label_not_empty"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name = " ".join(self.name.split())
        self.normal_form = normal_form(self.name)
        super().save(*args, **kwargs)


class TagMatch(models.Model):
    """The same, or nearly the same, concept in somebody else's vocabulary (skos:mappingRelation)."""

    class Relation(models.TextChoices):
        EXACT = "exactMatch", "The same as"
        CLOSE = "closeMatch", "Close to"
        BROAD = "broadMatch", "Part of"
        NARROW = "narrowMatch", "Includes"
        RELATED = "relatedMatch", "Related to"

    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="matches")
    relation = models.CharField(max_length=12, choices=Relation)
    scheme = models.CharField(max_length=20, default="mesh")
    identifier = models.CharField(max_length=40)
    name = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "tag matches"
        constraints = [
            models.UniqueConstraint(fields=["tag", "scheme", "identifier"], name="match_once_per_tag"),
        ]

    def __str__(self) -> str:
        return f"{self.get_relation_display()} {self.scheme} {self.identifier}"


class Broader(models.Model):
    """`narrower_tag` stands under `broader_tag`. Written by `tags.hierarchy` alone, which refuses cycles."""

    narrower_tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="links_up")
    broader_tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="links_down")

    class Meta:
        verbose_name_plural = "broader links"
        constraints = [
            models.UniqueConstraint(fields=["narrower_tag", "broader_tag"], name="broader_once"),
            models.CheckConstraint(condition=~Q(narrower_tag=F("broader_tag")), name="broader_not_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.narrower_tag} under {self.broader_tag}"


class RelatedTag(models.Model):
    """Two tags worth seeing together (skos:related), stored once with the lower key first."""

    one = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="related_tags_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="related_tags_lower_key_first"),
        ]

    def __str__(self) -> str:
        return f"{self.one} and {self.other}"


class Closure(models.Model):
    """Every path down the hierarchy: `descendant` lies `depth` steps under `ancestor` (itself at depth 0).

    Kept by `tags.hierarchy`. With it a tag and all below it are one join, whatever the depth.
    """

    ancestor = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="paths_down")
    descendant = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="paths_up")
    depth = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ancestor", "descendant"], name="closure_once"),
            models.CheckConstraint(
                condition=(Q(depth=0) & Q(ancestor=F("descendant"))) | (Q(depth__gt=0) & ~Q(ancestor=F("descendant"))),
                name="closure_without_cycles",
            ),
        ]
        indexes = [models.Index(fields=["descendant", "ancestor"], name="closure_upwards")]

    def __str__(self) -> str:
        return f"{self.ancestor} > {self.descendant} ({self.depth})"
