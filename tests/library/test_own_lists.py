"""Own reading lists: begun, copied, filled, arranged, finished, shared and deleted; of others nothing is told."""

import re
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.models import Article
from library import keeping
from library.models import OwnItem, OwnList
from library.own_lists import own_arrangement
from library.own_lists.link_sharing import share, token_of
from library.own_lists.own_arrangement import ChangedMeanwhile, add, arrange, arrangement_of_own, copy, make
from lists.arrangement import Arrangement, Part
from lists.models import ReadingList
from members.models import User
from tests.factories import PASSWORD, make_article, make_list, make_user
from tests.times import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]


@pytest.fixture
def mia() -> User:
    return make_user()


@pytest.fixture
def client(mia: User) -> Client:
    client = Client()
    client.force_login(mia)
    return client


@pytest.fixture
def own(mia: User) -> OwnList:
    """A list with Alpha, Beta and Gamma in one section."""
    made = make(mia, "For the seminar", at=NOW)
    for title in ("Alpha", "Beta", "Gamma"):
        add(made, make_article(title=title), f"Why {title}", at=NOW)
    return made


def order(own: OwnList) -> list[list[str]]:
    parts = arrangement_of_own(own, own.member, timezone.now()).parts
    return [[row.title for row in part.rows] for part in parts]


def fields_of(page: str) -> dict[str, Any]:
    """What a browser would send of the form."""
    sent: dict[str, Any] = {"row": re.findall(r'name="row" value="(\w+)"', page)}
    sent |= dict(re.findall(r'name="(base|title\S*?)"\s+value="([^"]*)"', page))
    return sent | dict(re.findall(r'<textarea id="[^"]*" name="([^"]*)"[^>]*>\n([^<]*)</textarea>', page))


def send(client: Client, own: OwnList, sent: dict[str, Any], do: str = "save") -> Any:
    return client.post(reverse("library:edit-list", args=[own.pk]), {**sent, "do": do})


def page(client: Client, name: str, *args: object) -> str:
    answer = client.get(reverse(f"library:{name}", args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_article_is_added_to_a_list_with_its_reason_and_once(client: Client, mia: User) -> None:
    article = make_article(title="Alpha")
    address = reverse("library:add-to-list", args=[article.slug])
    assert "A new list" in client.get(address).content.decode()
    sent = {"list": "new", "title": "For the seminar", "reason": "It begins here"}
    assert "is in “For the seminar”" in client.post(address, sent, follow=True).content.decode()
    own = OwnList.objects.get()
    again = client.post(address, {"list": own.pk}, follow=True).content.decode()
    assert "already" in again
    assert "It begins here" in again
    assert OwnItem.objects.count() == 1
    for wrong, said in (({"list": "x"}, "Choose a list"), ({"list": "new", "reason": "Kept"}, "Give the list a title")):
        answer = client.post(address, wrong)
        assert answer.status_code == 422
        assert said in answer.content.decode()
        assert wrong.get("reason", "") in answer.content.decode()


def test_a_script_is_told_the_lists_and_adds_without_a_page(client: Client, mia: User, own: OwnList) -> None:
    make(make_user(), "Of another", at=NOW)
    article = OwnItem.objects.all()[0].article
    assert article is not None
    address, told = reverse("library:add-to-list", args=[article.slug]), {"Accept": "application/json"}
    asked = client.get(address, headers=told).json()
    assert asked["lists"] == [{"key": own.pk, "title": "For the seminar", "holds": True}]
    assert asked["article"] == article.title
    again = client.post(address, {"list": own.pk}, headers=told)
    assert again.json() == {"said": f"“{article.title}” was in “For the seminar” already."}
    refused = client.post(address, {"list": "new"}, headers=told)
    assert (refused.status_code, refused.json()) == (422, {"error": "Give the list a title."})
    assert Client().get(address, headers=told).json() == {"login": "/login/"}
    assert "(it is in it)" in client.get(address).content.decode()


def test_rows_and_sections_move_and_nothing_is_stored_before_saving(client: Client, own: OwnList) -> None:
    sent = fields_of(page(client, "edit-list", own.pk))
    first, second, third = sent["row"][1:]
    moved = fields_of(send(client, own, sent, f"down {first}").content.decode())
    assert order(own) == [["Alpha", "Beta", "Gamma"]]
    assert moved["row"][1:] == [second, first, third]
    moved = fields_of(send(client, own, moved, "section-new").content.decode())
    assert send(client, own, {**moved, f"to-{third}": "1", "title-s1": "Later"}, f"to {third}").status_code == 200
    moved["row"] = ["s0", second, first, "s1", third]
    moved["title-s1"] = "Later"
    moved[f"reason-{third}"] = "At last"
    answer = send(client, own, moved)
    assert answer["Location"] == own.get_absolute_url()
    assert order(own) == [["Beta", "Alpha"], ["Gamma"]]
    shown = page(client, "own-list", own.pk)
    assert "Later" in shown
    assert "At last" in shown
    assert "Why Alpha" in shown


def test_a_list_that_was_changed_elsewhere_is_not_written_over(client: Client, own: OwnList) -> None:
    sent = fields_of(page(client, "edit-list", own.pk))
    add(own, make_article(title="Delta"), "", at=NOW)
    answer = send(client, own, {**sent, "title": "Mine"})
    assert answer.status_code == 409
    assert 'value="Mine"' in answer.content.decode()
    assert order(own) == [["Alpha", "Beta", "Gamma", "Delta"]]
    assert send(client, own, fields_of(answer.content.decode())).status_code == 302
    assert OwnList.objects.get().title == "Mine"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"title": " "}, "Give the list a title"),
        ({"title": "x" * 161}, "160 characters"),
        ({"about": "x" * 2001}, "2,000 characters"),
    ],
)
def test_what_does_not_fit_is_refused_and_kept_in_the_form(
    client: Client, own: OwnList, changes: dict[str, str], said: str
) -> None:
    answer = send(client, own, {**fields_of(page(client, "edit-list", own.pk)), **changes})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert (changes.get("about") or changes["title"].strip()) in answer.content.decode()
    assert OwnList.objects.get().title == "For the seminar"


