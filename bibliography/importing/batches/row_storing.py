"""The chosen rows of an import as references: prepared one by one, then written in one transaction."""

from collections.abc import Sequence
from typing import Any, Final

from bibliography.importing.batches.row_reading import JUDGED, Tell, as_read, light
from bibliography.importing.duplicates import Match, matches_of
from bibliography.importing.storing import AT_ONCE, Keys, columns_of
from bibliography.models import ImportBatch, ImportRow, Reference
from bibliography.normalization import normalized
from bibliography.records import problems_in
from members.characters import cleaned

TOLD_EVERY: Final = 50
Prepared = dict[int, dict[str, Any]]  # by row: the columns of its reference


def prepare(batch: ImportBatch, tell: Tell | None = None) -> Prepared:
    """What takes long, outside of any transaction: the formatted citation of each, and how many are done.

    Raises `TakenOver`.
    """
    total = batch.rows.chosen().count()
    prepared: Prepared = {}
    for done, row in enumerate(batch.rows.chosen().defer("raw").order_by("place").iterator(AT_ONCE), start=1):
        if columns := columns_of(light(row)):
            prepared[row.pk] = columns
        if done % TOLD_EVERY == 0 or done == total:
            ImportBatch.objects.told(batch, done, total)
        if tell:
            tell(done, total)
    return prepared


def store(batch: ImportBatch, prepared: Prepared) -> list[ImportRow]:
    """The rows of which references were made, in their order. Call it in a transaction that has the write lock.

    What came to be here since the table was shown is left alone, and so is what has a fault by now: its row says so.
    """
    rows = list(batch.rows.filter(pk__in=batch.rows.chosen().values("pk")).defer("raw").order_by("place"))
    for row in rows:
        if row.pk not in prepared:
            row.problems = problems_in(cleaned(normalized(row.csl)))
    matches = matches_of([light(row) for row in rows])
    names = Keys(as_read(row) for row in rows if row.pk in prepared)
    wanted: list[tuple[ImportRow, Reference]] = []
    for row, match in zip(rows, matches, strict=True):
        is_other = match.rule == ImportRow.Rule.WORDS and row.rule == ImportRow.Rule.WORDS
        if row.pk in prepared and (is_other or not match):
            row.problems = list(match.problems)
        if row.pk not in prepared or row.problems or (match and not is_other):
            leave(row, Match() if is_other else match, rows)
            continue
        key = names.free_for(as_read(row))
        columns = prepared[row.pk]
        wanted.append((row, Reference(key=key, **{**columns, "csl": {**columns["csl"], "id": key}})))
    Reference.objects.bulk_create([reference for _, reference in wanted], batch_size=AT_ONCE)
    for row, reference in wanted:
        row.reference = reference
    made = [row for row, _ in wanted]
    left = [row for row in rows if row.reference is None]
    ImportRow.objects.bulk_update(made, ["reference"], batch_size=AT_ONCE)
    ImportRow.objects.bulk_update(left, [*JUDGED, "is_chosen"], batch_size=AT_ONCE)
    return made


def leave(row: ImportRow, match: Match, rows: Sequence[ImportRow]) -> None:
    """Nothing is made of it: it is here, by its match, or has a fault."""
    row.became = ImportRow.Became.DUPLICATE if match else ImportRow.Became.PROBLEM
    row.problems = [] if match else row.problems
    row.rule, row.match_key = match.rule, match.key
    row.same_as = rows[match.place].place if match.place is not None else None
    row.is_chosen = False


def is_untouched(row: ImportRow) -> bool:
    """Whether its reference says what the import wrote."""
    reference = row.reference
    return reference is None or reference.csl == {**cleaned(normalized(row.csl)), "id": reference.key}
