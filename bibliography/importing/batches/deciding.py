"""Decisions about an import that waits for one; where it does so no longer, nothing is changed."""

from collections.abc import Iterable

from django.db import transaction

from bibliography.models import ImportBatch, ImportRow

State = ImportBatch.State


@transaction.atomic
def choose(batch: ImportBatch, shown: Iterable[str], chosen: Iterable[str], drafts: Iterable[str] = ()) -> None:
    """Of the places that a page showed those that are chosen, and those that get a draft, each as it was sent."""
    if ImportBatch.objects.hold(batch.pk, State.READY):
        ImportRow.objects.choose(batch, shown, chosen, drafts)


@transaction.atomic
def choose_drafts(batch: ImportBatch, *, wanted: bool) -> None:
    """For all that are chosen, or for none at all."""
    if ImportBatch.objects.hold(batch.pk, State.READY):
        batch.rows.choose_drafts(wanted=wanted)


@transaction.atomic
def choose_all(batch: ImportBatch, *, chosen: bool) -> None:
    """All that are new, or none at all."""
    if ImportBatch.objects.hold(batch.pk, State.READY):
        batch.rows.choose_new(chosen=chosen)


@transaction.atomic
def throw_away(batch: ImportBatch) -> bool:
    """Whether it is gone: what was brought in stays, as its undo needs it."""
    if not ImportBatch.objects.hold(batch.pk, State.READY, State.REFUSED):
        return False
    ImportBatch.objects.filter(pk=batch.pk).delete()
    return True
