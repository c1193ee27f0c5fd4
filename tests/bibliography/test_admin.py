"""References in the admin: a record is pasted, everything else follows."""

import json
from typing import Any

import pytest
from django.test import Client

from bibliography.models import Reference
from members.roles import CONTRIBUTOR, EDITOR, MEMBER
from tests.bibliography.test_trials import TRIALS
from tests.editing import errors_of, logged_in
from tests.factories import make_article, make_reference, make_user
from tests.filled import form_of, sent
from tests.page import Page
from tests.queries import assert_same_queries_for_any_number

pytestmark = pytest.mark.django_db
LIST = "/admin/bibliography/reference/"
ADD = f"{LIST}add/"
FORM = "reference_form"
RECORD: dict[str, Any] = {
    "id": "Furmark2002",
    "type": "article-journal",
    "title": "Common changes in <i>cerebral</i> blood flow",
    "author": [{"family": "Furmark", "given": "Tomas"}, {"family": "Tillfors", "given": "Maria"}],
    "issued": {"date-parts": [[2002]]},
    "container-title": "Archives of General Psychiatry",
    "DOI": "https://doi.org/10.1001/ARCHPSYC.59.5.425",
}


def change(reference: Reference) -> str:
    return f"{LIST}{reference.pk}/change/"


@pytest.mark.parametrize("wrapped", [False, True])
@pytest.mark.parametrize("key", ["", "furmark2002"])
def test_a_pasted_record_fills_the_rest(wrapped: bool, key: str, editor: Client) -> None:
    pasted = json.dumps([RECORD] if wrapped else RECORD)
    response = sent(editor, ADD, FORM, key=key, csl=pasted)
    assert response.status_code == 302, errors_of(response)
    stored = Reference.objects.get()
    assert (stored.key, stored.doi, stored.year) == ("furmark2002", "10.1001/archpsyc.59.5.425", 2002)
    assert stored.title == "Common changes in cerebral blood flow"
    assert "Furmark, T." in stored.citation_html
    page = Page.of(editor.get(change(stored)))
    assert "Furmark, T., & Tillfors, M. (2002)" in page.text


def test_a_record_as_doi_org_serves_it_is_taken_and_what_is_left_out_is_told(editor: Client) -> None:
    sent(editor, ADD, FORM, key="example2019", csl=json.dumps(TRIALS["crossref-negotiated"]))
    assert "Left out, as CSL has no such fields: content-domain, created, " in Page.of(editor.get(LIST)).text
    assert Reference.objects.get().csl["type"] == "article-journal"
    sent(editor, change(Reference.objects.get()), FORM)
    assert "Left out" not in Page.of(editor.get(LIST)).text


def test_a_record_that_nobody_touched_is_stored_as_it_was(editor: Client) -> None:
    reference = make_reference("grün2020".replace("ü", "u"), title="Über Grün & <Blau>")
    before = Reference.objects.values().get()
    response = sent(editor, change(reference), FORM)
    assert response.status_code == 302, errors_of(response)
    assert Reference.objects.values().get() == before
    assert "Über Grün" in form_of(editor, change(reference), FORM).fields["csl"][0]


def test_the_form_of_a_new_reference_is_empty(editor: Client) -> None:
    assert form_of(editor, ADD, FORM).fields["csl"] == [""]


