"""References from what somebody pastes into the editor."""

from typing import Any

import pytest
from django.urls import reverse

from bibliography.models import Reference
from members.roles import CONTRIBUTOR, MEMBER
from tests.desk.desk import at_desk
from tests.factories import make_reference, make_user
from tests.page import Page

pytestmark = pytest.mark.django_db
RIS = "\n".join([
    "TY  - JOUR", "AU  - Furmark, Tomas", "TI  - Common changes in cerebral blood flow", "PY  - 2002",
    "JO  - Archives of General Psychiatry", "DO  - 10.1001/archpsyc.59.5.425", "ER  - ",
])  # fmt: skip


def paste(records: str, role: str = CONTRIBUTOR, *, accept: str = "application/json") -> Any:
    client, _ = at_desk(make_user(role))
    return client.post(reverse("desk:add-records"), {"records": records}, headers={"Accept": accept})


def test_a_pasted_record_becomes_a_reference() -> None:
    said = paste(RIS).json()
    [reference] = said["references"]
    assert (reference["key"], reference["is_new"], said["problems"]) == ("furmark2002", True, [])
    assert Reference.objects.get(key="furmark2002").doi == "10.1001/archpsyc.59.5.425"


def test_what_is_here_already_is_found_and_not_added_twice() -> None:
    paste(RIS)
    assert [one["is_new"] for one in paste(RIS).json()["references"]] == [False]
    found = paste("https://doi.org/10.1001/ARCHPSYC.59.5.425").json()
    assert [one["key"] for one in found["references"]] == ["furmark2002"]
    assert Reference.objects.count() == 1


def test_a_number_that_nobody_knows_asks_for_its_record() -> None:
    make_reference("furmark2002")
    said = paste("10.1234/unknown").json()
    assert said["references"] == []
    assert said["problems"] == ["Line 1: No record here has this DOI. Paste its RIS, BibTeX or CSL-JSON."]


@pytest.mark.parametrize("text", ["", "x" * 1_000_001])
def test_what_is_nothing_or_too_much_is_refused_in_words(text: str) -> None:
    response = paste(text)
    assert response.status_code == 422
    assert response.json()["error"]


def test_without_scripts_it_is_a_page() -> None:
    page = Page.of(paste(RIS, accept="text/html"))
    assert "furmark2002" in page.text
    assert "Added" in page.text


def test_members_add_no_references() -> None:
    assert paste(RIS, MEMBER).status_code == 403
    assert not Reference.objects.exists()
