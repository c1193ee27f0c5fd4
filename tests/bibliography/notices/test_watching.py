"""A file of notices against the references of this site."""

import json
import tracemalloc
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from bibliography.models import Notice, Reference, Standing
from bibliography.notices.told import with_notices
from bibliography.notices.watching import planned
from members.models import LoggedAct
from tests.bibliography.importing.registry_answers import Registry
from tests.bibliography.notices.files import COLUMNS, about, data_set, row, update
from tests.factories import make_reference

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]


def watch(path: Path, *, yes: bool = True) -> str:
    out = StringIO()
    call_command("watch_retractions", "--from", str(path), *(["--yes"] if yes else []), stdout=out, stderr=StringIO())
    return out.getvalue()


def refused(path: Path) -> str:
    with pytest.raises(CommandError) as caught:
        watch(path)
    assert "Nothing was written." in str(caught.value)
    assert not Notice.objects.exists()
    return str(caught.value)


def standing(reference: Reference) -> int | None:
    return Reference.objects.get(pk=reference.pk).standing


def works(folder: Path, said: Any, name: str = "works.json") -> Path:
    path = folder / name
    path.write_text(said if isinstance(said, str) else json.dumps(said), "utf-8")
    return path


def test_a_reference_is_found_by_doi_however_it_is_spelled_else_by_pubmed_number(tmp_path: Path) -> None:
    by_doi, by_pmid = make_reference("one", DOI="10.1000/One<1>"), make_reference("two", PMID="1234567")
    other = make_reference("three", title="A paper")
    path = data_set(
        tmp_path,
        about(1, "https://doi.org/10.1000/ONE%3C1%3E"),
        row(2, OriginalPaperPubMedID="1234567", OriginalPaperDOI="unavailable"),
        row(3, Title="A paper", OriginalPaperDOI="Unavailable"),
        about(4, "10.1000/of-another-site"),
    )
    said = watch(path)
    assert "4 records, 2 about references here: 2 new, 0 changed, 0 gone. Noted." in said
    assert [standing(one) for one in (by_doi, by_pmid, other)] == [Standing.RETRACTED, Standing.RETRACTED, None]


def test_a_notice_keeps_its_date_doi_and_reasons_and_stands_in_the_log(tmp_path: Path) -> None:
    reference = make_reference("one", DOI="10.1000/one", note="As printed.")
    watch(data_set(tmp_path, about(7, "10.1000/one")))
    notice = Notice.objects.get()
    assert (notice.kind, notice.dated, notice.doi, notice.record) == (
        "retraction", date(2026, 5, 3), "10.1000/notice.7", "7",
    )  # fmt: skip
    assert notice.reasons == ["Concerns about Data", "Error"]
    reference.refresh_from_db()
    record = with_notices(reference)
    assert record["status"] == "Retracted"
    assert record["note"] == "Retracted on 3 May 2026, see https://doi.org/10.1000/notice.7. As printed."
    assert "note" in reference.csl
    assert reference.csl["note"] == "As printed."
    assert LoggedAct.objects.filter(key=reference.pk, kind="reference", by=None).count() == 1


def test_without_a_yes_it_only_says_what_would_change(tmp_path: Path) -> None:
    make_reference("one", DOI="10.1000/one")
    path = data_set(tmp_path, about(1, "10.1000/one"))
    said = watch(path, yes=False)
    assert "New: retraction 2026-05-03 (10.1000/notice.1), one" in said
    assert "Nothing was written; add --yes to note this." in said
    assert not Notice.objects.exists()


def test_the_same_file_again_changes_nothing(tmp_path: Path) -> None:
    make_reference("one", DOI="10.1000/one")
    path = data_set(tmp_path, about(1, "10.1000/one"))
    watch(path)
    before = list(Notice.objects.values()), list(Reference.objects.values()), LoggedAct.objects.count()
    assert "1 record, 1 about references here: 0 new, 0 changed, 0 gone. Nothing to note." in watch(path)
    assert (list(Notice.objects.values()), list(Reference.objects.values()), LoggedAct.objects.count()) == before


def test_what_changed_is_put_right_and_what_is_gone_is_taken_back(tmp_path: Path) -> None:
    one, two = make_reference("one", DOI="10.1000/one"), make_reference("two", DOI="10.1000/two")
    was = Reference.objects.filter(pk=two.pk).values().get()
    watch(data_set(tmp_path, about(1, "10.1000/one"), about(2, "10.1000/two")))
    said = watch(data_set(tmp_path, about(1, "10.1000/one", RetractionDate="6/4/2026")))
    assert "Changed: retraction 2026-06-04 (10.1000/notice.1), one" in said
    assert "Gone: retraction 2026-05-03 (10.1000/notice.2), two" in said
    assert Notice.objects.get(reference=two).taken_back == Notice.TakenBack.GONE
    assert Reference.objects.filter(pk=two.pk).values().get() == was
    assert standing(one) == Standing.RETRACTED
    assert "1 new" in watch(data_set(tmp_path, about(1, "10.1000/one", RetractionDate="6/4/2026"), about(2, two.doi)))
    assert (standing(two), Notice.objects.count()) == (Standing.RETRACTED, 2)