def test_the_key_stays_what_texts_cite(editor: Client) -> None:
    reference = make_reference("furmark2002")
    record = {**reference.csl, "id": "other", "title": "A better title"}
    response = sent(editor, change(reference), FORM, key="other", csl=json.dumps(record))
    assert response.status_code == 302, errors_of(response)
    stored = Reference.objects.get()
    assert (stored.key, stored.csl["id"], stored.title) == ("furmark2002", "furmark2002", "A better title")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"csl": "{not json"}, "Enter a valid JSON."),
        ({"csl": "[]"}, "This field is required."),
        ({"csl": json.dumps([RECORD, RECORD])}, "Paste one record"),
        ({"csl": '"text"'}, "Paste one record"),
        ({"csl": json.dumps({**RECORD, "title": ""})}, "It has no title."),
        ({"csl": json.dumps({**RECORD, "type": "song of praise"})}, "no type of reference"),
        ({"csl": json.dumps({**RECORD, "note": "a\0b"})}, "cannot be stored"),
        ({"csl": '{"type": "book", "title": "a\\ud800b", "id": "half"}'}, "cannot be stored"),
        ({"csl": json.dumps(RECORD), "key": "Not A Key"}, "lower-case letters"),
        ({"csl": json.dumps(RECORD), "key": "taken1999"}, "Another reference has the key"),
        ({"csl": json.dumps({**RECORD, "DOI": "10.1000/same"}), "key": "fresh"}, "has the same DOI"),
    ],
)
def test_a_record_that_cannot_be_taken_says_why_and_stays_in_the_form(
    changes: dict[str, str], message: str, editor: Client
) -> None:
    make_reference("taken1999", DOI="10.1000/same")
    response = sent(editor, ADD, FORM, **changes)
    found = " ".join(errors_of(response))
    assert message in found
    assert Reference.objects.count() == 1


def test_a_reference_that_an_article_cites_is_not_deleted(editor: Client) -> None:
    cited, free = make_reference("cited"), make_reference("free")
    make_article(full_post="## A\n\nB [@cited].")
    for reference in (cited, free):
        editor.post(f"{LIST}{reference.pk}/delete/", {"post": "yes"})
    assert list(Reference.objects.all()) == [cited]


@pytest.mark.parametrize(
    "query", ["furmark2002", "Tillfors", "common changes", "10.1001/archpsyc", "doi:10.1001/ARCHPSYC.59"]
)
def test_a_reference_is_found_by_key_author_title_and_doi(query: str, editor: Client) -> None:
    make_reference("furmark2002", **{name: RECORD[name] for name in ("title", "author", "DOI")})
    make_reference("other2003", title="Something else", author=[{"family": "Else", "given": "A."}])
    shown = Page.of(editor.get(LIST, {"q": query})).with_id("result_list")[0].text
    assert "furmark2002" in shown
    assert "other2003" not in shown


@pytest.mark.parametrize(
    ("role", "listing", "adding", "changing"),
    [(None, 302, 302, 302), (MEMBER, 302, 302, 302), (CONTRIBUTOR, 200, 302, 403), (EDITOR, 200, 302, 302)],
)
def test_writers_add_references_and_editors_change_them(
    role: str | None, listing: int, adding: int, changing: int
) -> None:
    reference = make_reference("old")
    client = logged_in(make_user(role) if role else None)
    assert client.get(LIST).status_code == listing
    assert client.post(ADD, {"key": "new", "csl": json.dumps(RECORD), "_save": "1"}).status_code == adding
    assert Reference.objects.filter(key="new").exists() is (role in (CONTRIBUTOR, EDITOR))
    record = json.dumps({**reference.csl, "title": "Changed"})
    shown = form_of(client, change(reference)).fields if role == EDITOR else {}
    assert client.post(change(reference), {**shown, "csl": record, "_save": "1"}).status_code == changing
    assert (Reference.objects.get(key="old").title == "Changed") is (role == EDITOR)
    if role == CONTRIBUTOR:
        assert client.get(change(reference)).status_code == 200


def test_the_list_of_references_costs_the_same_queries_for_any_number(editor: Client) -> None:
    def add(number: int) -> None:
        for _ in range(number):
            make_article(full_post=f"## A\n\nB [@{make_reference().key}].")

    assert_same_queries_for_any_number(LIST, add, editor)


def test_a_reference_tells_a_contributor_of_no_article_that_is_not_theirs() -> None:
    reference = make_reference("furmark2002")
    for status in ("published", "draft", "scheduled"):
        make_article(status=status, summary="Quiet [@furmark2002].", editor=make_user(EDITOR))
    shown = {}
    for role in (CONTRIBUTOR, EDITOR):
        client = logged_in(make_user(role))
        [cell] = Page.of(client.get(LIST)).with_class("field-articles")
        shown[role] = cell.text
        assert f"articles that cite it: {cell.text}" in " ".join(
            Page.of(client.get(change(reference))).text.lower().split()
        )
    assert shown == {CONTRIBUTOR: "1", EDITOR: "3"}
