"""What other sites show of a page: of what every visitor sees, and of nothing else, whoever asks."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import LazySettings
from django.urls import reverse

from articles.cards.cards_of import of_article
from articles.cards.social_card import svg_of, version_of
from articles.models import Article
from lists.list_cards import address_of_list
from tags.cache.snapshot import current_snapshot
from tests.access.answers import PEOPLE, page_of
from tests.access.world import MEMBERS, STATES, World, found_in, words
from tests.page import Page

pytestmark = pytest.mark.both_engines
PUBLIC_STATES = ("published", "open")


@pytest.fixture(autouse=True)
def nothing_is_drawn(settings: LazySettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    monkeypatch.setattr("articles.cards.card_pages.png_for", lambda kind, key, card: svg_of(card).encode())


def card_address(article: Article, version: str = "") -> str:
    card = of_article(Article.objects.with_page().get(pk=article.pk), current_snapshot().tag_tree)
    return reverse("articles:card", args=[article.pk, version or version_of(card)])


@pytest.mark.parametrize("person", PEOPLE)
def test_a_card_is_there_exactly_when_every_visitor_sees_its_article(world: World, person: str) -> None:
    client = world.client(person)
    for state in STATES:
        article = world.articles[state]
        response = client.get(card_address(article))
        former = client.get(card_address(article, "0" * 12))
        if state in PUBLIC_STATES:
            assert (response.status_code, response["Content-Type"]) == (200, "image/png")
            assert response["Cache-Control"] == "public, max-age=604800, immutable"
            assert not found_in(response.content.decode(), words(STATES, MEMBERS))
            assert (former.status_code, former["Location"]) == (302, card_address(article))
            assert "no-cache" in former["Cache-Control"]
        else:
            assert (response.status_code, former.status_code) == (404, 404), state


@pytest.mark.parametrize("person", PEOPLE)
def test_a_list_has_a_card_exactly_when_every_visitor_sees_it(world: World, person: str) -> None:
    client = world.client(person)
    seen = {}
    for name, reading_list in world.lists.items():
        seen[name] = client.get(address_of_list(reading_list)).status_code
        is_public = world.client("visitor").get(reading_list.get_absolute_url()).status_code == 200
        assert seen[name] == (200 if is_public else 404), name
    assert {*seen.values()} == {200, 404}


@pytest.mark.parametrize("person", PEOPLE)
def test_a_page_names_its_card_exactly_when_every_visitor_can_fetch_it(world: World, person: str) -> None:
    client = world.client(person)
    for state in STATES:
        response = client.get(page_of(world, state))
        if response.status_code == 200:
            named = [
                meta for meta in Page.of(response).with_tag("meta") if meta.attributes.get("property") == "og:image"
            ]
            addresses = [f"http://testserver{card_address(world.articles[state])}"] if state in PUBLIC_STATES else []
            assert [meta.attributes["content"] for meta in named] == addresses, state


@pytest.mark.parametrize("person", PEOPLE)
def test_oembed_tells_everybody_what_a_visitor_reads(world: World, person: str) -> None:
    client = world.client(person)
    for state in STATES:
        response = client.get(f"/oembed?{urlencode({'url': f'http://testserver{page_of(world, state)}'})}")
        assert response.status_code == (200 if state in PUBLIC_STATES else 404), state
        if response.status_code == 200:
            said: dict[str, Any] = json.loads(response.content)
            assert said["title"] == world.articles[state].title
            assert client.get(said["thumbnail_url"].removeprefix("http://testserver")).status_code == 200
        assert not found_in(response.content.decode(), words(STATES, MEMBERS))