def test_a_reinstatement_lifts_what_came_before_it_and_nothing_later(tmp_path: Path) -> None:
    reference = make_reference("one", DOI="10.1000/one")
    was = Reference.objects.filter(pk=reference.pk).values().get()
    concern = about(1, "10.1000/one", RetractionNature="Expression of concern", RetractionDate="1/2/2025 0:00")
    back = about(3, "10.1000/one", RetractionNature="Reinstatement", RetractionDate="6/1/2026 0:00")
    watch(data_set(tmp_path, concern))
    assert standing(reference) == Standing.DOUBTED
    watch(data_set(tmp_path, concern, about(2, "10.1000/one"), back))
    assert Reference.objects.filter(pk=reference.pk).values().get() == was
    watch(data_set(tmp_path, concern, back, about(4, "10.1000/one", RetractionDate="7/1/2026 0:00")))
    assert standing(reference) == Standing.RETRACTED


def test_kinds_that_are_not_known_are_counted_and_left_out(tmp_path: Path) -> None:
    make_reference("one", DOI="10.1000/one")
    odd = [about(number, "10.1000/one", RetractionNature="Retract and replace") for number in (1, 2)]
    said = watch(data_set(tmp_path, *odd, about(3, "10.1000/two", RetractionNature="Also odd")))
    assert "Left out, as this site knows no such kind: 2 records “Retract and replace”" in said
    assert "Also odd" not in said


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
def test_the_file_may_be_encoded_in_any_usual_way(tmp_path: Path, encoding: str) -> None:
    make_reference("one", DOI="10.1000/one")
    watch(
        data_set(tmp_path, about(1, "10.1000/one", Reason="+Conflit d’intérêts;".replace("’", "'")), encoding=encoding)
    )
    assert Notice.objects.get().reasons == ["Conflit d'intérêts"]


