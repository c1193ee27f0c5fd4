"""Stored references: the record whole, the columns derived from it, and no paper twice."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bibliography.models import Reference
from bibliography.records import authors_of, doi_of, problems_in, year_of
from bibliography.writing import ReferenceRefused, save_reference
from tests.bibliography.records import BARE, HOSTILE, MARKED_UP, shipped

RECORD: dict[str, Any] = {
    "type": "article-journal",
    "title": "Modulation of <i>cortical-limbic</i> pathways",
    "author": [{"family": "Goldapple", "given": "Kimberly M."}, {"family": "Segal", "given": "Zindel"}],
    "container-title": "Archives of General Psychiatry",
    "issued": {"date-parts": [["2004", 1]]},
    "DOI": "https://doi.org/10.1001/ARCHPSYC.61.1.34",
    "PMID": "14706942",
}


@pytest.mark.django_db
def test_the_columns_repeat_what_pages_need() -> None:
    reference = save_reference("goldapple2004", RECORD)
    normalized = {"DOI": "10.1001/ARCHPSYC.61.1.34", "issued": {"date-parts": [[2004, 1]]}}
    assert reference.csl == {**RECORD, **normalized, "id": "goldapple2004"}
    assert reference.title == "Modulation of cortical-limbic pathways"
    assert reference.authors == "Goldapple KM, Segal Z"
    assert (reference.container_title, reference.year) == ("Archives of General Psychiatry", 2004)
    assert (reference.doi, reference.pmid) == ("10.1001/archpsyc.61.1.34", "14706942")
    assert reference.citation_html.startswith("Goldapple, K. M., &amp; Segal, Z. (2004). Modulation of <i>cortical")


@pytest.mark.django_db
def test_saving_the_same_again_writes_nothing() -> None:
    save_reference("goldapple2004", RECORD)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        save_reference("goldapple2004", RECORD)
    assert all(query["sql"].startswith("SELECT") for query in queries)
    save_reference("goldapple2004", {**RECORD, "title": "Another"})
    assert Reference.objects.get().title == "Another"


@pytest.mark.django_db
def test_references_of_former_days_are_made_anew_and_one_that_cannot_be_is_named() -> None:
    reference = save_reference("goldapple2004", RECORD)
    Reference.objects.update(csl={**RECORD, "title": "Stress &amp; coping"}, citation_html="old")
    Reference.objects.create(key="broken", csl={"title": "No type"}, title="No type")
    errors = StringIO()
    call_command("render_articles", stdout=StringIO(), stderr=errors)
    reference.refresh_from_db()
    assert (reference.title, reference.csl["DOI"]) == ("Stress & coping", "10.1001/ARCHPSYC.61.1.34")
    assert "Stress &amp; coping" in reference.citation_html
    assert "Left as it was: broken: “None” is no type of reference" in errors.getvalue()


@pytest.mark.django_db
def test_one_paper_has_one_key() -> None:
    save_reference("goldapple2004", RECORD)
    with pytest.raises(ReferenceRefused) as refused:
        save_reference("goldapple2004b", {**RECORD, "DOI": "10.1001/archpsyc.61.1.34"})
    assert refused.value.reasons == [
        "The reference “goldapple2004” has the same DOI.",
        "The reference “goldapple2004” has the same PMID.",
    ]
    assert Reference.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["", "Goldapple", "a b", "-a", "a" * 61, "ä"])
def test_a_key_is_short_and_plain(key: str) -> None:
    with pytest.raises(ReferenceRefused, match="citation key"):
        save_reference(key, RECORD)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"type": "paper"}, "“paper” is no type of reference"),
        ({"title": ""}, "It has no title."),
        ({"title": ["x"]}, "It has no title."),
        ({"author": "Goldapple"}, "“author” has to be a list of names"),
        ({"author": [{"given": "K."}]}, "neither a family name nor a literal one"),
        ({"author": [{"family": "A", "age": "3"}]}, "has the part “age”, which CSL does not know"),
        ({"author": [{"family": "A", "given": 3}]}, "holds something that is no text"),
        ({"issued": 2004}, "“issued” has to be a date"),
        ({"issued": {"date-parts": [[2004, 13]]}}, "“issued” has date-parts that are no date"),
        ({"issued": {"date-parts": [["spring"]]}}, "“issued” has date-parts that are no date"),
        ({"issued": {"date-parts": []}}, "“issued” has date-parts that are no date"),
        ({"DOI": "doi.org/10.1"}, "is no DOI"),
        ({"PMID": "PMC123"}, "is no PubMed number"),
        ({"URL": "javascript:alert(1)"}, "is no web address"),
        ({"volume": ["1"]}, "“volume” has to be text or a number"),
        ({"container-title": "a" * 301}, "more than 300 characters"),
        ({"volume": float("inf")}, "something that JSON cannot say"),
        ({"note": "a\x00b"}, "a NUL or half a character"),
        ({"note": "a\ud800b"}, "a NUL or half a character"),
    ],
)
def test_what_is_no_reference_is_refused_in_words(change: dict[str, Any], reason: str) -> None:
    problems = problems_in({**RECORD, **change})
    assert len(problems) == 1
    assert reason in problems[0]


def test_records_that_are_merely_odd_are_taken() -> None:
    for record in [*shipped(), HOSTILE, *BARE]:
        assert problems_in(record) == []
    assert problems_in([]) == ["A reference is a JSON object: {…}."]
    assert MARKED_UP["title"]


def test_names_become_family_names_and_initials() -> None:
    names = [
        {"family": "Boraxbekk", "given": "Carl-Johan"},
        {"family": "Suzuki", "given": "Shin-ichi"},
        {"family": "Quervain", "given": "D.J.-F.", "non-dropping-particle": "de"},
        {"family": "Young", "given": "K", "suffix": "Jr."},
        {"literal": "The <i>Group</i>"},
        {"family": "Plato"},
    ]
    assert authors_of({"author": names}) == "Boraxbekk CJ, Suzuki SI, de Quervain DJF, Young K Jr., The Group, Plato"


def test_dates_and_numbers_are_read_whatever_their_wrapping() -> None:
    assert [year_of({"issued": issued}) for issued in ({}, {"literal": "1999"}, {"date-parts": [[-44]]})] == [None] * 3
    assert doi_of({"DOI": "DOI: 10.1000/X"}) == doi_of({"DOI": "http://dx.doi.org/10.1000/x"}) == "10.1000/x"