def test_limits_are_told(client: Client, own: OwnList, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_arrangement, "MOST_ITEMS", 3)
    monkeypatch.setattr(own_arrangement, "MOST_LISTS", 1)
    address = reverse("library:add-to-list", args=[make_article().slug])
    assert "holds 200 articles" in client.post(address, {"list": own.pk}).content.decode()
    assert "Delete one first" in client.post(reverse("library:own-lists"), {"title": "x"}, follow=True).content.decode()
    before = arrangement_of_own(own, own.member, NOW)
    with pytest.raises(own_arrangement.ListRefused, match="30 sections"):
        arrange(own, replace(before, parts=before.parts * 31), base=before.mark, at=NOW)
    with pytest.raises(ChangedMeanwhile):
        arrange(own, before, base="", at=NOW)
    row = before.parts[0].rows[0]
    with pytest.raises(own_arrangement.ListRefused, match="stands twice"):
        arrange(own, Arrangement("T", "", "", (Part("One", "", (row, row)),)), base=before.mark, at=NOW)
    assert order(own) == [["Alpha", "Beta", "Gamma"]]


@pytest.fixture
def editors_list() -> ReadingList:
    articles = [make_article(title=title) for title in ("Alpha", "Beta", "Gamma")]
    return make_list(title="First steps", sections={"One": articles[:2], "Two": articles[2:]})


def test_a_copy_is_the_members_own_and_counts_what_was_read(
    client: Client, mia: User, editors_list: ReadingList
) -> None:
    shown = client.get(editors_list.get_absolute_url()).content.decode()
    assert "0 of 3 read" in shown
    address = reverse("library:copy-list", args=[editors_list.slug])
    assert "Copy it to your lists?" in client.get(address).content.decode()
    assert not OwnList.objects.exists()
    client.post(address)
    own = OwnList.objects.get()
    assert order(own) == [["Alpha", "Beta"], ["Gamma"]]
    assert "You have a copy already" in client.get(address).content.decode()
    for number, article in enumerate(Article.objects.order_by("pk"), 1):
        keeping.mark_read(mia, article, at=NOW)
        for shown in (page(client, "own-list", own.pk), page(client, "own-lists")):
            assert f"{number} of 3 read" in shown
            assert ("Finished" in shown) == (number == 3)
    assert "3 of 3 read" in client.get(editors_list.get_absolute_url()).content.decode()
    editors_list.delete()
    assert order(own) == [["Alpha", "Beta"], ["Gamma"]]


