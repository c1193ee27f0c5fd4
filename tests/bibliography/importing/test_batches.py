"""Imports are kept as rows, looked through, mended, and expire; nothing becomes a reference by that."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bibliography.importing.batches.expiry import purge_imports
from bibliography.importing.batches.receiving import (
    LARGEST_FILE,
    LONGEST_PASTE,
    MOST_OPEN,
    NotReceived,
    map_columns,
    receive,
    text_of,
)
from bibliography.importing.batches.row_mending import mend
from bibliography.importing.batches.row_reading import MOST_RECORDS, read_rows
from bibliography.importing.decoding import Decoded
from bibliography.models import ImportBatch, ImportRow, Reference
from members.roles import EDITOR
from tests.bibliography.importing.pastes import BIBTEX, RIS
from tests.factories import make_reference, make_user
from tests.times import NOW

pytestmark = [pytest.mark.django_db]


def batch_of(text: str, name: str = "") -> ImportBatch:
    batch = receive(Decoded(text, ""), name=name, by=None, at=timezone.now())
    read_rows(batch)
    return batch


def states(batch: ImportBatch) -> list[tuple[str, str, str]]:
    return [(row.became, row.rule, row.match_key) for row in batch.rows.all()]


@pytest.mark.both_engines
def test_each_record_is_a_row_that_says_what_would_become_of_it() -> None:
    make_reference("known2002", DOI="10.1000/x", PMID="11982446", title="Known")
    batch = batch_of(f"10.1000/x\nPMID: 11982446\n\n{RIS}\n{BIBTEX}10.1000/unknown\n@book{{b, year=2004}}\n{RIS}")
    assert batch.state == ImportBatch.State.READY
    assert states(batch) == [
        ("duplicate", "doi", "known2002"), ("duplicate", "pmid", "known2002"), ("new", "", ""),
        ("duplicate", "doi", ""), ("problem", "", ""), ("problem", "", ""), ("duplicate", "doi", ""),
    ]  # fmt: skip
    assert [row.same_as for row in batch.rows.all()] == [None, None, None, 2, None, None, 2]
    assert [row.is_chosen for row in batch.rows.all()] == [False, False, True, False, False, False, False]
    assert batch.rows.numbers() == {"all": 7, "chosen": 1, "drafts": 0, "new": 1, "duplicate": 4, "problem": 2}
    assert Reference.objects.count() == 1


def test_a_faulty_row_is_mended_in_its_place() -> None:
    batch = batch_of("@book{b, year=2004}\n@book{c, title={Whole}, year=2004}")
    row = batch.rows.get(place=0)
    assert row.raw == "@book{b, year=2004}"
    mend(row, "@book{b, title={Now}, year=2004}")
    assert [(one.became, one.csl["title"]) for one in batch.rows.all()] == [("new", "Now"), ("new", "Whole")]


def test_what_is_mended_may_be_several_records_and_may_be_here_already() -> None:
    batch = batch_of("@book{b, title={Open, year=2004}\n")
    mend(batch.rows.get(), BIBTEX + BIBTEX)
    assert states(batch) == [("new", "", ""), ("duplicate", "doi", "")]
    mend(batch.rows.get(place=1), "@book{c, title={Second}}\n@book{d, title={Third}}")
    assert [(row.became, row.is_chosen) for row in batch.rows.all()] == [("new", True)] * 3


def test_a_row_of_a_table_is_mended_under_its_headings() -> None:
    batch = batch_of("Title,Year\nOne, two,2004\nThree,2005\n")
    assert [row.became for row in batch.rows.all()] == ["problem", "new"]
    mend(batch.rows.get(place=0), '"One, two",2004')
    assert [row.csl["title"] for row in batch.rows.all()] == ["One, two", "Three"]


def test_mending_keeps_what_was_chosen() -> None:
    batch = batch_of("@book{b, year=2004}\n@book{c, title={Whole}, year=2004}")
    batch.rows.filter(place=1).update(is_chosen=False)
    mend(batch.rows.get(place=0), "@book{b, title={Now}, year=2004}")
    assert [row.is_chosen for row in batch.rows.all()] == [True, False]


def test_columns_are_guessed_changed_and_remembered_for_the_same_headings() -> None:
    text = "Title,Work,Year\nOne,Two,2004\n"
    batch = batch_of(text, "a.csv")
    assert batch.mapping == {"Title": "title", "Work": "note", "Year": "issued"}
    map_columns(batch, {"Work": "container-title", "Year": "nonsense", "Other": "title"}, at=NOW)
    read_rows(batch)
    assert batch.rows.get().csl["container-title"] == "Two"
    assert batch_of("Work,YEAR,title\nTwo,2004,One\n", "b.csv").mapping["Work"] == "container-title"
    assert batch_of("Work,Title\nTwo,One\n", "b.csv").mapping["Work"] == "note"


def test_limits_are_told() -> None:
    by = make_user(EDITOR)
    for sent, why in ((b"x" * (LARGEST_FILE + 1), "larger than 10 MB"), ("x" * (LONGEST_PASTE + 1), "as a file")):
        with pytest.raises(NotReceived, match=why):
            text_of(sent)
    with pytest.raises(NotReceived, match="nothing in it"):
        text_of(b" \n")
    for _ in range(MOST_OPEN):
        receive(Decoded("10.1000/x", ""), by=by, at=NOW)
    with pytest.raises(NotReceived, match="wait already"):
        receive(Decoded("10.1000/x", ""), by=by, at=NOW)


def test_too_many_records_are_refused_as_a_whole() -> None:
    batch = batch_of("10.1000/x\n" * (MOST_RECORDS + 1))
    assert (batch.state, batch.rows.count()) == (ImportBatch.State.REFUSED, 0)
    assert "more than 10,000 records" in batch.failure


def test_what_nobody_confirmed_expires_and_what_it_made_stays() -> None:
    made = make_reference()
    batches = {name: batch_of("10.1000/x") for name in ("waiting", "left", "done", "old")}
    for name, state, days in (
        ("waiting", "ready", 29), ("left", "ready", 31), ("done", "done", 399), ("old", "done", 401)
    ):  # fmt: skip
        at = NOW - timedelta(days=days)
        ImportBatch.objects.filter(pk=batches[name].pk).update(state=state, touched_at=at)
    ImportRow.objects.filter(batch=batches["old"]).update(reference=made)
    assert (
        list(purge_imports(NOW, dry_run=True))
        == list(purge_imports(NOW, dry_run=False))
        == [("imports that are over", 2)]
    )
    assert {batch.pk for batch in ImportBatch.objects.all()} == {batches["waiting"].pk, batches["done"].pk}
    assert Reference.objects.filter(pk=made.pk).exists()
