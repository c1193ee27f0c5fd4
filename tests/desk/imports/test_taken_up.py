"""Two processes never work on one import at once; what is gone by now is not counted as made."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from articles.models import Article
from bibliography.import_models import TakenOver
from bibliography.importing.batches.row_reading import read_rows
from bibliography.importing.batches.row_storing import prepare
from bibliography.models import ImportBatch, Reference
from desk.curating.imports.bringing_in import begin_writing, write
from desk.curating.imports.import_job import SHORT, is_short, read_safely, take_up_again, write_safely
from desk.curating.imports.undoing import numbers_made, undo
from members.models import LoggedAct
from members.roles import EDITOR
from tests.desk.imports.test_bringing_in import brought_in, ready
from tests.factories import make_user
from tests.times import NOW

pytestmark = [pytest.mark.django_db]

State = ImportBatch.State


def copy_of(batch: ImportBatch) -> ImportBatch:
    """As another process has it in its hands."""
    return ImportBatch.objects.get(pk=batch.pk)


def test_reading_that_somebody_else_took_up_ends() -> None:
    batch = ready()
    ImportBatch.objects.update(state=State.READING, touched_at=NOW)
    first = copy_of(batch)
    take_up_again(copy_of(batch), NOW + timedelta(hours=1))
    kept = list(batch.rows.values_list("pk", flat=True))
    with pytest.raises(TakenOver, match="in the meantime"):
        read_rows(first)
    ImportBatch.objects.update(state=State.READING)
    read_safely(batch.pk, NOW)
    assert ImportBatch.objects.get().state == State.READING
    assert list(batch.rows.values_list("pk", flat=True)) == kept
    read_safely(batch.pk, ImportBatch.objects.get().touched_at)
    assert ImportBatch.objects.get().state == State.READY


def test_only_one_of_two_takes_it_up_again() -> None:
    batch = ready()
    ImportBatch.objects.update(state=State.WRITING, touched_at=NOW)
    later, first, second = NOW + timedelta(hours=1), copy_of(batch), copy_of(batch)
    take_up_again(first, later)
    ImportBatch.objects.update(state=State.WRITING)
    take_up_again(second, later)
    assert ImportBatch.objects.get().state == State.WRITING


def test_what_was_prepared_for_another_decision_is_not_written() -> None:
    by, batch = make_user(EDITOR), ready()
    begin_writing(batch, with_drafts=False, by=by, at=NOW)
    prepared = prepare(batch)
    first = copy_of(batch)
    take_up_again(copy_of(batch), timezone.now() + timedelta(hours=1))
    begin_writing(batch, with_drafts=False, by=by, at=NOW + timedelta(hours=2))
    with pytest.raises(TakenOver):
        write(first, prepared, by=by, at=NOW)
    write_safely(batch.pk, first.touched_at, by, NOW)
    assert (ImportBatch.objects.get().state, Reference.objects.count()) == (State.WRITING, 0)


def test_what_asks_other_servers_is_read_beside_the_request(settings: Any) -> None:
    assert is_short(ImportBatch(source="10.1000/x"))
    assert not is_short(ImportBatch(source="x" * (SHORT + 1)))
    settings.METADATA_LOOKUP = True
    assert not is_short(ImportBatch(source="10.1000/x"))


def test_drafts_that_are_gone_are_not_counted() -> None:
    by = make_user(EDITOR)
    batch = brought_in(by, with_drafts=True)
    assert numbers_made(batch) == {"references": 3, "drafts": 3}
    Article.objects.order_by("pk")[0].delete()
    assert numbers_made(batch) == {"references": 3, "drafts": 2}
    undo(batch, by=by, at=NOW)
    assert numbers_made(batch) == {"references": 0, "drafts": 0}
    assert not batch.rows.made().exists()
    assert LoggedAct.objects.order_by("-pk")[0].after["drafts"] == 2


def test_a_row_that_has_a_fault_by_now_says_so_and_hides_none_like_it() -> None:
    by = make_user(EDITOR)
    batch = ready("\n".join(f"@book{{b{one}, title={{T{one}}}, year=2001}}" for one in range(3)))
    same = {"type": "book", "title": "Same", "DOI": "10.1000/x"}
    batch.rows.filter(place=0).update(csl={**same, "title": ""})
    batch.rows.filter(place__in=[1, 2]).update(csl=same)
    begin_writing(batch, with_drafts=False, by=by, at=NOW)
    write(batch, prepare(batch), by=by, at=NOW)
    faulty, new, twice = batch.rows.order_by("place")
    assert (faulty.became, faulty.problems, faulty.match_key) == ("problem", ["It has no title."], "")
    assert new.reference
    assert (twice.became, twice.rule, twice.same_as, twice.problems) == ("duplicate", "doi", 1, [])


def test_same_as_names_the_row_of_the_import_where_others_were_left_out() -> None:
    by = make_user(EDITOR)
    batch = ready("\n".join(f"@book{{b{one}, title={{T{one}}}, year=2001}}" for one in range(4)))
    batch.rows.filter(place=0).update(is_chosen=False)
    batch.rows.filter(place__in=[2, 3]).update(csl={"type": "book", "title": "Same", "DOI": "10.1000/x"})
    begin_writing(batch, with_drafts=False, by=by, at=NOW)
    write(batch, prepare(batch), by=by, at=NOW)
    assert batch.rows.get(place=3).same_as == 2
