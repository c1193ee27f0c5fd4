"""A passage that a member keeps by its quotation."""

from typing import ClassVar, Final
from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from library.models.entry import Entry
from members.columns import TextColumn
from members.models import User

LONGEST_PASSAGE: Final = 5_000
LONGEST_CONTEXT: Final = 2_000
LONGEST_NOTE: Final = 5_000


class HighlightQuerySet(models.QuerySet["Highlight"]):
    def of(self, member: User) -> "HighlightQuerySet":
        return self.filter(entry__member=member)

    def of_part(self, part: str) -> "HighlightQuerySet":
        return self.filter(part=part)

    def in_reading_order(self) -> "HighlightQuerySet":
        """The summary before the full post; in each from its beginning on, what lost its place last."""
        return self.order_by("entry", "-part", F("start").asc(nulls_last=True), "pk")


class Highlight(models.Model):
    """Selectors of the W3C Web Annotation model over the plain text of a part (`part_text`).

    `exact`, `prefix` and `suffix` are its TextQuoteSelector, `start` and `end` its TextPositionSelector, in code
    points; both are empty where the passage was not found in `anchored_in`, the digest of the text that was looked
    through last. `is_unique`: whether the text held the passage once when it was last found.
    """

    class Part(models.TextChoices):
        SUMMARY = "summary", "Summary"
        FULL = "full", "Full post"

    key = models.UUIDField(unique=True, default=uuid4, editable=False)
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="highlights")
    part = models.CharField(max_length=7, choices=Part)
    exact = TextColumn(max_length=LONGEST_PASSAGE)
    prefix = TextColumn(blank=True, max_length=LONGEST_CONTEXT)
    suffix = TextColumn(blank=True, max_length=LONGEST_CONTEXT)
    is_unique = models.BooleanField()
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)
    anchored_in = models.CharField(max_length=16)
    note = TextColumn(blank=True, max_length=LONGEST_NOTE)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects: ClassVar["models.Manager[Highlight]"] = models.Manager.from_queryset(HighlightQuerySet)()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(exact=""), name="highlight_quotes_something"),
            models.CheckConstraint(
                condition=Q(start=None, end=None) | Q(start__isnull=False, end__gt=F("start")),
                name="highlight_is_somewhere_or_lost",
            ),
        ]

    def __str__(self) -> str:
        return self.exact[:60]

    @property
    def is_orphan(self) -> bool:
        return self.start is None

    @property
    def place(self) -> tuple[int, int] | None:
        """Where it stands in `anchored_in`, from where to where."""
        return (self.start, self.end) if self.start is not None and self.end is not None else None
