"""What a member finds in full posts, and a visitor does not; and that nobody keeps it."""

from typing import Any, Final
from urllib.parse import quote

import pytest
from django.test import Client

from members.roles import READER
from tests.articles.search.offers import count_on, searched, texts_of
from tests.factories import make_article, make_user
from tests.queries import assert_same_queries_for_any_number

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]
NOTHING: Final = "No summary holds all of these words"


def member() -> Client:
    client = Client()
    client.force_login(make_user())
    return client


def test_a_member_is_told_what_stands_in_the_full_post_alone_and_sees_the_place() -> None:
    make_article(title="The quieter amygdala", full_post="## Then\n\nIn the end the zebrafish swam away.")
    page = searched("amygdala zebrafish", member())
    assert texts_of(page, "stretch") == ["Found in the full post In the end the zebrafish swam away."]
    assert "Full posts were searched, too." in texts_of(page, "reach")
    assert texts_of(searched("amygdala", member()), "stretch") == []


def test_a_visitor_does_not_find_it_and_is_told_who_would_and_how() -> None:
    make_article(title="The quieter amygdala", full_post="## Then\n\nIn the end the zebrafish swam away.")
    page = searched("zebrafish")
    assert page.with_id("res-h")[0].text == NOTHING
    assert texts_of(page, "reach") == ["Members’ searches look into full posts, too. Log in to search them."]
    login = next(a for a in page.with_tag("a") if a.attributes["href"].startswith("/login/") and a.text == "Log in")
    assert login.attributes["href"] == f"/login/?next={quote('/search/?q=zebrafish', safe='')}"


def test_a_reader_without_a_verified_address_is_not_sent_to_the_log_in() -> None:
    client = Client()
    client.force_login(make_user(READER))
    make_article(full_post="## Then\n\nIn the end the zebrafish swam away.")
    page = searched("zebrafish", client)
    assert texts_of(page, "reach") == ["Members’ searches look into full posts, too."]


def test_what_a_member_finds_is_kept_by_nobody() -> None:
    make_article(title="Dread")
    for query in ("dread", "zebrafish", "tag:social-anxiety-disorder"):
        assert member().get("/search/", {"q": query})["Cache-Control"] == "private, no-store"
        answer: Any = Client().get("/search/", {"q": query})
        assert "Cookie" in answer["Vary"]
        assert "no-store" not in answer.get("Cache-Control", "")


def test_full_posts_cost_a_member_the_same_queries_at_any_size() -> None:
    client = member()
    make_article(title="First", full_post="## Then\n\nA zebrafish.")
    assert_same_queries_for_any_number(
        "/search/?q=zebrafish",
        lambda rows: [make_article(full_post="## Then\n\nA zebrafish.") for _ in range(rows)],
        client,
    )
    assert count_on(searched("zebrafish", client)) == 9
