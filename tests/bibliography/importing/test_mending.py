"""A mended row is compared with those that it has to do with: they come out as if all were compared anew."""

from collections.abc import Iterator

import pytest
from django.utils import timezone

from bibliography.importing.batches.receiving import receive
from bibliography.importing.batches.row_mending import mend
from bibliography.importing.batches.row_reading import JUDGED, compare, read_rows
from bibliography.importing.decoding import Decoded
from bibliography.models import ImportBatch
from tests.factories import make_reference

pytestmark = [pytest.mark.django_db]


def book(title: str, doi: str = "", year: int = 2001) -> str:
    return f"@book{{b, title={{{title}}}, doi={{{doi}}}, author={{Doe, Jane}}, year={year}}}\n"


def waiting(*records: str) -> ImportBatch:
    batch = receive(Decoded("\n".join(records), ""), by=None, at=timezone.now())
    read_rows(batch)
    return batch


def judged(batch: ImportBatch) -> Iterator[tuple[object, ...]]:
    yield from batch.rows.order_by("place").values_list(*JUDGED, "is_chosen")


@pytest.mark.parametrize(
    ("place", "raw", "became"),
    [
        (0, book("Other", year=1999), "new new duplicate new problem new"),  # what was the same as it is new by now
        (0, book("Three", "10.1000/3"), "new new duplicate duplicate problem new"),
        (0, book("Three"), "new new duplicate duplicate problem new"),
        (0, book("Known", "10.1000/known"), "duplicate new duplicate new problem new"),
        (0, book("By number", "10.1000/number"), "new new duplicate new duplicate new"),
        (0, "@book{b, year=2001}", "problem new duplicate new problem new"),
        (5, book("Three"), "new duplicate duplicate new problem duplicate"),
        (3, f'{book("A")}{book("A")}{book("One", "10.1000/1")}',
         "new duplicate duplicate new problem new duplicate duplicate"),
    ],
)  # fmt: skip
def test_rows_come_out_as_if_all_were_compared(place: int, raw: str, became: str) -> None:
    make_reference("known2001", DOI="10.1000/known", title="Known")
    batch = waiting(
        book("One", "10.1000/1"), book("One", "10.1000/1"), book("One", "10.1000/1"), book("Three", "10.1000/3"),
        "10.1000/number\n", book("Faulty no more"),
    )  # fmt: skip
    mend(batch.rows.get(place=place), raw)
    found = list(judged(batch))
    assert " ".join(str(row[0]) for row in found) == became
    compare(batch)
    assert list(judged(batch)) == found


def test_what_has_nothing_to_do_with_it_stays_as_it_is_judged() -> None:
    batch = waiting("@book{b, year=2001}", book("One"), book("Two", year=2002))
    batch.rows.filter(place__gt=0).update(became="duplicate", rule="words", match_key="as-it-was", is_chosen=True)
    mend(batch.rows.get(place=0), book("Now"))
    assert list(batch.rows.values_list("became", "match_key", "is_chosen")) == [
        ("new", "", True), ("duplicate", "as-it-was", True), ("duplicate", "as-it-was", True)
    ]  # fmt: skip
