"""What a tag is called and said to be: synonyms, notes, codes, and matches in other vocabularies."""

from typing import Final

from django.db import models
from django.db.models import Q

from members.columns import CharColumn, TextColumn
from tags.models.changes import VocabularyRow
from tags.models.labelled import Labelled
from tags.text.normal_form import LONGEST_FORM, LONGEST_LABEL

LONGEST_LANGUAGE: Final = 35  # what BCP 47 asks programs to have room for


class TagLabel(Labelled):
    """A synonym: another word for the concept (skos:altLabel), or one that only search knows (skos:hiddenLabel).

    Preferred labels in other languages than the tag's own stand here too (skos:prefLabel).
    """

    class Kind(models.TextChoices):
        PREFERRED = "pref", "Preferred in this language"
        ALTERNATIVE = "alt", "Synonym"
        HIDDEN = "hidden", "Only for search"

    tag = models.ForeignKey("tags.Tag", on_delete=models.CASCADE, related_name="labels")
    name = CharColumn(max_length=LONGEST_LABEL)
    normal_form = models.CharField(max_length=LONGEST_FORM, editable=False, db_index=True)
    kind = models.CharField(max_length=6, choices=Kind, default=Kind.ALTERNATIVE)
    language = models.CharField(max_length=LONGEST_LANGUAGE, default="en", blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["tag", "language", "name"], name="label_once_per_tag"),
            models.CheckConstraint(condition=~Q(normal_form=""), name="label_not_empty"),
            models.UniqueConstraint(
                fields=["tag", "language"], condition=Q(kind="pref"), name="one_preferred_label_per_language"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_shown(self) -> bool:
        """Whether readers see it; search knows the others, too."""
        return self.kind != self.Kind.HIDDEN


class TagMatch(VocabularyRow):
    """The same, or nearly the same, concept in somebody else's vocabulary (skos:mappingRelation)."""

    class Relation(models.TextChoices):
        EXACT = "exactMatch", "The same as"
        CLOSE = "closeMatch", "Close to"
        BROAD = "broadMatch", "Part of"
        NARROW = "narrowMatch", "Includes"
        RELATED = "relatedMatch", "Related to"

    tag = models.ForeignKey("tags.Tag", on_delete=models.CASCADE, related_name="matches")
    relation = models.CharField(max_length=12, choices=Relation)
    scheme = models.CharField(max_length=20, default="mesh")
    identifier = CharColumn(max_length=300)
    name = CharColumn(max_length=255, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "tag matches"
        constraints = [
            models.UniqueConstraint(fields=["tag", "scheme", "identifier"], name="match_once_per_tag"),
        ]

    def __str__(self) -> str:
        return f"{self.get_relation_display()} {self.scheme} {self.identifier}"


class TagNote(VocabularyRow):
    """A note beside the scope note in the tag's own language (the notes of SKOS, section 7)."""

    class Kind(models.TextChoices):
        SCOPE = "scopeNote", "Scope note"
        DEFINITION = "definition", "Definition"
        NOTE = "note", "Note"
        EXAMPLE = "example", "Example"
        HISTORY = "historyNote", "History"
        EDITORIAL = "editorialNote", "For editors"
        CHANGE = "changeNote", "Change"

    tag = models.ForeignKey("tags.Tag", on_delete=models.CASCADE, related_name="notes")
    kind = models.CharField(max_length=13, choices=Kind)
    language = models.CharField(max_length=LONGEST_LANGUAGE, default="en", blank=True)
    text = TextColumn()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text


class TagNotation(VocabularyRow):
    """A code for the concept (skos:notation). `datatype`: the address of its type, or nothing for plain text."""

    tag = models.ForeignKey("tags.Tag", on_delete=models.CASCADE, related_name="notations")
    value = CharColumn(max_length=255)
    datatype = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["tag", "value", "datatype"], name="notation_once_per_tag"),
        ]

    def __str__(self) -> str:
        return self.value
