"""A row that is mended: read anew, and compared again with those that it has to do with."""

from typing import Final

from django.db import transaction

from bibliography.importing.batches.row_reading import AT_ONCE, JUDGED, READY, Became, judge, light, row_of
from bibliography.importing.duplicates import matches_of, rough_signs
from bibliography.importing.formats.from_table import of_table
from bibliography.importing.read import Form, Read
from bibliography.importing.reading import lines_of, read, table_of
from bibliography.models import ImportBatch, ImportRow

CHANGED: Final = (*JUDGED, "is_chosen")


class RowIsGone(Exception):
    """Raised where an import was decided on, or read anew, since somebody saw this row; nothing was changed."""


def mend(row: ImportRow, raw: str) -> list[Read]:
    """The record as somebody put it right; what it says is read anew. Several records in it become several rows.

    Raises `RowIsGone`.
    """
    batch = row.batch
    reads = reread(batch, row, raw)
    if not reads:
        return []
    with transaction.atomic():
        if not (ImportBatch.objects.hold(batch.pk, READY) and ImportRow.objects.filter(pk=row.pk).exists()):
            raise RowIsGone("It was not mended: somebody brought the import in, or read it anew, in the meantime.")
        mended = row_of(batch, row.place, reads[0])
        mended.pk, mended.line, mended.raw = row.pk, row.line, raw if len(reads) == 1 else reads[0].raw
        mended.save()
        last = ImportRow.objects.filter(batch=batch).order_by("-place").values_list("place", flat=True)[0]
        ImportRow.objects.bulk_create(
            row_of(batch, last + number, one) for number, one in enumerate(reads[1:], start=1)
        )
        compare_again(batch, {row.place, *range(last + 1, last + len(reads))})
    return reads


def compare_again(batch: ImportBatch, mended: set[int]) -> None:
    """What the rows at these places are the same as, and what becomes of those that were the same, or are by now.

    All others stay as they are: to compare the whole import with what is here would take seconds for each row.
    """
    rows = list(ImportRow.objects.filter(batch=batch).defer("raw", "left_out").order_by("place"))
    due = {row.place for row in rows if row.place in mended or row.same_as in mended}
    signs = {sign for row in rows if row.place in due for sign in rough_signs(row.csl)}
    near = [row for row in rows if row.place in due or not signs.isdisjoint(rough_signs(row.csl))]
    changed = []
    for row, match in zip(near, matches_of([light(row) for row in near]), strict=True):
        if row.place in due or (match and row.became != Became.DUPLICATE):
            before, was_chosen = row.became, row.is_chosen
            judge(row, match, near)
            is_as_before = row.became == before and row.place not in mended
            row.is_chosen = was_chosen and row.may_be_chosen if is_as_before else row.became == Became.NEW
            changed.append(row)
    ImportRow.objects.bulk_update(changed, CHANGED, batch_size=AT_ONCE)


def reread(batch: ImportBatch, row: ImportRow, raw: str) -> list[Read]:
    if row.form == Form.TABLE and (table := table_of(lines_of(batch.source), batch.name)):
        rows = of_table(lines_of(raw), row.line, type(table)(table.headings, table.sign, 0), batch.mapping)
        return list(rows)
    return read(raw)
