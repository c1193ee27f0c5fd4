"""Highlights on the page of an article and in the library: made, noted, found again, lost, put back."""

from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.content import content_of, write_content
from articles.models import Article
from library.models import Highlight
from members.roles import READER
from tests.factories import make_article, make_user

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}
SUMMARY = "A trial asked what therapy changes. It scanned twelve people before and after it.\n\nNobody waited."
FULL_POST = "## Limits\n\nA waiting list cannot show which part mattered. Twelve people are few.\n\nThe end."


@pytest.fixture
def article() -> Article:
    return make_article(summary=SUMMARY, full_post=FULL_POST)


@pytest.fixture
def client() -> Client:
    client = Client()
    client.force_login(make_user())
    return client


def rewrite(article: Article, full_post: str) -> None:
    write_content(article, replace(content_of(article), full_post=full_post))


def make(client: Client, article: Article, exact: str, part: str = "full", **sent: str) -> Any:
    return client.post(
        reverse("library:highlight", args=[article.slug]), {"part": part, "exact": exact, **sent}, headers=JSON
    )


def page(client: Client, article: Article) -> str:
    return client.get(article.get_absolute_url()).content.decode()


def test_a_passage_is_marked_where_it_stands(client: Client, article: Article) -> None:
    key = make(client, article, "A waiting list cannot show").json()["key"]
    other = make(client, article, "scanned twelve people", "summary").json()["key"]
    shown = page(client, article)
    assert f'<mark class="hl" id="hl-{key}" data-highlights="{key}">A waiting list cannot show</mark>' in shown
    assert f'id="hl-{other}"' in shown
    assert "A waiting list cannot show" in client.get(reverse("library:notes")).content.decode()
    assert make(client, article, "A waiting list cannot show").json()["key"] == key
    assert Highlight.objects.count() == 2


def test_what_does_not_stand_there_once_is_refused_and_says_why(client: Client, article: Article) -> None:
    assert "exactly once" in make(client, article, "not there").json()["error"]
    assert "exactly once" in make(client, article, "e").json()["error"]
    assert make(client, article, "A waiting list", "nowhere").status_code == 422
    around = {
        "prefix": "Wrong words in front of it, many of them, enough. ",
        "suffix": "And wrong ones behind it, too, as many",
    }
    assert "for certain" in make(client, article, "A waiting list", **around).json()["error"]
    assert "5,000" in make(client, article, FULL_POST * 100, **around).json()["error"]
    assert not Highlight.objects.exists()


def test_a_full_post_that_one_may_not_read_has_no_highlights(article: Article) -> None:
    client = Client()
    client.force_login(make_user(READER))
    assert make(client, article, "A waiting list cannot show").status_code == 422
    assert make(client, article, "scanned twelve people", "summary").status_code == 201


def test_after_an_edit_one_is_found_again_and_one_is_lost_with_its_text(client: Client, article: Article) -> None:
    kept = make(client, article, "Twelve people are few.").json()["key"]
    lost = make(client, article, "A waiting list cannot show").json()["key"]
    rewrite(article, FULL_POST.replace("A waiting list", "New words. A long list"))
    shown = page(client, article)
    assert f'data-highlights="{kept}">Twelve people are few.</mark>' in shown
    assert f"hl-{lost}" not in shown
    notes = client.get(reverse("library:article", args=[article.slug])).content.decode()
    assert "A waiting list cannot show" in notes
    assert "reads differently now" in notes
    rewrite(article, FULL_POST)
    assert f'id="hl-{lost}"' in page(client, article)


def test_a_note_stands_with_its_passage_and_a_removal_is_taken_back(client: Client, article: Article) -> None:
    key = make(client, article, "Twelve people are few.").json()["key"]
    change = reverse("library:highlight-act", args=[key, "note"])
    assert client.post(change, {"note": "Few <b>indeed</b>"}, headers=JSON).json()["note"] == "Few <b>indeed</b>"
    assert "Few &lt;b&gt;indeed&lt;/b&gt;" in page(client, article)
    before = Highlight.objects.values("key", "exact", "prefix", "suffix", "start", "end", "note", "part").get()
    sealed = client.post(reverse("library:highlight-act", args=[key, "remove"]), headers=JSON).json()["sealed"]
    assert not Highlight.objects.exists()
    stranger = Client()
    stranger.force_login(make_user())
    assert stranger.post(reverse("library:put-back"), {"sealed": sealed}).status_code == 404
    for _ in range(2):
        client.post(reverse("library:put-back"), {"sealed": sealed}, headers=JSON)
    assert Highlight.objects.values("key", "exact", "prefix", "suffix", "start", "end", "note", "part").get() == before
    assert client.post(reverse("library:put-back"), {"sealed": sealed[:-3]}).status_code == 404


def test_highlights_of_others_cannot_be_reached(client: Client, article: Article) -> None:
    key = make(client, article, "Twelve people are few.").json()["key"]
    stranger = Client()
    stranger.force_login(make_user())
    for name in ("note", "remove"):
        assert stranger.post(reverse("library:highlight-act", args=[key, name]), {"note": "x"}).status_code == 404
    assert key not in page(stranger, article)
    assert Highlight.objects.get().note == ""


def test_an_article_costs_a_member_two_queries_more_at_most(client: Client, article: Article) -> None:
    for warm in range(2):
        del warm
        page(client, article)
    with CaptureQueriesContext(connection) as without:
        page(client, article)
    assert len([query["sql"] for query in without if "library_" in query["sql"]]) == 2
    make(client, article, "Twelve people are few.")
    make(client, article, "scanned twelve people", "summary")
    with CaptureQueriesContext(connection) as with_highlights:
        page(client, article)
    assert len([query["sql"] for query in with_highlights if "library_" in query["sql"]]) == 2
    assert len(with_highlights) == len(without)
