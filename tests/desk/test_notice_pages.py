"""Notices about papers at the desk: what waits for an answer, answering, noting by hand, taking back."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from articles.checks.preparing import check_document
from articles.models import Article, Event, NoticeAnswer
from articles.revisions.catching_up import catch_up
from articles.revisions.revision_content import whole
from articles.status import Status
from bibliography.models import Notice, Reference, Standing
from bibliography.notices.noting import Said, note_notice
from members.models import LoggedAct
from members.roles import CONTRIBUTOR
from tests.bibliography.notices.files import DAY
from tests.desk.desk import at_desk
from tests.factories import make_article, make_reference, make_user
from tests.filled import FormReader
from tests.page import Page
from tests.queries import assert_same_queries_for_any_number
from tests.times import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]


def noticed(reference: Reference, kind: str = Notice.Kind.RETRACTION) -> Notice:
    return note_notice(reference, Said(kind, Notice.Source.CROSSREF, "10.1000/notice"), by=None, at=NOW)


def answering(article: Article, notice: Notice) -> str:
    return reverse("desk:answer-notice", args=[article.pk, notice.pk])


def looked_at(client: Client) -> Any:
    return client.get(reverse("desk:list"), {"tab": "look"})


def count_of_tab(client: Client) -> str:
    tabs = Page.of(client.get(reverse("desk:list"))).with_class("tabs")[0].text
    return tabs.partition("Needs a look ")[2].partition(" ")[0]


def test_a_notice_waits_at_the_desk_until_it_is_answered() -> None:
    client, editor = at_desk()
    about = make_article("about", title="About it", paper=make_reference("bad2002"))
    citing = make_article("citing", title="Citing it", summary="It is cited [@bad2002].")
    make_article("draft", title="Not yet", status=Status.DRAFT, summary="It is cited [@bad2002].")
    assert count_of_tab(client) == "0"
    notice = noticed(Reference.objects.get())
    assert count_of_tab(client) == "2"
    assert "2 notices about papers wait for an answer" in looked_at(client).content.decode()
    text = Page.of(client.get(reverse("desk:notices"))).text
    assert "About it Retraction · its paper bad2002" in text
    assert "Citing it Retraction · it cites bad2002" in text
    assert "Not yet" not in text
    answer = client.post(answering(about, notice), {"answer": "keep", "remark": "Read it with care."})
    assert answer["Location"] == reverse("desk:notices")
    assert client.post(answering(citing, notice), {"answer": "rewrite"})["Location"] == reverse(
        "desk:edit", args=[citing.pk]
    )
    assert count_of_tab(client) == "0"
    assert "Nothing waits" in client.get(reverse("desk:notices")).content.decode()
    event = Event.objects.filter(article=about).latest("pk")
    assert (event.act, event.by, event.after) == (
        Event.Act.NOTICE_ANSWERED, editor, {"answer": "It stays as it is", "remark": "Read it with care."},
    )  # fmt: skip
    assert "The editors: Read it with care." in Page.of(Client().get("/articles/about/")).text


def test_an_answer_is_changed_and_taken_back_and_both_stand_in_the_log() -> None:
    client, _ = at_desk()
    about = make_article(paper=make_reference("bad2002"))
    notice = noticed(Reference.objects.get())
    page = answering(about, notice)
    client.post(page, {"answer": "keep", "remark": ""})
    assert FormReader(client.get(page).content.decode(), "main-form").fields["answer"] == ["keep"]
    assert client.post(page, {"answer": "withdraw"})["Location"].endswith("/do/withdraw/")
    assert NoticeAnswer.objects.get().answer == "withdraw"
    for _ in range(2):
        assert client.post(page, {"undo": "1"}).status_code == 302
    assert not NoticeAnswer.objects.exists()
    acts = list(Event.objects.filter(article=about).order_by("-pk").values_list("act", flat=True)[:3])
    assert acts == [Event.Act.ANSWER_UNDONE, Event.Act.NOTICE_ANSWERED, Event.Act.NOTICE_ANSWERED]
    assert count_of_tab(client) == "1"


def test_what_cannot_be_an_answer_is_told_at_its_field_and_a_notice_of_other_papers_is_not_there() -> None:
    client, _ = at_desk()
    about = make_article(paper=make_reference("bad2002"))
    notice, other = noticed(Reference.objects.get()), noticed(make_reference())
    assert client.post(answering(about, notice), {"answer": "burn"}).status_code == 422
    assert client.post(answering(about, notice), {}).status_code == 422
    assert client.post(answering(about, notice), {"answer": "keep", "remark": "x" * 501}).status_code == 422
    assert client.get(answering(about, other)).status_code == 404
    assert client.get(reverse("desk:answer-notice", args=[10**12, notice.pk])).status_code == 404


def test_an_editor_notes_a_retraction_by_hand_takes_it_back_and_puts_it_back() -> None:
    client, editor = at_desk()
    reference = make_reference("bad2002")
    about = make_article("about", paper=reference)
    page = reverse("desk:new-notice", args=[reference.pk])
    assert "in 1 article about or citing the paper" in client.get(page).content.decode()
    said = {"kind": "retraction", "dated": DAY.isoformat(), "where": "doi:10.1000/Notice", "reasons": "One\n\nTwo"}
    assert client.post(page, said).status_code == 302
    notice = Notice.objects.get()
    assert (notice.doi, notice.source, notice.reasons) == ("10.1000/notice", "editors", ["One", "Two"])
    assert "The paper was retracted on 3 May 2026." in Client().get("/articles/about/").content.decode()
    assert client.post(page, said).status_code == 422
    record = client.get(reverse("desk:record", args=[reference.pk])).content.decode()
    taking_back = reverse("desk:notice-act", args=[reference.pk, notice.pk, "take-back"])
    assert taking_back in record
    assert client.get(taking_back).status_code == 200
    client.post(taking_back)
    reference.refresh_from_db()
    assert reference.standing is None
    assert "retracted" not in Client().get("/articles/about/").content.decode()
    client.post(reverse("desk:notice-act", args=[reference.pk, notice.pk, "put-back"]))
    reference.refresh_from_db()
    assert reference.standing == Standing.RETRACTED
    assert LoggedAct.objects.filter(kind="reference", key=reference.pk, by=editor).count() == 3
    assert client.get(reverse("desk:notice-act", args=[reference.pk, notice.pk, "burn"])).status_code == 404
    assert client.get(reverse("desk:notice-act", args=[make_reference().pk, notice.pk, "take-back"])).status_code == 404
    Notice.objects.filter(pk=notice.pk).update(taken_back="gone", taken_back_at=NOW, counts=False)
    putting_back = reverse("desk:notice-act", args=[reference.pk, notice.pk, "put-back"])
    assert client.post(putting_back).status_code == 404  # the next run would take it back again
    assert putting_back not in client.get(reverse("desk:record", args=[reference.pk])).text
    assert about.pk


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": ""}, {"kind": "burnt"}, {"dated": "yesterday"}, {"dated": "0001-01-01"}, {"dated": "9999-01-01"},
        {"where": "javascript:alert(1)"}, {"where": "somewhere"}, {"where": "https://x.example/" + "x" * 600},
        {"reasons": "x" * 3000},
    ],
    ids=str,
)  # fmt: skip
def test_what_is_no_notice_is_told_at_its_field(wrong: dict[str, str]) -> None:
    client, _ = at_desk()
    page = reverse("desk:new-notice", args=[make_reference().pk])
    assert (
        client.post(page, {"kind": "correction", "dated": "", "where": "", "reasons": "", **wrong}).status_code == 422
    )
    assert not Notice.objects.exists()


def test_contributors_neither_answer_nor_note() -> None:
    writer = make_user(CONTRIBUTOR)
    client, _ = at_desk(writer)
    about = make_article(paper=make_reference("bad2002"), editor=writer)
    notice = noticed(Reference.objects.get())
    for name, args in (
        ("notices", []), ("answer-notice", [about.pk, notice.pk]), ("new-notice", [notice.reference_id]),
        ("notice-act", [notice.reference_id, notice.pk, "take-back"]),
    ):  # fmt: skip
        address = reverse(f"desk:{name}", args=args)
        assert client.get(address).status_code == 403, name
        assert client.post(address, {"answer": "keep", "kind": "retraction"}).status_code in (403, 405), name
    assert "desk:new-notice" not in client.get(reverse("desk:record", args=[notice.reference_id])).content.decode()
    assert not NoticeAnswer.objects.exists()


def test_checks_tell_of_papers_with_a_notice_at_the_place_that_names_them() -> None:
    for key in ("bad2002", "odd2003"):
        noticed(make_reference(key))
    article = make_article(summary="It is cited [@bad2002].", full_post="## All\n\nSo it says [@odd2003].")
    found = check_document(whole(catch_up(article).head.content))
    told = [(one.field, one.blocks, one.message) for one in found if one.check == "noticed-paper"]
    assert told == [
        ("summary", False, "The paper “bad2002” was retracted."),
        ("full_post", False, "The paper “odd2003” was retracted."),
    ]


def test_the_list_of_what_waits_costs_the_same_queries_for_any_number() -> None:
    client, _ = at_desk()

    def add(number: int) -> None:
        for _ in range(number):
            paper = make_reference()
            make_article(paper=paper)
            noticed(paper)

    assert_same_queries_for_any_number(reverse("desk:notices"), add, client)
