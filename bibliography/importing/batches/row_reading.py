"""An import read into rows, some at a time, so that whoever waits sees how far it is."""

from collections.abc import Callable, Sequence
from typing import Final

from django.db import transaction
from django.utils import timezone

from bibliography.import_models import TakenOver
from bibliography.importing.duplicates import Match, matches_of
from bibliography.importing.lookup import filled_in
from bibliography.importing.read import Form, Read
from bibliography.importing.reading import records_in
from bibliography.importing.storing import UNKNOWN
from bibliography.models import ImportBatch, ImportRow
from tags.management.parts import in_parts
from tags.text.lengths import longest

AT_ONCE: Final = 200  # rows of a transaction
MOST_RECORDS: Final = 10_000
TOO_MANY: Final = f"It holds more than {MOST_RECORDS:,} records. Send it in parts."
NOTHING: Final = "No record was found in it. Send RIS, BibTeX, PubMed, EndNote XML, CSL-JSON, CSV, DOIs or PMIDs."
JUDGED: Final = ("became", "rule", "match_key", "same_as", "problems")
Tell = Callable[[int, int], object]  # how many are done, of how many
Became = ImportRow.Became
READING: Final = ImportBatch.State.READING
READY: Final = ImportBatch.State.READY


def read_rows(batch: ImportBatch, tell: Tell | None = None) -> None:
    """Every record as a row, each compared with what is here. What was read before is read anew. Raises `TakenOver`."""
    with transaction.atomic():
        ImportBatch.objects.told(batch, 0, batch.total)
        ImportRow.objects.filter(batch=batch).delete()
    place, asked = 0, 0
    for some in in_parts(records_in(batch.source, batch.mapping, batch.name), AT_ONCE):
        reads = filled_in(some, asked, lambda: ImportBatch.objects.told(batch, batch.counted, batch.total))
        asked += sum(one.is_number for one in some)
        if place + len(reads) > MOST_RECORDS:
            refuse(batch, TOO_MANY)
            return
        with transaction.atomic():
            ImportBatch.objects.told(batch, reads[-1].line, batch.total)
            ImportRow.objects.bulk_create(row_of(batch, place + number, one) for number, one in enumerate(reads))
        place += len(reads)
        if tell:
            tell(reads[-1].line, batch.total)
    if not place:
        refuse(batch, NOTHING)
        return
    compare(batch)
    end(batch, READY)


@transaction.atomic
def refuse(batch: ImportBatch, why: str) -> None:
    end(batch, ImportBatch.State.REFUSED)
    ImportRow.objects.filter(batch=batch).delete()
    ImportBatch.objects.filter(pk=batch.pk).update(failure=why)
    batch.failure = why


def end(batch: ImportBatch, state: str) -> None:
    """It is read, unless somebody else reads it by now: then `TakenOver` is raised."""
    if not ImportBatch.objects.take(batch.pk, READING, state, timezone.now(), since=batch.touched_at):
        raise TakenOver("Somebody else reads it, or nobody any more.")
    batch.refresh_from_db(fields=["state", "touched_at", "counted"])


def row_of(batch: ImportBatch, place: int, one: Read) -> ImportRow:
    return ImportRow(
        batch=batch, place=place, line=one.line, form=one.form, raw=one.raw, csl=one.csl,
        key=one.key[: longest(ImportRow, "key")], problems=list(one.problems), left_out=list(one.left_out),
        became=Became.PROBLEM if one.problems else Became.NEW,
    )  # fmt: skip


def as_read(row: ImportRow) -> Read:
    return Read(row.line, Form(row.form), row.csl, tuple(row.problems), row.raw, row.key, tuple(row.left_out))


def compare(batch: ImportBatch) -> None:
    """What each row is the same as; what is new is chosen. Rows come without what stood in the file."""
    rows = list(ImportRow.objects.filter(batch=batch).defer("raw", "left_out").order_by("place"))
    matches = matches_of([light(row) for row in rows])
    changed = [row for row, match in zip(rows, matches, strict=True) if judge(row, match, rows)]
    ImportRow.objects.bulk_update(changed, JUDGED, batch_size=AT_ONCE)
    batch.rows.choose_new(chosen=False)
    batch.rows.choose_new(chosen=True)


def light(row: ImportRow) -> Read:
    return Read(row.line, Form(row.form), row.csl, tuple(row.problems))


def judge(row: ImportRow, match: Match, rows: Sequence[ImportRow]) -> bool:
    """Whether it is anything else than it was."""
    before = [getattr(row, name) for name in JUDGED]
    earlier = rows[match.place] if match.place is not None else None
    row.rule, row.match_key, row.same_as = "", "", None
    is_number = row.form == Form.NUMBERS and row.csl.keys() <= {"DOI", "PMID"}
    if row.problems and not (is_number and row.csl):
        row.became = Became.PROBLEM
    elif match:
        row.became, row.problems = Became.DUPLICATE, []
        row.rule, row.match_key, row.same_as = match.rule, match.key, earlier.place if earlier else None
    elif is_number:
        row.became = Became.PROBLEM
        row.problems = row.problems or [UNKNOWN.format(name="DOI" if "DOI" in row.csl else "PMID")]
    elif match.problems:
        row.became, row.problems = Became.PROBLEM, list(match.problems)
    else:
        row.became = Became.NEW
    return before != [getattr(row, name) for name in JUDGED]
