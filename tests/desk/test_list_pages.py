"""Reading lists at the desk, as a browser without scripts uses them."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from articles.status import Status
from lists.arrangement import Arrangement, arrangement_of
from lists.models import Item, ReadingList
from members.roles import CONTRIBUTOR, MEMBER
from tests.desk.desk import at_desk, show_once_more
from tests.factories import make_article, make_list, make_user
from tests.filled import FormReader
from tests.page import Page
from tests.queries import assert_same_queries_for_any_number

pytestmark = pytest.mark.django_db


def address(reading_list: ReadingList) -> str:
    return reverse("desk:reading-list", args=[reading_list.pk])


def fields_of(answer: Any) -> dict[str, list[str]]:
    """What the form of the page would send, without a button."""
    return FormReader(answer.content.decode(), "main-form").fields


def press(client: Client, reading_list: ReadingList, answer: Any, do: str, **typed: Any) -> Any:
    return client.post(address(reading_list), {**fields_of(answer), **typed, "do": do})


def order(arrangement: Arrangement) -> list[list[str]]:
    return [[row.title for row in part.rows] for part in arrangement.parts]


def a_list(**fields: Any) -> ReadingList:
    one, two, three = (make_article(title=title) for title in ("One", "Two", "Three"))
    return make_list(sections={"A": [one, two], "B": [three]}, **fields)


def test_rows_move_by_buttons_and_nothing_is_stored_before_save() -> None:
    client, _ = at_desk()
    shown = a_list()
    page = client.get(address(shown))
    page = press(client, shown, page, "down i1")
    assert "Not saved yet." in page.content.decode()
    page = press(client, shown, page, "section-up s1")
    assert order(arrangement_of(shown)) == [["One", "Two"], ["Three"]]
    assert press(client, shown, page, "save").status_code == 302
    assert order(arrangement_of(shown)) == [["Two", "Three"], ["One"]]


def test_a_row_dragged_elsewhere_takes_its_fields_with_it() -> None:
    client, _ = at_desk()
    shown = a_list()
    sent = fields_of(client.get(address(shown)))
    sent["row"] = ["s0", "i2", "i1", "s1", "i0"]
    assert client.post(address(shown), {**sent, "do": "save"}).status_code == 302
    assert order(arrangement_of(shown)) == [["Three", "Two"], ["One"]]


def test_an_article_is_found_added_given_a_reason_and_stored() -> None:
    client, _ = at_desk()
    shown = a_list()
    wanted = make_article(title="Sleep and the hippocampus")
    page = press(client, shown, client.get(address(shown)), "", **{"find-s1": "hippocampus"})
    assert f"add s1 {wanted.pk}" in page.content.decode()
    page = press(client, shown, page, f"add s1 {wanted.pk}")
    refused = press(client, shown, page, "save")
    assert refused.status_code == 422
    assert "Say why “Sleep and the hippocampus” is read there." in Page.of(refused).text
    assert press(client, shown, refused, "save", **{"reason-i3": "It comes last."}).status_code == 302
    assert order(arrangement_of(shown)) == [["One", "Two"], ["Three", "Sleep and the hippocampus"]]


def test_whoever_saves_second_sees_both_and_saves_again_knowingly() -> None:
    client, _ = at_desk()
    shown = a_list(title="First steps")
    page = client.get(address(shown))
    assert press(client, shown, page, "save", title="By the first").status_code == 302
    stale = press(client, shown, page, "save", standfirst="By the second.")
    assert stale.status_code == 409
    assert {"By the first", "By the second."} <= {each.text for each in Page.of(stale).with_tag("h3", "textarea")}
    assert ReadingList.objects.get().title == "By the first"
    assert press(client, shown, stale, "save").status_code == 302
    assert ReadingList.objects.get().standfirst == "By the second."


def test_a_list_is_begun_published_withdrawn_copied_and_deleted() -> None:
    client, ada = at_desk()
    made = client.post(reverse("desk:new-list"), {"title": "Fear and  sleep"})
    begun = ReadingList.objects.get()
    assert made["Location"] == address(begun)
    assert (begun.title, begun.slug, begun.editor) == ("Fear and sleep", "fear-and-sleep", ada)
    ask = reverse("desk:list-act", args=[begun.pk, "publish"])
    refused = client.post(ask, fields_of(client.get(ask)))
    assert refused.status_code == 409
    assert "Put at least one article in it." in Page.of(refused).text
    ready = a_list(status=Status.DRAFT)
    for name, status in (("publish", Status.PUBLISHED), ("withdraw", Status.WITHDRAWN), ("return", Status.DRAFT)):
        ask = reverse("desk:list-act", args=[ready.pk, name])
        assert client.post(ask, {"seen": "something else"}).status_code == 409
        assert client.post(ask, fields_of(client.get(ask))).status_code == 302
        ready.refresh_from_db()
        assert ready.status == status
    client.post(reverse("desk:clone-list", args=[ready.pk]))
    assert ReadingList.objects.filter(title=f"Copy of {ready.title}", status=Status.DRAFT).exists()
    show_once_more(client)
    ask = reverse("desk:list-act", args=[ready.pk, "delete"])
    assert client.post(ask, fields_of(client.get(ask)))["Location"] == reverse("desk:lists")
    assert not ReadingList.objects.filter(pk=ready.pk).exists()


def test_a_list_names_its_editor_among_those_at_the_desk_or_nobody() -> None:
    client, ada = at_desk()
    shown, former = a_list(editor=ada), make_user(MEMBER, name="Left Long Ago")
    for chosen, stored in ((ada.pk, ada), (former.pk, None), (ada.pk, ada), ("", None)):
        page = client.get(address(shown))
        assert former.name not in page.content.decode()
        assert press(client, shown, page, "save", editor=chosen).status_code == 302
        shown.refresh_from_db()
        assert shown.editor == stored


def test_the_places_of_an_article_are_looked_after_from_the_article() -> None:
    client, _ = at_desk()
    shown, article = a_list(), make_article()
    page = reverse("desk:places", args=[article.pk])
    section = shown.sections.get(title="B")
    assert client.post(page, {"section": section.pk, "reason": ""}).status_code == 422
    assert client.post(page, {"section": section.pk, "reason": "It comes last."}).status_code == 302
    assert "It comes last." in client.get(page).content.decode()
    client.post(page, {"out": Item.objects.get(article=article).pk})
    assert not Item.objects.filter(article=article).exists()


def test_lists_are_for_editors() -> None:
    client, ben = at_desk(make_user(CONTRIBUTOR))
    shown, own = a_list(), make_article(editor=ben, status=Status.DRAFT)
    for name, args in (
        ("lists", []), ("reading-list", [shown.pk]), ("places", [own.pk]), ("list-act", [shown.pk, "withdraw"]),
    ):  # fmt: skip
        assert client.get(reverse(f"desk:{name}", args=args)).status_code == 403
    for name, args in (("reading-list", [shown.pk]), ("clone-list", [shown.pk]), ("new-list", [])):
        assert client.post(reverse(f"desk:{name}", args=args), {"title": "Mine", "do": "save"}).status_code == 403


def test_the_pages_of_lists_cost_the_same_queries_at_any_size() -> None:
    client, _ = at_desk()
    shown = a_list()
    section = shown.sections.get(title="B")

    def add(number: int) -> None:
        for _ in range(number):
            make_list(articles=[make_article()])
            Item.objects.create(section=section, article=make_article(), reason="So.", position=section.items.count())

    assert_same_queries_for_any_number(reverse("desk:lists"), add, client)
    assert_same_queries_for_any_number(address(shown), add, client)