FAULTS: dict[str, tuple[str, str]] = {
    "no header": ("a,b\n1,2\n", "line 1: The column “Record ID” is missing."),
    "nothing": ("", "line 1: The column “Record ID” is missing."),
    "no record": (",".join(COLUMNS) + "\n", "It holds no record"),
    "too few fields": (",".join(COLUMNS) + "\n1,2,3\n", "line 2: This record has not 20 fields."),
    "an open quotation": (",".join(COLUMNS) + '\n"1,2,3\n', "This is not CSV"),
    "broken JSON": ('{"message": ', "line 1: This is not JSON"),
    "no works": ("[1]", "line 1: A work is a JSON object"),
    "no list of updates": ('{"DOI": "10.1000/x", "update-to": "10.1000/one"}', "“update-to” has to be a list"),
    "a bad line": ('{"DOI": "10.1000/x"}\n{"DOI": \n', "line 2: This is not JSON"),
    "nested deeply": ("[" * 100_000, "nested too deeply"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_file_that_cannot_be_read_is_refused_with_its_line(tmp_path: Path, fault: str) -> None:
    text, reason = FAULTS[fault]
    said = refused(works(tmp_path, text, "odd.file"))
    assert reason in said
    assert said.startswith("odd.file")


def test_nothing_is_written_where_the_last_record_is_at_fault(tmp_path: Path) -> None:
    make_reference("one", DOI="10.1000/one")
    rows = [about(1, "10.1000/one"), about(2, "10.1000/two", RetractionDate="13/13/2026")]
    assert "watch.csv, line 3: “13/13/2026” is no date" in refused(data_set(tmp_path, *rows))
    assert "No such file or directory" in refused(tmp_path / "none.csv")
    (tmp_path / "half.csv").write_bytes("Record ID,x".encode("utf-16") + b"\n")
    assert "half.csv" in refused(tmp_path / "half.csv")


def test_crossref_tells_of_updates_in_the_record_of_the_notice_and_in_that_of_the_paper(tmp_path: Path) -> None:
    one, two = make_reference("one", DOI="10.1000/one"), make_reference("two", DOI="10.1000/two")
    notice = {"DOI": "10.1000/notice", "update-to": [update("10.1000/ONE"), update("10.1000/one", "new_version")]}
    paper = {"DOI": "10.1000/two", "updated-by": [update("10.1000/erratum", "erratum", (2025, 1, 2))]}
    answers = {"message": {"items": [notice, paper]}}
    assert "2 new" in watch(works(tmp_path, answers))
    assert (standing(one), standing(two)) == (Standing.RETRACTED, Standing.CORRECTED)
    assert "Nothing to note." in watch(works(tmp_path, [notice, paper]))
    assert "Nothing to note." in watch(works(tmp_path, "\n".join(map(json.dumps, (notice, paper, notice)))))
    assert "Nothing to note." in watch(works(tmp_path, {"message": notice}))
    assert "1 gone" in watch(works(tmp_path, {"message": {**paper, "updated-by": []}}))
    assert (standing(one), standing(two)) == (Standing.RETRACTED, None)


def test_two_sources_of_one_retraction_are_told_once(tmp_path: Path) -> None:
    reference = make_reference("one", DOI="10.1000/one")
    watch(data_set(tmp_path, about(1, "10.1000/one")))
    watch(works(tmp_path, {"DOI": "10.1000/notice", "update-to": [update("10.1000/one", day=(2026, 5, 4))]}))
    reference.refresh_from_db()
    assert len(reference.told_notices) == 1
    assert reference.told_notices[0]["reasons"] == ["Concerns about Data", "Error"]
    assert [notice.counts for notice in Notice.objects.order_by("source")] == [False, True]


def test_a_large_file_is_not_held_in_memory(tmp_path: Path) -> None:
    make_reference("one", DOI="10.1000/one")
    rows = (about(n, f"10.1000/other.{n}", Notes="As it was told. " * 30) for n in range(8000))
    path = data_set(tmp_path, *rows, about(0, "10.1000/one"))
    tracemalloc.start()
    try:
        plan = planned(path)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert (plan.read, len(plan.new)) == (8001, 1)
    assert peak < path.stat().st_size / 2


def test_a_file_that_was_cut_off_takes_nothing_back_unless_it_is_said_to(tmp_path: Path) -> None:
    references = [make_reference(DOI=f"10.1000/{number}") for number in range(8)]
    rows = [about(number, reference.doi) for number, reference in enumerate(references, start=1)]
    watch(data_set(tmp_path, *rows))
    cut = data_set(tmp_path, *rows[:2], name="cut.csv")
    with pytest.raises(CommandError, match="6 of 8 notices any more, as a file that was cut off"):
        watch(cut)
    assert Notice.objects.filter(taken_back="").count() == len(rows)
    call_command("watch_retractions", "--from", str(cut), "--yes", "--allow-gone", stdout=StringIO(), stderr=StringIO())
    assert Notice.objects.filter(taken_back="").count() == 2


def ask(*more: str) -> str:
    out = StringIO()
    call_command("watch_retractions", "--ask", *more, stdout=out, stderr=StringIO())
    return out.getvalue()


def test_crossref_is_asked_for_each_paper_with_a_doi(registry: type[Registry]) -> None:
    one, two, three = (make_reference(f"r{n}", DOI=f"10.1234/r{n}") for n in range(3))
    make_reference("without", DOI="")
    said = {"10.1234%2Fr0": [update("10.1234/notice")], "10.1234%2Fr1": []}
    registry.answers = {
        name: (200, json.dumps({"message": {"updated-by": updates}}).encode()) for name, updates in said.items()
    }
    assert "1 record, 1 about references here: 1 new, 0 changed, 0 gone. Nothing was written" in ask()
    assert len(registry.asked) == 3
    assert "Noted." in ask("--yes")
    assert [standing(reference) for reference in (one, two, three)] == [Standing.RETRACTED, None, None]
    assert "Nothing to note." in ask("--yes")
    registry.answers["10.1234%2Fr0"] = (200, b'{"message": {"updated-by": []}}')
    registry.answers["10.1234%2Fr1"] = (500, b"")
    assert "Not answered: 1 question\n0 records, 0 about references here: 0 new, 0 changed, 1 gone." in ask("--yes")
    assert standing(one) is None


def test_nobody_is_asked_without_leave_or_where_nobody_answers(registry: type[Registry], settings: Any) -> None:
    for number in range(7):
        make_reference(f"r{number}", DOI=f"10.1234/r{number}")
    registry.answers = {"10.1234": (500, b"")}
    with pytest.raises(CommandError, match="It did not answer 5 times"):
        ask("--yes")
    assert len(registry.asked) == 5
    settings.METADATA_LOOKUP = False
    with pytest.raises(CommandError, match="METADATA_LOOKUP is off"):
        ask("--yes")
    assert len(registry.asked) == 5
