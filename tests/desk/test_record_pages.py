"""The stored references at the desk."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from articles.status import Status
from bibliography.models import Reference
from members.roles import CONTRIBUTOR, MEMBER
from tests.desk.desk import at_desk, begun, show_once_more
from tests.factories import make_article, make_reference, make_user
from tests.filled import FormReader
from tests.page import Page
from tests.queries import assert_same_queries_for_any_number

pytestmark = pytest.mark.django_db


def page_of(reference: Reference) -> str:
    return reverse("desk:record", args=[reference.pk])


def form_on(answer: Any) -> dict[str, list[str]]:
    return FormReader(answer.content.decode(), "main-form").fields


def save(client: Client, reference: Reference, form: dict[str, list[str]], **changes: Any) -> Any:
    record = {**json.loads(form["csl"][0]), **changes}
    return client.post(page_of(reference), {**form, "csl": json.dumps(record)})


def test_references_are_found_and_say_where_they_are_cited() -> None:
    client, _ = at_desk()
    sleep, fear = make_reference("sleep2019", title="Sleep well"), make_reference("fear2002", title="Fear less")
    make_article(title="About sleep", summary="It helps [@sleep2019].")
    text = client.get(reverse("desk:records"), {"q": "sleep"}).content.decode()
    assert page_of(sleep) in text
    assert "cited in 1 article" in text
    assert page_of(fear) not in text
    assert "About sleep" in client.get(page_of(sleep)).content.decode()
    assert "Nowhere." in client.get(page_of(fear)).content.decode()


def test_a_record_is_changed_and_what_follows_from_it_too() -> None:
    client, _ = at_desk()
    reference = make_reference(title="Before")
    assert save(client, reference, form_on(client.get(page_of(reference))), title="After").status_code == 302
    reference.refresh_from_db()
    assert reference.title == "After"
    assert "After" in reference.citation_html
    assert client.post(page_of(reference), {"csl": "{", "seen": "x"}).status_code in (409, 422)


def test_whoever_saves_second_sees_both_and_overwrites_nothing_unseen() -> None:
    client, _ = at_desk()
    reference = make_reference(title="Before")
    form = form_on(client.get(page_of(reference)))
    assert save(client, reference, form, title="By the first").status_code == 302
    stale = save(client, reference, form, title="By the second")
    assert stale.status_code == 409
    assert "By the first" in Page.of(stale).with_tag("pre")[0].text
    assert Reference.objects.get().title == "By the first"
    assert save(client, reference, form_on(stale)).status_code == 302
    assert Reference.objects.get().title == "By the second"


def test_what_a_record_says_too_much_is_told() -> None:
    client, _ = at_desk()
    reference = make_reference()
    save(client, reference, form_on(client.get(page_of(reference))), **{"content-domain": {"domain": []}})
    assert "Left out, as CSL has no such fields: content-domain." in Page.of(client.get(page_of(reference))).text


def test_a_reference_is_deleted_after_a_question_and_never_while_something_cites_it() -> None:
    client, editor = at_desk()
    free, live = make_reference("free2001"), make_reference("live2002")
    drafted, listed, paper = make_reference("draft2003"), make_reference("listed2004"), make_reference("paper2005")
    make_article(summary="It helps [@live2002].")
    begun(editor, summary="It helps [@draft2003; @free2001b].", references=["listed2004"], paper="paper2005")
    for cited in (live, drafted, listed, paper):
        address = reverse("desk:delete-record", args=[cited.pk])
        assert client.get(address).status_code == client.post(address, {}).status_code == 409, cited
    address = reverse("desk:delete-record", args=[free.pk])
    assert address in client.get(page_of(free)).content.decode()
    assert "No article and no draft cites it." in Page.of(client.get(address)).text
    show_once_more(client)
    assert client.post(address, {})["Location"] == reverse("desk:records")
    assert set(Reference.objects.all()) >= {live, drafted, listed, paper}
    assert not Reference.objects.filter(pk=free.pk).exists()


def test_contributors_look_and_change_nothing_and_learn_of_no_drafts_of_others() -> None:
    client, _ = at_desk(make_user(CONTRIBUTOR))
    reference = make_reference("fear2002", title="Before")
    make_article(title="Hidden", status=Status.DRAFT, summary="It helps [@fear2002].")
    answer = client.get(page_of(reference))
    assert "Hidden" not in answer.content.decode()
    assert not Page.of(answer).with_id("main-form")
    assert client.post(page_of(reference), {"csl": "{}"}).status_code == 403
    member, _ = at_desk(make_user(MEMBER))
    assert member.get(page_of(reference)).status_code == member.get(reverse("desk:records")).status_code == 403


def test_the_list_costs_the_same_queries_at_any_size() -> None:
    client, _ = at_desk()

    def add(number: int) -> None:
        for _ in range(number):
            make_reference()

    assert_same_queries_for_any_number(reverse("desk:records"), add, client)
