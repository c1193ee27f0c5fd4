"""What is here already is recognised, the rest is stored, and each record is told what became of it."""

from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bibliography.importing.duplicates import Match, matches_of
from bibliography.importing.read import Form, Read, read_record
from bibliography.importing.reading import read
from bibliography.importing.storing import Became, ImportRefused, import_records, looked_up, prepared
from bibliography.models import FormerKey, Reference
from members.models import LoggedAct
from members.roles import CONTRIBUTOR, EDITOR, MEMBER
from tests.bibliography.importing.pastes import CSL, NBIB, RIS
from tests.factories import make_reference, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]


def record(line: int = 1, **csl: Any) -> Read:
    known = {
        "type": "article-journal",
        "title": "A quieter amygdala",
        "author": [{"family": "Månsson", "given": "Kristoffer"}],
        "issued": {"date-parts": [[2016]]},
    }
    return read_record(line, Form.CSL, {**known, **csl})


def number(**csl: str) -> Read:
    return Read(1, Form.NUMBERS, dict(csl))


def test_a_paper_is_known_by_doi_by_number_and_by_title_year_and_author() -> None:
    stored = make_reference("furmark2002", DOI="10.1000/Abc", PMID="11982446", title="A <i>quieter</i> amygdala!")
    author, year = [{"family": "Furmark", "given": "T."}], {"date-parts": [[2002, 5]]}
    same = [
        record(title="Another", DOI="https://doi.org/10.1000/ABC"),
        record(title="Another", PMID="11982446"),
        record(title="A Quieter Amygdala", author=author, issued=year),
        number(DOI="10.1000/aBC"),
        number(PMID="11982446"),
    ]
    assert matches_of(same) == [Match(key=stored.key)] * 5


@pytest.mark.parametrize(
    "other",
    [
        {"title": "A louder amygdala"},
        {"issued": {"date-parts": [[2017]]}},
        {"author": [{"family": "Furmark", "given": "T."}]},
        {"DOI": "10.1000/other"},
        {"PMID": "22222222"},
        {"issued": {"literal": "in press"}},
        {"author": []},
    ],
)
def test_what_differs_in_one_of_them_is_another_paper(other: dict[str, Any]) -> None:
    make_reference("mansson2016", **record(DOI="10.1000/one", PMID="11111111").csl)
    assert matches_of([record(**other)]) == [Match()]


def test_the_same_paper_twice_in_one_paste_is_stored_once() -> None:
    found = import_records([record(), record(), record(title="Another")], by=None)
    assert [(one.became, one.key) for one in found] == [
        (Became.NEW, "mansson2016"), (Became.DUPLICATE, "mansson2016"), (Became.NEW, "mansson2016b"),
    ]  # fmt: skip
    assert Reference.objects.count() == 2


def test_a_number_alone_names_what_is_here_and_is_told_when_nothing_is() -> None:
    stored = make_reference(DOI="10.1000/x")
    found = import_records(read("10.1000/X\n10.1000/y\nPMID: 12345678"), by=None)
    assert [(one.became, one.key) for one in found] == [
        (Became.DUPLICATE, stored.key), (Became.PROBLEM, ""), (Became.PROBLEM, ""),
    ]  # fmt: skip
    assert found[1].problems == ("No record here has this DOI. Paste its RIS, BibTeX or CSL-JSON.",)
    assert found[2].problems == ("No record here has this PMID. Paste its RIS, BibTeX or CSL-JSON.",)


def test_several_forms_of_one_paper_become_one_reference() -> None:
    found = import_records(read(f"{RIS}\n{NBIB}\n{CSL}\n10.1001/archpsyc.59.5.425"), by=make_user(EDITOR))
    assert [one.became for one in found] == [Became.NEW, *[Became.DUPLICATE] * 3]
    assert {one.key for one in found} == {"furmark2002"}
    assert Reference.objects.get().doi == "10.1001/archpsyc.59.5.425"


def test_problems_are_told_and_keep_nothing_else_back() -> None:
    found = import_records([record(1, title=""), record(5), record(9, type="thing")], by=None)
    assert [one.became for one in found] == [Became.PROBLEM, Became.NEW, Became.PROBLEM]
    assert found[0].problems == ("It has no title.",)
    assert [reference.key for reference in Reference.objects.all()] == ["mansson2016"]


@pytest.mark.parametrize(
    ("csl", "key"),
    [
        ({"author": [{"family": "Berg", "non-dropping-particle": "van der", "given": "A."}]}, "vanderberg2016"),
        ({"author": [{"literal": "World Health Organization"}]}, "worldhealthorganization2016"),
        ({"author": []}, "a2016"),
        ({"issued": {}}, "mansson"),
        ({"author": [{"family": "王", "given": "伟"}], "title": "王"}, "reference2016"),
    ],
)
def test_keys_are_made_of_author_and_year(csl: dict[str, Any], key: str) -> None:
    assert [one.key for one in import_records([record(**csl)], by=None)] == [key]


