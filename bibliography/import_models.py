"""Imports as they are kept: what was sent, a row to each record, and which columns of tables mean what."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, ClassVar, Final, Self

from django.conf import settings
from django.db import models
from django.db.models import Count, F, Q
from django.utils import timezone

from members.columns import CharColumn, JSONColumn, TextColumn

PLACE: Final = re.compile(r"\d{1,6}", re.ASCII)
OPEN_FOR: Final = timedelta(days=30)  # for which an import waits that nobody confirms
KEPT_FOR: Final = timedelta(days=400)  # for which one that was brought in can be looked at, and undone
STALLED_AFTER: Final = timedelta(minutes=2)  # without a sign of who works on it


class TakenOver(Exception):
    """Raised where somebody else works on an import by now, or nobody does any more."""


class ImportBatchQuerySet(models.QuerySet["ImportBatch"]):
    def of(self, user: Any, *, sees_all: bool) -> Self:
        """Those that this person began, or all, the newest first."""
        found = self if sees_all else self.filter(by=user)
        return found.select_related("by").defer("source").order_by("-begun_at", "-pk")

    def open_of(self, user: Any) -> Self:
        return self.filter(by=user).exclude(state__in=ImportBatch.OVER)

    def over(self, at: datetime) -> Self:
        """Those that nobody needs any more."""
        is_over = Q(state__in=ImportBatch.OVER)
        return self.filter((~is_over & Q(touched_at__lt=at - OPEN_FOR)) | (is_over & Q(touched_at__lt=at - KEPT_FOR)))

    def claimed(self, pk: int, state: str, *since: datetime) -> Self:
        """It, where nobody took it up since then. The last sign of work is the claim of who gave it."""
        return self.filter(pk=pk, state=state, touched_at__in=since)

    def take(self, pk: int, before: str, after: str, at: datetime, *, since: datetime | None = None) -> bool:
        """Whether it was in that state, of which it is out now: only one of two who ask at once hears yes."""
        found = self.claimed(pk, before, since) if since else self.filter(pk=pk, state=before)
        return bool(found.update(state=after, touched_at=at, counted=0, failure=""))

    def end_with(self, state: str, failure: str, at: datetime) -> None:
        self.update(state=state, failure=failure, touched_at=at, counted=0)

    def hold(self, pk: int, *states: str) -> bool:
        """Whether it is in one of these states, and stays so until the transaction ends."""
        return bool(self.filter(pk=pk, state__in=states).update(state=F("state")))

    def told(self, batch: "ImportBatch", counted: int, total: int) -> None:
        """How far the work is. Raises `TakenOver`."""
        now = timezone.now()
        found = self.claimed(batch.pk, batch.state, batch.touched_at)
        if not found.update(counted=counted, total=total, touched_at=now):
            raise TakenOver("Somebody else has taken it up, or ended it, in the meantime.")
        batch.claims, batch.counted, batch.touched_at = (batch.touched_at, now), counted, now


ImportBatchManager = models.Manager.from_queryset(ImportBatchQuerySet)


class ImportBatch(models.Model):
    """One file or text. `counted` of `total`: lines while it is read, references while they are prepared."""

    class State(models.TextChoices):
        READING = "reading", "Being read"
        READY = "ready", "Waiting for a decision"
        WRITING = "writing", "Being brought in"
        DONE = "done", "Brought in"
        UNDONE = "undone", "Undone"
        REFUSED = "refused", "Not read"

    OVER: ClassVar = (State.DONE, State.UNDONE, State.REFUSED)

    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="imports")
    name = CharColumn(max_length=200, blank=True, help_text="Of the file; empty for what was pasted.")
    encoding = models.CharField(max_length=20, blank=True)
    source = TextColumn(blank=True, help_text="What was sent, until it is brought in.")
    headings = JSONColumn(default=list, help_text="Of a table.")
    mapping = JSONColumn(default=dict, help_text="The field of each heading.")
    state = models.CharField(max_length=8, choices=State, default=State.READING)
    counted = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    with_drafts = models.BooleanField(default=False)
    failure = TextColumn(blank=True, help_text="Why the work on it ended.")
    begun_at = models.DateTimeField(default=timezone.now)
    touched_at = models.DateTimeField(default=timezone.now)

    claims: tuple[datetime, ...] = ()  # the last two signs of work: the later one may have been rolled back
    objects: ClassVar["ImportBatchManager[ImportBatch]"] = ImportBatchManager()

    class Meta:
        ordering = ["-begun_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["reading", "ready", "writing", "done", "undone", "refused"]),
                name="import_state_known",
            )
        ]

    def __str__(self) -> str:
        return self.name or "Pasted records"

    def is_stalled(self, at: datetime) -> bool:
        """Whether who worked on it is gone."""
        return self.state in {self.State.READING, self.State.WRITING} and self.touched_at < at - STALLED_AFTER


class ImportRowQuerySet(models.QuerySet["ImportRow"]):
    def becoming(self, kind: str) -> Self:
        return self.filter(became=kind) if kind else self

    def of_batch(self, kind: str, *, made: bool) -> Self:
        """In their order, without what stood in the file but for the faulty ones; `made`: with what became of each."""
        found = self.becoming(kind).order_by("place")
        return found.select_related("reference") if made else found

    def of_open_batch(self, batch: ImportBatch) -> Self:
        """Those that can still be mended."""
        return self.filter(batch=batch, batch__state=ImportBatch.State.READY).select_related("batch")

    def lines_of(self, rows: Iterable["ImportRow"]) -> dict[int, int]:
        """By place: the lines of the earlier records that these are the same as."""
        wanted = [row for row in rows if row.same_as is not None]
        if not wanted:
            return {}
        found = self.filter(batch=wanted[0].batch_id, place__in=[row.same_as for row in wanted])
        return dict(found.values_list("place", "line"))

    def could_be_chosen(self) -> Self:
        looks_the_same = Q(became=ImportRow.Became.DUPLICATE, rule=ImportRow.Rule.WORDS)
        return self.filter(Q(became=ImportRow.Became.NEW) | looks_the_same)

    def choose_new(self, *, chosen: bool) -> None:
        """All that are new, or none at all."""
        if chosen:
            self.filter(became=ImportRow.Became.NEW).update(is_chosen=True)
        else:
            self.update(is_chosen=False)

    def choose(self, batch: ImportBatch, shown: Iterable[str], chosen: Iterable[str], drafts: Iterable[str]) -> None:
        """Of the places that a page showed those that are chosen, and those that get a draft, each as it was sent."""
        before = {int(place) for place in shown if PLACE.fullmatch(place)}
        rows = self.filter(batch=batch, place__in=before)
        for column, sent in (("is_chosen", chosen), ("wants_draft", drafts)):
            wanted = before & {int(place) for place in sent if PLACE.fullmatch(place)}
            rows.exclude(place__in=wanted).update(**{column: False})
            rows.filter(place__in=wanted).could_be_chosen().update(**{column: True})

    def choose_drafts(self, *, wanted: bool) -> None:
        """For all that are chosen, or for none at all."""
        (self.chosen() if wanted else self).update(wants_draft=wanted)

    def left_out_names(self) -> list[str]:
        """Fields for which there is no place, of all these rows."""
        lists = self.exclude(left_out=[]).order_by().values_list("left_out", flat=True)
        return sorted({name for names in lists.iterator() for name in names})

    def chosen(self) -> Self:
        return self.filter(is_chosen=True).exclude(became=ImportRow.Became.PROBLEM)

    def made(self) -> Self:
        """Those of which something was made."""
        return self.filter(Q(reference__isnull=False) | Q(article__isnull=False))

    def numbers(self) -> dict[str, int]:
        """How many there are of each kind, how many are chosen, and how many of these get a draft."""
        counts = {kind: Count("pk", filter=Q(became=kind)) for kind in ImportRow.Became.values}
        chosen = Q(is_chosen=True) & ~Q(became=ImportRow.Became.PROBLEM)
        counts |= {"chosen": Count("pk", filter=chosen), "drafts": Count("pk", filter=chosen & Q(wants_draft=True))}
        found = self.order_by().aggregate(all=Count("pk"), **counts)
        return {name: number or 0 for name, number in found.items()}


ImportRowManager = models.Manager.from_queryset(ImportRowQuerySet)


class ImportRow(models.Model):
    """One record of it. `place`: among them, from 0; `same_as`: the place of an earlier one that is the same paper."""

    class Became(models.TextChoices):
        NEW = "new", "New"
        DUPLICATE = "duplicate", "Already here"
        PROBLEM = "problem", "Faulty"

    class Rule(models.TextChoices):
        DOI = "doi", "the same DOI"
        PMID = "pmid", "the same PMID"
        WORDS = "words", "the same title, year and first author"

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows")
    place = models.PositiveIntegerField()
    line = models.PositiveIntegerField()
    form = models.CharField(max_length=12)
    raw = TextColumn(blank=True)
    csl = JSONColumn(default=dict)
    key = CharColumn(max_length=200, blank=True, help_text="By which its own program cites it.")
    problems = JSONColumn(default=list)
    left_out = JSONColumn(default=list)
    became = models.CharField(max_length=9, choices=Became, default=Became.NEW)
    rule = models.CharField(max_length=5, choices=Rule, blank=True)
    match_key = models.CharField(max_length=60, blank=True)
    same_as = models.PositiveIntegerField(null=True)
    is_chosen = models.BooleanField(default=False)
    wants_draft = models.BooleanField(
        default=False, db_default=False, help_text="A draft summary, where it is brought in."
    )
    reference = models.ForeignKey(
        "bibliography.Reference", null=True, on_delete=models.SET_NULL, related_name="imported_as"
    )
    article = models.BigIntegerField(null=True, help_text="The draft that was made of it, of a higher room.")

    objects: ClassVar["ImportRowManager[ImportRow]"] = ImportRowManager()

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "place"], name="import_row_place_unique"),
            models.CheckConstraint(
                condition=Q(became__in=["new", "duplicate", "problem"]), name="import_row_became_known"
            ),
        ]

    def __str__(self) -> str:
        return f"line {self.line}"

    @property
    def may_be_chosen(self) -> bool:
        """What is new, and what only looks the same."""
        looks_the_same = self.became == self.Became.DUPLICATE and self.rule == self.Rule.WORDS
        return self.became == self.Became.NEW or looks_the_same


class ColumnMapping(models.Model):
    """What somebody said that the columns under these headings mean. `headings`: a hash of all of them."""

    headings = models.CharField(max_length=64, unique=True)
    mapping = JSONColumn(default=dict)
    used_at = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self) -> str:
        return ", ".join(self.mapping)
