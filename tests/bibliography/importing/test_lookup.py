"""DOIs and PubMed numbers are looked up where the settings say so; a server of the test stands for both registries."""

from typing import Any

import pytest
from django.utils import timezone

from bibliography.import_models import TakenOver
from bibliography.importing.batches.receiving import receive
from bibliography.importing.batches.row_reading import read_rows
from bibliography.importing.decoding import Decoded
from bibliography.importing.lookup import LARGEST, filled_in
from bibliography.importing.reading import read
from bibliography.models import ImportRow
from tests.bibliography.importing.registry_answers import Registry
from tests.factories import make_reference

pytestmark = [pytest.mark.django_db]


def rows(text: str) -> list[ImportRow]:
    batch = receive(Decoded(text, ""), by=None, at=timezone.now())
    read_rows(batch)
    return list(batch.rows.order_by("place"))


def test_numbers_become_the_records_that_the_registries_have(registry: type[Registry]) -> None:
    work, summary, unknown = rows("10.1234/abc\nPMID: 12345678\nPMID: 87654321")
    assert (work.became, work.csl["title"], work.csl["DOI"]) == ("new", "Of <i>E. coli</i> & others", "10.1234/abc")
    assert work.csl["author"] == [{"family": "Doe", "given": "Jane"}, {"literal": "The Group"}]
    assert work.left_out == ["license"]
    assert summary.csl["author"] == [
        {"family": "Doe", "given": "J."},
        {"family": "Berg", "given": "A. B.", "non-dropping-particle": "van der"},
        {"literal": "The Group"},
    ]
    said = {name: summary.csl[name] for name in ("title", "page", "PMID", "DOI", "PMCID", "container-title")}
    assert said == {
        "title": "Of H2O", "page": "123-129", "PMID": "12345678", "DOI": "10.1234/def", "PMCID": "PMC1",
        "container-title": "A journal",
    }  # fmt: skip
    assert summary.csl["issued"] == {"date-parts": [[2004, 1], [2004, 2]]}
    assert unknown.problems == ["PubMed knows no such PMID. Paste its RIS, BibTeX or CSL-JSON."]
    assert len(registry.asked) == 2


def test_what_is_here_already_is_not_asked(registry: type[Registry]) -> None:
    make_reference("known", DOI="10.1234/abc")
    assert rows("10.1234/abc")[0].match_key == "known"
    assert registry.asked == []


@pytest.mark.parametrize(
    ("status", "body", "why"),
    [
        (404, b"Resource not found.", "Crossref knows no such DOI."),
        (500, b"", "Crossref did not answer."),
        (302, b"", "Crossref did not answer."),
        (200, b"<html>", "Crossref did not answer."),
        (200, b"[" * 100_000, "Crossref did not answer."),
        (200, b"[]", "Crossref knows no such DOI."),
        (200, b'{"message": []}', "Crossref knows no such DOI."),
        (200, b" " * (LARGEST + 1), "Crossref did not answer."),
    ],
)
def test_other_answers_are_told_at_the_line(registry: type[Registry], status: int, body: bytes, why: str) -> None:
    registry.answers = {"10.1234": (status, body)}
    [row] = rows("10.1234/abc")
    assert (row.became, row.problems[0][: len(why)]) == ("problem", why)
    assert len(registry.asked) == 1


def test_nobody_is_asked_unless_the_settings_say_so(registry: type[Registry], settings: Any) -> None:
    settings.METADATA_LOOKUP = False
    assert rows("10.1234/abc")[0].problems == ["No record here has this DOI. Paste its RIS, BibTeX or CSL-JSON."]
    assert registry.asked == []


def test_an_import_is_alive_between_the_questions_and_ends_where_another_took_it_up(registry: type[Registry]) -> None:
    signs: list[int] = []

    reads = read("10.1234/abc\nPMID: 12345678")
    asked = filled_in(reads, 0, lambda: signs.append(1))
    assert (len(asked), len(signs), len(registry.asked)) == (2, 2, 2)

    def stop() -> None:
        raise TakenOver

    with pytest.raises(TakenOver):
        filled_in(reads, 0, stop)
    assert len(registry.asked) == 2
