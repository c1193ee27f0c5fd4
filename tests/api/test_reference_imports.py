"""What programs bring in: records in any form become references, and nobody waits for it."""

from typing import Any

import pytest
from django.db import connection

from bibliography.formatting import format_citation
from bibliography.models import Reference
from members.entrance.tokens.scopes import WRITE_REFERENCES
from tests.api.test_writing import RIS, writer_with
from tests.factories import make_reference

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]


def test_records_become_references_and_of_each_it_is_said_what_became_of_it() -> None:
    make_reference("known2001", DOI="10.1000/known")
    _, program = writer_with(WRITE_REFERENCES)
    text = f"{RIS}\n{RIS.replace('10.1000/one', '10.1000/known')}\nTY  - JOUR\nAU  - Nobody\nER  - \n"
    response = program.send("post", "/references", {"text": text})
    assert response.status_code == 201
    said = response.json()
    assert [record["became"] for record in said["records"]] == ["new", "duplicate", "problem"]
    assert (said["new"], said["duplicates"], said["problems"]) == (1, 1, 1)
    assert Reference.objects.get(key=said["records"][0]["key"]).doi == "10.1000/one"
    assert said["records"][1]["key"] == "known2001"
    assert program.read(f"/references/{said['records'][0]['key']}").status_code == 200
    assert program.send("post", "/references", {"text": text}).status_code == 200


def test_nobody_waits_for_the_citations_of_an_import_to_be_formatted(monkeypatch: pytest.MonkeyPatch) -> None:
    depths = []

    def formatted(csl: Any, style: str) -> str:
        depths.append(len(connection.savepoint_ids))  # of transactions within that of the test
        return format_citation(csl, style)

    monkeypatch.setattr("bibliography.writing.format_citation", formatted)
    _, program = writer_with(WRITE_REFERENCES)
    response = program.send("post", "/references", {"text": RIS}, Idempotency_Key="a-1")
    assert (response.status_code, depths) == (201, [0])
    assert "A first study" in Reference.objects.get().citation_html


def test_a_dry_run_says_the_same_and_stores_nothing() -> None:
    _, program = writer_with(WRITE_REFERENCES)
    response = program.send("post", "/references", {"text": RIS, "dry_run": True})
    assert response.status_code == 200
    assert response.json()["new"] == 1
    assert not Reference.objects.exists()


@pytest.mark.parametrize("text", ["\n  \n", "10.1000/x\n" * 301])
def test_what_holds_no_record_or_too_many_is_refused(text: str) -> None:
    _, program = writer_with(WRITE_REFERENCES)
    assert program.send("post", "/references", {"text": text}).status_code == 422