def test_letters_run_out_into_numbers() -> None:
    found = import_records([record(line, title=f"Part {line}") for line in range(1, 29)], by=None)
    assert [found[place].key for place in (0, 1, 25, 26, 27)] == [
        "mansson2016", "mansson2016b", "mansson2016z", "mansson2016-27", "mansson2016-28",
    ]  # fmt: skip


def test_who_may_not_add_references_stores_none() -> None:
    with pytest.raises(ImportRefused, match="Ask an editor"):
        import_records([record()], by=make_user(MEMBER))
    assert not Reference.objects.exists()
    import_records([record()], by=make_user(CONTRIBUTOR))
    assert Reference.objects.count() == 1


def test_an_import_asks_as_often_for_hundreds_as_for_a_few_and_each_stands_in_the_log() -> None:
    by, asked = make_user(EDITOR), []
    for number in (3, 150):
        reads = [record(line, title=f"Part {number}.{line}") for line in range(number)]
        ready = prepared(reads)
        with CaptureQueriesContext(connection) as captured:
            import_records(reads, by=by, ready=ready)
        asked.append(len(captured))
    assert asked[1] - asked[0] < 8  # statements of so many rows
    assert Reference.objects.count() == LoggedAct.objects.filter(by=by).count() == 153
    assert {str(one) for one in Reference.objects.all()} == set(LoggedAct.objects.values_list("name", flat=True))


def test_what_became_new_since_it_was_prepared_is_stored_whole() -> None:
    stored = make_reference(DOI="10.1000/x")
    reads = [record(DOI="10.1000/X"), record(2, title="")]
    ready = prepared(reads)
    assert ready == [None, None]
    stored.delete()
    found = import_records(reads, by=None, ready=ready)
    assert [one.became for one in found] == [Became.NEW, Became.PROBLEM]
    assert "A quieter" in Reference.objects.get().citation_html


def test_a_paper_with_the_doi_or_pmid_of_another_is_faulty_and_keeps_nothing_else_back() -> None:
    make_reference("known", DOI="10.1000/x", PMID="1", title="Known")
    reads = [
        record(1, title="Other", DOI="10.1000/X", PMID="2"),
        record(2, title="Third", DOI="10.1000/y", PMID="1"),
        record(3, title="Good", DOI="10.1000/z", PMID="3"),
        record(4, title="Fourth", DOI="10.1000/z", PMID="4"),
        record(5, title="Other"),
        record(6, title="Free", DOI="10.1000/free", PMID="2"),
    ]
    dry, found = looked_up(reads), import_records(reads, by=None)
    assert [one.became for one in dry] == [one.became for one in found]
    assert [one.problems for one in dry] == [one.problems for one in found] == [
        ("The reference “known” has the same DOI.",), ("The reference “known” has the same PMID.",), (),
        ("An earlier record has the same DOI.",), (), (),
    ]  # fmt: skip
    assert set(Reference.objects.values_list("title", flat=True)) == {"Known", "Good", "Other", "Free"}


def test_only_keys_that_may_be_given_are_read_however_many_there_are() -> None:
    for key in ("mansson2016", "mansson2016c", "taken2001"):
        make_reference(key)
    FormerKey.objects.create(key="mansson2016b", reference=make_reference("elsewhere"))
    for number in range(30):
        make_reference(f"another{number}")
    reads = [replace(record(1, title="One"), key="Taken2001"), replace(record(2, title="Two"), key="free2001")]
    ready = prepared(reads)
    with CaptureQueriesContext(connection) as captured:
        found = import_records(reads, by=None, ready=ready)
    assert [one.key for one in found] == ["mansson2016d", "free2001"]
    selects = [query["sql"] for query in captured if query["sql"].startswith(("SELECT", "(SELECT"))]
    asked = [sql for sql in selects if "bibliography_" in sql]
    assert len([sql for sql in asked if "formerkey" in sql]) == 2
    assert all(" WHERE " in sql for sql in asked)


def test_a_key_that_the_import_itself_took_leads_to_one_that_was_looked_up() -> None:
    make_reference("smithbb", title="Known")
    smith, smithb = ({"author": [{"family": name}], "issued": {}} for name in ("Smith", "Smithb"))
    reads = [record(1, title="A", **smith), record(2, title="B", **smith), record(3, title="C", **smithb)]
    assert [one.key for one in import_records(reads, by=None)] == ["smith", "smithb", "smithbc"]


def test_a_dry_run_writes_nothing_and_costs_three_queries_for_hundreds() -> None:
    reads = [
        record(line, title=f"Part {line}", DOI=f"10.1000/{line}", PMID=str(10_000_000 + line)) for line in range(400)
    ]
    with CaptureQueriesContext(connection) as captured:
        found = looked_up(reads)
    assert len(captured) == 3
    assert {one.became for one in found} == {Became.NEW}
    assert not Reference.objects.exists()
