"""The act that writes an import: references, and where wished one draft summary each, all of it or nothing."""

from datetime import datetime
from typing import Final

from django.db import transaction

from articles.access import allows
from articles.models.revision import LONGEST_TITLE
from articles.revisions.beginning import begin
from articles.revisions.revision_content import empty
from articles.status import Kind
from bibliography.import_models import TakenOver
from bibliography.importing.batches.row_reading import Tell
from bibliography.importing.batches.row_storing import Prepared, prepare, store
from bibliography.importing.storing import AT_ONCE
from bibliography.models import ImportBatch, ImportRow
from members.models import LoggedAct, User
from tags.models import take_write_lock
from tags.text.lengths import longest
from tags.text.plurals import counted

State = ImportBatch.State
MOST_NAMED: Final = 20


class BringingInRefused(Exception):
    """Raised before anything is written; its text says why."""


def begin_writing(batch: ImportBatch, *, with_drafts: bool, by: User | None, at: datetime) -> None:
    """From now on nobody else brings it in. Those that were ticked get a draft, or all. Raises `BringingInRefused`."""
    if by and not allows(by, "bibliography.add_reference"):
        raise BringingInRefused("Your role does not allow this. Ask an editor.")
    if with_drafts and by is None:
        raise BringingInRefused("A draft needs somebody who writes it.")
    if not ImportBatch.objects.take(batch.pk, State.READY, State.WRITING, at):
        raise BringingInRefused("Somebody brought it in, or threw it away, in the meantime.")
    if with_drafts:
        batch.rows.choose_drafts(wanted=True)
    numbers = batch.rows.numbers()
    ImportBatch.objects.filter(pk=batch.pk).update(with_drafts=numbers["drafts"] > 0, total=numbers["chosen"])
    batch.refresh_from_db()


def bring_in(batch: ImportBatch, *, by: User | None, at: datetime, tell: Tell | None = None) -> list[ImportRow]:
    """The rows of which references were made. Nothing is written before all is prepared, and then at once.

    Raises `TakenOver`.
    """
    prepared = prepare(batch, tell)
    return write(batch, prepared, by=by, at=at)


@transaction.atomic
def write(batch: ImportBatch, prepared: Prepared, *, by: User | None, at: datetime) -> list[ImportRow]:
    take_write_lock()
    if not ImportBatch.objects.take(batch.pk, State.WRITING, State.DONE, at, since=batch.touched_at):
        raise TakenOver("Somebody stopped it, or took it up, in the meantime.")
    rows = store(batch, prepared)
    drafts = make_drafts(rows, by=by, at=at) if batch.with_drafts and by else 0
    ImportBatch.objects.filter(pk=batch.pk).update(source="", counted=len(rows), total=len(rows))
    batch.refresh_from_db()
    said = {
        "references": len(rows),
        "drafts": drafts,
        "keys": in_short([row.reference.key for row in rows if row.reference]),
    }
    note(batch, LoggedAct.Done.ADDED, len(rows), by=by, at=at, after=said)
    return rows


def make_drafts(rows: list[ImportRow], *, by: User, at: datetime) -> int:
    """One about each that wants one, under the title of its paper until somebody gives it another."""
    wanted = [row for row in rows if row.wants_draft]
    for row in wanted:
        reference = row.reference
        if reference:
            content = empty(Kind.PAPER_SUMMARY)
            content["title"], content["paper"] = reference.title[:LONGEST_TITLE], reference.key
            row.article = begin(content, kind=Kind.PAPER_SUMMARY, by=by, at=at).pk
    ImportRow.objects.bulk_update(wanted, ["article"], batch_size=AT_ONCE)
    return len(wanted)


def in_short(keys: list[str]) -> str:
    """For a line of the log: the import itself says which they all are."""
    rest = len(keys) - MOST_NAMED
    return " ".join(keys[:MOST_NAMED]) + (f" and {rest:,} more" if rest > 0 else "")


def note(batch: ImportBatch, done: str, number: int, *, by: User | None, at: datetime, after: object = None) -> None:
    """One line of the log for all of it."""
    name = f"{counted(number, 'reference')} of an import: {batch}"[: longest(LoggedAct, "name")]
    LoggedAct.objects.note(done, LoggedAct.Kind.REFERENCE, batch, by=by, at=at, name=name, after=after)
