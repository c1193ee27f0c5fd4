"""Taking an act back: every row as it was before, or nothing at all and the reasons."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from django.contrib.auth.models import AbstractUser
from django.db import IntegrityError, connection, transaction

from tags.curation.faults import cycles, faults, new_since
from tags.curation.filing import filing_models, kind_of, published_without, settle
from tags.curation.journal import Rows, models_of
from tags.curation.objections import reasons_against
from tags.curation.refusal import UndoRefused, begin, may_curate
from tags.curation.restoring import restore
from tags.models import CurationAct, note_change

TAKEN: Final = (
    "What came later has taken a place that it needs, or is gone: a label, an address, or an article that it was on."
)


@transaction.atomic
def undo(act: CurationAct, *, by: AbstractUser | None, at: datetime) -> None:
    """Restore every row that the act changed, with its old key. Raises `UndoRefused`, writing nothing."""
    if not may_curate(by):
        raise UndoRefused(["Your role does not allow this. Ask an editor."])
    begin(by)
    act.refresh_from_db(from_queryset=CurationAct.objects.select_for_update(of=("self",)))
    if reasons := reasons_against(act):
        raise UndoRefused(reasons)
    known = faults()
    try:
        with transaction.atomic():
            restore(act.rows)
            connection.check_constraints(table_names=[model._meta.db_table for model in models_of(act.rows)])
    except IntegrityError as error:
        raise UndoRefused([TAKEN]) from error
    settle(tags_filed_in(act.rows))
    if found := [*cycles(), *new_since(known), *left_without(act.rows)]:
        raise UndoRefused(found)
    act.undone_at = at
    act.undone_by_id = by.pk if by else None
    act.save(update_fields=["undone_at", "undone_by"])
    note_change(of_vocabulary=True)  # where the address that it gave leads now is read from the act


def tags_filed_in(rows: Rows) -> set[int]:
    """The tags whose bitmaps follow from the filing rows."""
    return {
        row["tag_id"]
        for model in filing_models()
        for pair in rows.get(model._meta.label, {}).values()
        for row in pair
        if row
    }


def left_without(rows: Rows) -> Iterator[str]:
    """Published articles that would lose their last tag or category."""
    for model in filing_models():
        pairs = rows.get(model._meta.label, {}).values()
        articles = {row["content_object_id"] for pair in pairs for row in pair if row}
        for title in published_without(model, articles):
            yield f"“{title}” is published and would be left without a {kind_of(model)}."
