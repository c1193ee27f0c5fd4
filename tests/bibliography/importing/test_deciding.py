"""An import that was decided on in another tab meanwhile stays as it is, and so does what undoes it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from bibliography.importing.batches import deciding
from bibliography.importing.batches.receiving import map_columns, receive
from bibliography.importing.batches.row_mending import RowIsGone, mend
from bibliography.importing.batches.row_reading import read_rows
from bibliography.importing.decoding import Decoded
from bibliography.models import ColumnMapping, ImportBatch

pytestmark = [pytest.mark.django_db]


def waiting() -> ImportBatch:
    batch = receive(Decoded("Title,Year\nOne,2001\nTwo,2002\n", ""), name="a.csv", by=None, at=timezone.now())
    read_rows(batch)
    return batch


def as_it_is(batch: ImportBatch) -> list[Any]:
    stored = ImportBatch.objects.get(pk=batch.pk)
    return [stored.state, stored.mapping, *batch.rows.values_list("pk", "csl", "is_chosen")]


def mend_first(batch: ImportBatch) -> None:
    row = batch.rows.get(place=0)
    with pytest.raises(RowIsGone, match="in the meantime"):
        mend(row, "Three,2003")


@pytest.mark.parametrize(
    "late",
    [
        lambda batch: map_columns(batch, {"Year": "note"}, at=timezone.now()),
        lambda batch: deciding.choose(batch, ["0", "1"], ["0"]),
        lambda batch: deciding.choose_all(batch, chosen=False),
        deciding.throw_away,
        mend_first,
    ],
)
@pytest.mark.both_engines
def test_a_decision_that_comes_late_changes_nothing(late: Callable[[ImportBatch], object]) -> None:
    seen = waiting()
    ImportBatch.objects.update(state=ImportBatch.State.DONE)
    before = as_it_is(seen)
    assert not late(seen)
    assert as_it_is(seen) == before
    assert not ColumnMapping.objects.exists()


def test_a_row_of_a_reading_before_is_not_mended() -> None:
    batch = waiting()
    row = batch.rows.get(place=0)
    batch.rows.all().delete()
    with pytest.raises(RowIsGone):
        mend(row, "Three,2003")
    assert not batch.rows.exists()


def test_what_waits_or_was_refused_is_thrown_away() -> None:
    for state in (ImportBatch.State.READY, ImportBatch.State.REFUSED):
        batch = waiting()
        ImportBatch.objects.update(state=state)
        assert deciding.throw_away(batch)
    assert not ImportBatch.objects.exists()