def test_a_visitor_copies_once_through_the_log_in(mia: User, editors_list: ReadingList) -> None:
    for _ in range(2):
        client = Client()
        shown = client.get(editors_list.get_absolute_url()).content.decode()
        assert " read" not in re.findall(r'<p class="prog">.*?</p>', shown, re.DOTALL)
        way = re.search(r'href="(/login/\?next=[^"]*copy[^"]*)"', shown)
        assert way
        answer = client.post(way[1], {"login": mia.email, "password": PASSWORD})
        assert answer["Location"] == OwnList.objects.get().get_absolute_url()


def test_what_is_closed_or_gone_keeps_its_place_and_its_reason(client: Client, own: OwnList) -> None:
    Article.objects.filter(title="Alpha").update(title="zqnew", slug="zqnew", status="draft", publish_at=None)
    Article.objects.get(title="Gamma").delete()
    shown = page(client, "own-list", own.pk)
    assert "zqnew" not in shown
    assert all(word in shown for word in ("Alpha", "Why Alpha", "Gamma", "Why Gamma", "0 of 1 read"))
    assert shown.count("not on the site any more") == 2
    sent = fields_of(page(client, "edit-list", own.pk))
    sent["row"] = [sent["row"][0], *reversed(sent["row"][1:])]
    send(client, own, sent)
    assert order(own) == [["Gamma", "Beta", "Alpha"]]


def test_a_link_opens_to_everybody_what_they_may_see_until_it_is_withdrawn(client: Client, own: OwnList) -> None:
    address = reverse("library:list-link", args=[own.pk, "share"])
    shown = client.post(address, follow=True).content.decode()
    link = re.search(r"http://testserver(/shared/[^/\"]+/)", shown)
    assert link
    Article.objects.filter(title="Alpha").update(status="draft", publish_at=None)
    visitor = Client()
    answer = visitor.get(link[1])
    text = answer.content.decode()
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Robots-Tag"] == "noindex"
    assert "Alpha" not in text
    assert "Why Beta" in text
    assert own.member.email not in text
    client.post(address)
    assert token_of(OwnList.objects.get()) in link[1]
    client.post(reverse("library:list-link", args=[own.pk, "withdraw"]))
    assert visitor.get(link[1]).status_code == client.get(link[1]).status_code == 404
    share(own)
    assert visitor.get(link[1]).status_code == 404
    assert visitor.get(reverse("shared:list", args=[token_of(OwnList.objects.get())])).status_code == 200
    assert visitor.get(reverse("shared:list", args=[OwnList.objects.get().shared_by])).status_code == 404


def test_deleting_asks_first(client: Client, own: OwnList) -> None:
    assert "It holds 3 articles" in page(client, "delete-list", own.pk)
    assert OwnList.objects.exists()
    client.post(reverse("library:delete-list", args=[own.pk]))
    assert not OwnList.objects.exists()
    assert Article.objects.count() == 3


def test_pages_cost_the_same_at_any_number(client: Client, mia: User, own: OwnList) -> None:
    share(own)
    token = token_of(OwnList.objects.get())
    addresses = [
        reverse("library:own-lists"), own.get_absolute_url(), reverse("library:edit-list", args=[own.pk]),
        reverse("shared:list", args=[token]),
    ]  # fmt: skip
    counted = []
    for _ in range(2):
        counts = []
        for address in addresses:
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            counts.append(len(queries))
        counted.append(counts)
        for number in range(3):
            make(mia, f"More {number}", at=NOW)
            add(own, make_article(), "", at=NOW)
    assert counted[0] == counted[1]
    assert max(counted[0]) <= 10


def test_rows_of_other_lists_cannot_be_sent_in(client: Client, own: OwnList) -> None:
    theirs = copy(make_user(), make_list(sections={"One": [make_article(title="Theirs")]}), at=NOW)
    key = OwnItem.objects.get(section__own_list=theirs).key.hex
    sent = fields_of(page(client, "edit-list", own.pk))
    sent["row"] += [f"i{key}", f"i{uuid4().hex}", "i", "s9", "x"]
    send(client, own, sent)
    assert order(own) == [["Alpha", "Beta", "Gamma"], []]
