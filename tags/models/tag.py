"""A tag: one concept in one taxonomy, and how tags are found."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Case, Count, Exists, F, OuterRef, Q, When
from taggit.models import TagBase

from members.columns import CharColumn, TextColumn
from members.origin import path_to
from tags.models.identity import LONGEST_IDENTITY, IdentityField
from tags.models.label import LONGEST_LANGUAGE, TagLabel
from tags.models.labelled import Labelled
from tags.models.natural_keys import NoNaturalKey
from tags.models.taxonomy import Taxonomy
from tags.text.look_alikes import look
from tags.text.normal_form import LONGEST_FORM, LONGEST_LABEL, normal_form

MOST_WORDS = 8  # of a search that are looked for
TAKEN = frozenset({"matrix"})  # addresses of pages that stand beside those of tags


class TagQuerySet(models.QuerySet["Tag"]):
    def spelled(self, label: str) -> "TagQuerySet":
        """Tags whose preferred label or synonym is `label`, whatever its case, width, spaces and accents."""
        form = normal_form(label)
        return self.filter(Q(normal_form=form) | Q(labels__normal_form=form)).distinct()

    def twins(self, label: str, taxonomy: Taxonomy, *, but: "Tag | None" = None) -> "TagQuerySet":
        """The live tags of the taxonomy, other than `but`, whose preferred label is spelled, or looks, the same.

        Two queries. Cost: the labels of the taxonomy are looked through.
        """
        others = self.filter(taxonomy=taxonomy, is_deprecated=False)
        others = others.exclude(pk=but.pk) if but else others
        shown, form = look(label), normal_form(label)
        rows = others.values_list("pk", "name", "normal_form")
        alike = [pk for pk, name, own in rows if own == form or shown == (own if name.isascii() else look(name))]
        return others.filter(pk__in=alike)

    def objection_to(self, label: str, taxonomy: Taxonomy, *, but: "Tag | None" = None) -> str:
        """That the taxonomy has this label already; nothing where it is new."""
        twin = self.twins(label, taxonomy, but=but).first()
        if twin is None:
            return ""
        how = "is spelled the same" if twin.normal_form == normal_form(label) else "looks the same in other letters"
        return f"“{twin}” in {taxonomy} {how}."

    def live_categories(self) -> "TagQuerySet":
        return self.filter(taxonomy__is_category=True, is_deprecated=False).order_by("name")

    def matching(self, text: str) -> "TagQuerySet":
        """Tags with `text` somewhere in a label or synonym."""
        form = normal_form(text)
        return self.filter(Q(normal_form__contains=form) | Q(labels__normal_form__contains=form)).distinct()

    def related_to(self, tag: "Tag") -> "TagQuerySet":
        paired = self.filter(Q(pairs_as_one__other=tag) | Q(pairs_as_other__one=tag)).distinct()
        return paired.select_related("taxonomy").order_by("name")

    def with_labels(self) -> "TagQuerySet":
        return self.select_related("taxonomy").prefetch_related("labels")

    def with_uses(self, **seen: Q) -> "TagQuerySet":
        """`uses`: how many articles are filed under the tag itself, or stand in it if it is a category.

        `seen`: by the name of either relation, which of its rows count.
        """
        tagged = Count("tagged_articles", filter=seen.get("tagged_articles"), distinct=True)
        categorised = Count("categorised_articles", filter=seen.get("categorised_articles"), distinct=True)
        counted: TagQuerySet = self.annotate(uses=tagged + categorised)
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


class Tag(Labelled, TagBase):  # type: ignore[misc, django-manager-missing]
    """One concept in one taxonomy. `name` is its preferred label, `labels` hold the synonyms."""

    name = CharColumn("preferred label", max_length=LONGEST_LABEL)
    normal_form = models.CharField(max_length=LONGEST_FORM, editable=False)
    taxonomy = models.ForeignKey(Taxonomy, on_delete=models.PROTECT, related_name="tags")
    language = models.CharField(
        max_length=LONGEST_LANGUAGE, default="en", blank=True, help_text="Of the preferred label."
    )
    scope_note = TextColumn(blank=True, help_text="What is filed here, in a sentence or two.")
    identity = IdentityField(max_length=LONGEST_IDENTITY, unique=True, editable=False)
    uri = models.CharField(max_length=300, blank=True, help_text="Its address elsewhere, if it was brought in.")
    is_deprecated = models.BooleanField(default=False, help_text="No longer used; nothing new is filed here.")
    replaced_by = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="replaces",
        help_text="Where the address of a deprecated tag leads.",
    )  # fmt: skip
    broader = models.ManyToManyField(
        "self", through="Broader", through_fields=("narrower_tag", "broader_tag"), symmetrical=False,
        related_name="narrower",
    )  # fmt: skip
    related = models.ManyToManyField("self", through="RelatedTag", through_fields=("one", "other"), symmetrical=False)

    objects: ClassVar["TagManager[Tag]"] = TagManager()
    natural_key = NoNaturalKey()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["taxonomy", "normal_form"],
                condition=Q(is_deprecated=False),
                name="tag_spelled_once_per_taxonomy",
                violation_error_message="This taxonomy already has a tag that is spelled the same.",
            ),
            models.CheckConstraint(condition=~Q(normal_form=""), name="tag_label_not_empty"),
            models.UniqueConstraint(fields=["uri"], condition=~Q(uri=""), name="tag_uri_once"),
            models.CheckConstraint(
                condition=Q(replaced_by__isnull=True) | Q(is_deprecated=True), name="tag_replaced_is_deprecated"
            ),
            models.CheckConstraint(
                condition=Q(replaced_by__isnull=True) | ~Q(replaced_by=F("pk")), name="tag_not_replaced_by_itself"
            ),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A tag that names no taxonomy waits under Unfiled.

        A new tag gets its own row in the closure with it: without that, nothing filed under it could be found.
        """
        is_new = self._state.adding
        with transaction.atomic():
            if self.taxonomy_id is None:
                self.taxonomy = Taxonomy.unfiled()
            super().save(*args, **kwargs)
            if is_new:
                self.paths_up.create(ancestor=self, depth=0)

    def slugify(self, tag: str, i: int | None = None) -> str:
        """The address for a new label: never that of another page."""
        slug: str = super().slugify(tag, i)
        return f"{slug}-tag" if slug in TAKEN else slug

    def clean(self) -> None:
        self.normal_form = normal_form(self.name)
        if self.slug in TAKEN:
            raise ValidationError({"slug": f"“{self.slug}” is the address of another page."})

    @property
    def shown_names(self) -> list[str]:
        """Its label and the synonyms that readers see. One query, unless the labels were fetched with it."""
        return [self.name, *(label.name for label in self.labels.all() if label.is_shown)]

    def get_absolute_url(self) -> str:
        return path_to("tags:detail", self.slug)
