"""Nothing that is hidden from a reader stands anywhere on the site, however it is asked for."""

from typing import Any, Final
from urllib.parse import quote, urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.browse.pagination import encoded
from articles.models import Article, Image
from tests.access.crawl import Crawl, body, by_pattern, steady
from tests.access.world import (
    FULL_POST_WORDS,
    HIDDEN,
    HIDDEN_WORDS,
    MEMBERS,
    PUBLIC,
    SECRET,
    World,
    found_in,
    shelf,
    word,
    words,
)

READERS: Final = ("visitor", "reader")
STARTS: Final = ("/", "/sitemap.xml", "/robots.txt", "/feeds/latest.atom")
HEADERS: Final[dict[str, dict[str, str]]] = {
    "asked by a script, from the site itself, for a draft": {
        "Accept": "application/json",
        "X-Requested-With": "XMLHttpRequest",
        "HX-Request": "true",
        "Purpose": "prefetch",
        "X-Preview": "1",
        "X-Forwarded-For": "127.0.0.1",
        "X-Original-URL": "/articles/the-draft-one/",
        "X-Rewrite-URL": "/articles/the-draft-one/",
    },
    "changed since long ago": {"If-Modified-Since": "Sat, 01 Jan 2000 00:00:00 GMT", "Range": "bytes=0-400"},
    "never changed": {"If-Modified-Since": "Fri, 31 Dec 2100 00:00:00 GMT", "If-None-Match": "*"},
}
CRAWLERS: Final = (
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "facebookexternalhit/1.1",
    "GPTBot/1.0",
)


def addresses() -> list[str]:
    """Every address with every key: what is hidden is asked for by name."""
    return [*STARTS, *by_pattern()]


def pages() -> list[str]:
    return [address for address in addresses() if address.endswith("/")]


def variants(world: World) -> list[str]:
    """Queries that might make a page show more than it does without them."""
    hidden = encoded(world.articles["scheduled"])
    lists = [f"?list={reading_list.slug}" for reading_list in world.lists.values()]
    wishes = {
        "page": 1, "format": "json", "preview": 1, "draft": 1, "full": 1, "access": "open", "as": "editor",
        "article": world.articles["draft"].pk, "fields": "full_post", "order_by": "full_post__markdown", "is_open": 1,
        "next": "/articles/the-draft-one/", "_escaped_fragment_": "full", "status": "draft", "include": "drafts",
    }  # fmt: skip
    return [*lists, f"?before={hidden}", f"?after={hidden}", f"?{urlencode(wishes)}"]


def told_by(response: Any) -> set[str]:
    return found_in(body(response), SECRET)


def test_no_secret_word_stands_at_any_address_whether_cold_or_warm(world: World) -> None:
    Crawl(world.client("editor")).along_links(STARTS)  # whatever is kept from an editor's pages would show now
    for person in READERS:
        crawl = Crawl(world.client(person)).along_links(addresses())
        leaks = {address: found for address, answer in crawl.answers.items() if (found := told_by(answer))}
        assert not leaks, person
        again = {address: found for address in crawl.answers if (found := told_by(crawl.client.get(address)))}
        assert not again, person
        assert len(crawl.answers) > 120


def test_the_crawl_reads_every_public_word_and_every_link_leads_somewhere(world: World) -> None:
    """Without this, a crawl that saw nothing would find no leak."""
    crawl = Crawl(world.client("visitor")).along_links(STARTS)
    seen = set().union(
        *(found_in(body(answer), words(["published", "open"], PUBLIC)) for answer in crawl.answers.values())
    )
    assert seen == words(["published", "open"], PUBLIC)
    assert {"/articles/the-published-one/", "/lists/first-steps/", "/tags/spiders/"} <= set(crawl.answers)

    assert not [address for address, answer in crawl.answers.items() if answer.status_code >= 400]


def test_a_member_reads_full_posts_on_article_pages_and_paper_and_nowhere_else(world: World) -> None:
    crawl = Crawl(world.client("member")).along_links(addresses())
    full = words(["published"], MEMBERS)
    drawing = reverse("articles:drawing", args=[Image.objects.get(name="drawing-published").pk])
    for address, answer in crawl.answers.items():
        found = found_in(body(answer), HIDDEN_WORDS | full)
        if address == drawing:  # a drawing of the full post, as open as it
            assert found == {word("published", "fulllabel")}
            continue
        if address.startswith("/articles/the-published-one/") and ("/cite/" in address or "/references." in address):
            assert found == {word("published", "fullsource")}, address
            continue
        if address == reverse("library:reprint", args=["the-published-one"]):
            assert found == full - {word("published", "fulllabel")}  # which is within a picture
            continue
        is_article = address.startswith("/articles/the-published-one/") and answer.status_code == 200
        assert found == (full if is_article and "cite." not in address and "paper." not in address else set()), address


