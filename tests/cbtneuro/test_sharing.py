"""What pages tell other sites of themselves: Open Graph, the card for links to them, and oEmbed."""

import json
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from articles.cards import cards_of
from tests.factories import make_article, make_list, make_tag, make_user
from tests.page import Page

pytestmark = pytest.mark.django_db
ORIGIN = "http://testserver"
OWN_CARDS = {"/articles/fear/": "articles", "/tags/amygdala/": "topics", "/lists/path/": "lists"}
PAGES = ["/", *OWN_CARDS, "/tags/", "/latest/", "/lists/", "/tags/matrix/", "/search/", "/about/", "/terms/"]


@pytest.fixture
def content() -> None:
    tag = make_tag("Amygdala", scope_note='An "almond" & more.')
    article = make_article("fear", title='Fear "fades" & stays', standfirst="In short, it fades.", tags=[tag])
    make_list("path", title="A path", articles=[article])


def told(address: str, client: Client | None = None) -> dict[str, str]:
    metas = Page.of((client or Client()).get(address)).with_tag("meta")
    names = [meta.attributes.get("property") or meta.attributes.get("name", "") for meta in metas]
    assert [name for name in names if names.count(name) > 1 and name != "theme-color"] == []
    return {name: meta.attributes["content"] for name, meta in zip(names, metas, strict=True) if name}


@pytest.mark.usefixtures("content")
@pytest.mark.parametrize("address", PAGES)
def test_every_public_page_says_what_other_sites_show_of_it(address: str) -> None:
    said = told(address)
    page = Page.of(Client().get(address))
    assert page.title.startswith(said["og:title"])
    assert said["og:description"] == said["description"] != ""
    assert said["og:url"] == ORIGIN + address
    assert said["og:site_name"] == "CBT Neuro"
    assert said["og:type"] == ("article" if address == "/articles/fear/" else "website")
    assert said["twitter:card"] == "summary_large_image"
    assert said["og:image"].startswith(f"{ORIGIN}/cards/{OWN_CARDS.get(address, 'site')}/")
    assert (said["og:image:width"], said["og:image:height"], said["og:image:type"]) == ("1200", "630", "image/png")


@pytest.mark.usefixtures("content")
@pytest.mark.parametrize("address", OWN_CARDS)
def test_a_page_leads_to_what_others_may_set_into_theirs(address: str) -> None:
    links = [one for one in Page.of(Client().get(address)).with_tag("link") if "oembed" in one.attributes["href"]]
    (link,) = links
    assert link.attributes["type"] == "application/json+oembed"
    said = json.loads(Client().get(link.attributes["href"].removeprefix(ORIGIN)).content)
    assert (said["type"], said["version"], said["provider_name"]) == ("rich", "1.0", "CBT Neuro")
    assert said["thumbnail_url"] == told(address)["og:image"]
    assert f'<a href="{ORIGIN}{address}">' in said["html"]


@pytest.mark.usefixtures("content")
def test_texts_are_escaped_wherever_they_stand() -> None:
    assert told("/articles/fear/")["og:title"] == 'Fear "fades" & stays'
    assert told("/tags/amygdala/")["og:description"] == 'An "almond" & more.'
    html = oembed({"url": f"{ORIGIN}/articles/fear/"})["html"]
    assert "Fear &quot;fades&quot; &amp; stays" in html


def oembed(query: dict[str, Any], status: int = 200) -> dict[str, Any]:
    response = Client().get(f"/oembed?{urlencode(query)}")
    assert response.status_code == status, query
    return dict(json.loads(response.content)) if status == 200 else {}


@pytest.mark.usefixtures("content")
def test_oembed_answers_as_its_specification_says() -> None:
    fear = f"{ORIGIN}/articles/fear/"
    for url in ("", "x", "http://[", f"{ORIGIN}/", f"{ORIGIN}/none/", "http://other.org/articles/fear/", f"{fear}x/"):
        oembed({"url": url, "format": "json"}, status=404)
    for format in ("xml", "jsonp", ""):
        oembed({"url": fear, "format": format}, status=501)
    small = oembed({"url": fear, "maxwidth": "300", "maxheight": "200"})
    assert (small["width"], small["height"]) == (300, 200)
    assert "thumbnail_url" not in small
    assert (oembed({"url": fear, "maxwidth": "no"})["width"]) == 600


@pytest.mark.usefixtures("content")
def test_pages_come_without_a_card_where_none_can_be_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cards_of, "can_be_drawn", lambda: False)
    monkeypatch.setattr("lists.list_cards.can_be_drawn", lambda: False)
    for address in ("/about/", *OWN_CARDS):
        said = told(address)
        assert "og:image" not in said, address
        assert said["twitter:card"] == "summary", address


@pytest.mark.usefixtures("content")
def test_a_member_is_told_the_same() -> None:
    client = Client()
    client.force_login(make_user())
    for address in OWN_CARDS:
        assert told(address, client) == told(address), address