@pytest.mark.parametrize("person", ["visitor", "reader"])
def test_no_query_makes_a_page_show_more(world: World, person: str) -> None:
    client = world.client(person)
    for address in pages():
        for query in variants(world):
            assert not told_by(client.get(address + query)), address + query


@pytest.mark.parametrize("said", HEADERS)
def test_no_header_makes_a_page_show_more(world: World, said: str) -> None:
    client = world.client("visitor")
    for address in addresses():
        assert not told_by(client.get(address, headers=HEADERS[said])), address


@pytest.mark.parametrize("person", READERS)
def test_the_way_in_tells_no_title_of_a_hidden_article(world: World, person: str) -> None:
    client = world.client(person)
    for address in ("/login/", "/register/", "/password/reset/"):
        for article in world.articles.values():
            assert not told_by(client.get(address, {"next": f"{article.get_absolute_url()}#full"})), article


def test_head_tells_no_more_than_get(world: World) -> None:
    client = world.client("visitor")
    for address in addresses():
        response = client.head(address)
        assert response.content == b"" if not response.streaming else True
        assert not told_by(response), address
        assert response.status_code == client.get(address).status_code


def test_the_host_that_a_request_claims_to_be_forwarded_for_is_not_believed(world: World) -> None:
    """Not even one that this site may be called by: pages and feeds that are kept would name it to everybody."""
    client = world.client("visitor")
    for address in addresses():
        response = client.get(address, headers={"X-Forwarded-Host": "localhost", "X-Forwarded-Proto": "https"})
        assert "//localhost" not in body(response), address
        assert "https://testserver" not in body(response), address


def test_crawlers_get_the_same_bytes_as_people(world: World) -> None:
    for address in addresses():
        person = steady(Client().get(address, headers={"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/150.0"}))
        for agent in CRAWLERS:
            assert steady(Client().get(address, headers={"User-Agent": agent})) == person, (agent, address)


# --- Search -------------------------------------------------------------------------------------------------------


def searched(client: Client, wanted: str) -> tuple[str, int]:
    """The answer to a search for `wanted`, without its echo, and the number of queries that it took."""
    with CaptureQueriesContext(connection) as queries:
        response = client.get(f"/search/?q={quote(wanted)}")
    return steady(response).replace(quote(wanted), "").replace(wanted, ""), len(queries)


@pytest.mark.parametrize("person", ["visitor", "member"])
def test_a_search_cannot_tell_a_hidden_word_from_one_that_is_nowhere(world: World, person: str) -> None:
    client = world.client(person)
    searched(client, "zqwarmsup")  # what a process keeps of the vocabulary is read once
    nowhere = searched(client, "zqnowhereatall")
    for secret in sorted(SECRET if person == "visitor" else HIDDEN_WORDS):  # members may find what they may read
        answer = searched(client, secret)
        assert answer[1] == nowhere[1], secret
        assert without_length(answer[0]) == without_length(nowhere[0]), secret


def without_length(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if not line.startswith("Content-Length"))


@pytest.mark.parametrize("person", ["visitor", "member"])
def test_a_search_finds_what_is_public(world: World, person: str) -> None:
    client = world.client(person)
    for field in ("title", "standfirst", "point", "summary", "summarynote"):
        text = client.get(f"/search/?q={word('published', field)}").content.decode()
        assert "/articles/the-published-one/" in text, field
        assert "/articles/the-open-one/" not in text, field


def test_a_search_for_a_name_of_a_hidden_paper_finds_nothing(world: World) -> None:
    client = world.client("visitor")
    draft = Article.objects.select_related("paper").get(pk=world.articles["draft"].pk)
    assert draft.paper is not None
    text = client.get(f"/search/?q={quote(draft.paper.doi)}").content.decode()
    assert "No summary holds all of these words" in text


# --- Counts -------------------------------------------------------------------------------------------------------


def test_a_tag_that_only_hidden_articles_carry_counts_none(world: World) -> None:
    client = world.client("visitor")
    outline, index = (client.get(page).content.decode() for page in ("/tags/", "/tags/?all=1"))
    for page in (f"/tags/{shelf(state)}/" for state in HIDDEN):
        assert f'href="{page}"' not in outline
        assert f'href="{page}"' in index
        assert "No summaries yet" in client.get(page).content.decode()
        assert page not in client.get("/sitemap.xml").content.decode()


def test_counts_tell_visitors_only_of_what_they_can_open(world: World) -> None:
    text = " ".join(world.client("visitor").get("/tags/spiders/").content.decode().split())
    assert "<b>2</b> summaries" in text
    listing = " ".join(world.client("visitor").get("/lists/").content.decode().split())
    assert "2 summaries" in listing


def test_no_full_post_word_has_got_into_a_column_that_visitors_read(world: World) -> None:
    for article in world.articles.values():
        row = Article.objects.filter(pk=article.pk).values().get()
        assert not found_in(str(row), FULL_POST_WORDS | words(["draft", "open"], MEMBERS))
