"""Who gets what at which address: every person, every state of an article, every pattern of the URL resolver."""

import json
from typing import Any, Final

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from articles.models import Rendition
from tests.access.matrix import ADDRESSES, Kind, every_address, named
from tests.access.world import HIDDEN_WORDS, MEMBERS, PUBLIC, STATES, World, found_in, word, words
from tests.page import Page

PEOPLE: Final = ("visitor", "reader", "inactive member", "member", "contributor", "writer", "editor", "administrator")
# The answer to GET for an article in each state. `writer` wrote them all; `contributor` none of them.
AS_ANYONE: Final = dict(draft=404, in_review=404, approved=404, scheduled=404, published=200, withdrawn=410, open=200)
AS_STAFF: Final = dict.fromkeys(STATES, 200)
ANSWER: Final = {
    "visitor": AS_ANYONE,
    "reader": AS_ANYONE,
    "inactive member": AS_ANYONE,
    "member": AS_ANYONE,
    "contributor": AS_ANYONE,
    "writer": AS_STAFF,
    "editor": AS_STAFF,
    "administrator": AS_STAFF,
}
READS_FULL_POSTS: Final = ("member", "contributor", "writer", "editor", "administrator")
QUERIES: Final = (
    "",
    "?list=first-steps",
    "?list=the-draft-list",
    "?before=0-0",
    "?page=2",
    "?full=1&preview=1",
    "?format=json",
)


def page_of(world: World, state: str, query: str = "") -> str:
    return world.articles[state].get_absolute_url() + query


def is_read_in_full(person: str, state: str) -> bool:
    return ANSWER[person][state] == 200 and (person in READS_FULL_POSTS or state == "open")


def refused(response: Any) -> bool:
    """Whether the answer sends the person away."""
    return response.status_code in (302, 403, 404)


# --- The table itself ---------------------------------------------------------------------------------------------


def test_every_address_of_the_site_is_classified() -> None:
    unclassified = [f"{address.name} {address.route}" for address in every_address() if address.kind is None]
    assert not unclassified, f"Say in tests/access/matrix.py what decides who sees: {unclassified}"


def test_the_table_names_no_address_that_is_gone() -> None:
    assert set(ADDRESSES) <= {address.name for address in every_address()}


# --- Articles -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("person", PEOPLE)
def test_an_article_shows_each_person_exactly_their_part(world: World, person: str, state: str) -> None:
    client = world.client(person)
    public, full = words([state], PUBLIC), words([state], MEMBERS)
    for query in QUERIES:
        response = client.get(page_of(world, state, query))
        text = response.content.decode()
        assert response.status_code == ANSWER[person][state], query
        shown = public if response.status_code == 200 else set()
        assert found_in(text, public) == shown, query
        assert found_in(text, full) == (full if is_read_in_full(person, state) else set()), query


@pytest.mark.parametrize("person", ["visitor", "reader", "inactive member", "member", "contributor"])
def test_no_article_page_tells_of_what_is_hidden_beside_it(world: World, person: str) -> None:
    client = world.client(person)
    for state in STATES:
        for query in QUERIES:
            text = client.get(page_of(world, state, query)).content.decode()
            assert not found_in(text, HIDDEN_WORDS), (state, query)


@pytest.mark.parametrize("person", PEOPLE)
def test_a_page_with_a_full_post_for_members_is_never_stored(world: World, person: str) -> None:
    client = world.client(person)
    for state in STATES:
        response = client.get(page_of(world, state))
        if is_read_in_full(person, state) and state != "open":
            assert response["Cache-Control"] == "private, no-store", state
        assert "Cookie" in response["Vary"], state


@pytest.mark.parametrize("person", PEOPLE)
def test_head_answers_as_get_does_without_a_body(world: World, person: str) -> None:
    client = world.client(person)
    for state in STATES:
        get, head = client.get(page_of(world, state)), client.head(page_of(world, state))
        assert head.status_code == get.status_code
        assert head.content == b""
        assert {name: value for name, value in head.items() if name != "Set-Cookie"} == {
            name: value for name, value in get.items() if name != "Set-Cookie"
        }


@pytest.mark.parametrize("person", PEOPLE)
def test_structured_data_points_at_the_gate_exactly_where_it_stands(world: World, person: str) -> None:
    client = world.client(person)
    for state in [state for state in STATES if ANSWER[person][state] == 200]:
        page = Page.of(client.get(page_of(world, state)))
        (data,) = page.structured_data
        is_gated = not is_read_in_full(person, state)
        assert data["isAccessibleForFree"] is not is_gated
        assert len(page.with_id("gate")) == is_gated
        if is_gated:
            assert data["hasPart"] == {
                "@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": ".full-post",
            }  # fmt: skip
            assert len(page.with_class("full-post")) == 1
        else:
            assert "hasPart" not in data
            assert len(page.with_id("full")) == 1


def test_structured_data_holds_no_word_of_the_full_post(world: World) -> None:
    for person in ("visitor", "member"):
        (data,) = Page.of(world.client(person).get(page_of(world, "published"))).structured_data
        assert not found_in(json.dumps(data), words(["published"], MEMBERS))


@pytest.mark.parametrize("person", PEOPLE)
def test_a_former_address_leads_on_only_where_the_article_may_be_seen(world: World, person: str) -> None:
    client = world.client(person)
    for state in STATES:
        response = client.get(f"/articles/once-{state.replace('_', '-')}/")
        if ANSWER[person][state] == 200:
            assert (response.status_code, response["Location"]) == (301, page_of(world, state))
        else:
            assert response.status_code == 404


def test_a_hidden_article_answers_like_an_address_that_never_was(world: World) -> None:
    client = world.client("visitor")
    for state in ("draft", "in_review", "approved", "scheduled"):
        slug = world.articles[state].slug
        never = "x" * len(slug)
        hidden, absent = client.get(f"/articles/{slug}/"), client.get(f"/articles/{never}/")
        assert hidden.content.decode().replace(slug, never) == absent.content.decode()
        assert hidden.headers == absent.headers


def test_a_withdrawn_article_says_why_and_nothing_else(world: World) -> None:
    page = Page.of(world.client("visitor").get(page_of(world, "withdrawn")))
    assert "The paper it is about was retracted" in page.text
    assert not found_in(page.text, {"zq"})


# --- Records ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("name", named(Kind.RECORD))
def test_a_record_is_there_exactly_when_its_article_is(world: World, name: str, person: str) -> None:
    client = world.client(person)
    for state in STATES:
        for format in ("bib", "ris", "json"):
            response = client.get(reverse(name, args=[world.articles[state].slug, format]))
            text = response.content.decode()
            assert response.status_code == (200 if ANSWER[person][state] == 200 else 404), (state, format)
            assert not found_in(text, words([state], MEMBERS)), (state, format)
            if response.status_code == 200 and name == "articles:cite":
                assert found_in(text, {word(state, "title")}), (state, format)


# --- Images -------------------------------------------------------------------------------------------------------


def renditions(image: Any) -> list[str]:
    rows = Rendition.objects.filter(image=image)
    found = [reverse("articles:image", args=[row.image_id, row.width, row.format]) for row in rows]
    assert found
    return found


@pytest.mark.parametrize("person", PEOPLE)
def test_an_image_is_as_open_as_the_page_that_shows_it(world: World, person: str) -> None:
    client = world.client(person)
    for state in STATES:
        for address in renditions(world.lead_images[state]):
            assert client.get(address).status_code == (200 if ANSWER[person][state] == 200 else 404), address
        for address in renditions(world.full_images[state]):
            response = client.get(address)
            assert response.status_code == (200 if is_read_in_full(person, state) else 404), address
            if response.status_code == 200 and state != "open":
                assert response["Cache-Control"] == "private, no-store"


def test_no_address_serves_an_original_or_a_file_of_the_media_folder(world: World) -> None:
    image = world.lead_images["published"]
    rendition = Rendition.objects.filter(image=image)[0]
    client = world.client("administrator")
    for path in (image.original.name, rendition.file.name):
        for folder in ("media", "images", "static", "originals"):
            assert client.get(f"/{folder}/{path}").status_code == 404


# --- Reading lists and listings -----------------------------------------------------------------------------------


@pytest.mark.parametrize("person", PEOPLE)
def test_a_list_is_there_only_when_it_is_published_or_one_is_an_editor(world: World, person: str) -> None:
    client = world.client(person)
    for state, reading_list in world.lists.items():
        expected = 200 if state == "published" or person in ("editor", "administrator") else 404
        assert client.get(reading_list.get_absolute_url()).status_code == expected, state
        assert client.get(f"{reading_list.get_absolute_url()}references.bib").status_code == expected, state


@pytest.mark.parametrize("person", PEOPLE)
def test_a_list_tells_each_person_of_the_articles_that_exist_for_them(world: World, person: str) -> None:
    text = world.client(person).get(world.lists["published"].get_absolute_url()).content.decode()
    seen = {state for state in STATES if ANSWER[person][state] == 200}
    assert found_in(text, words(STATES, ["title"])) == words(seen, ["title"])
    assert found_in(text, words(STATES, ["listreason"])) == words(seen, ["listreason"])


@pytest.mark.parametrize("person", PEOPLE)
def test_listings_name_published_articles_and_no_full_post(world: World, person: str) -> None:
    client = world.client(person)
    addresses = ["/", "/latest/", "/search/?q=quiet", "/tags/spiders/", "/tags/phobia/", "/tags/neuroscience/"]
    for address in addresses:
        text = client.get(address).content.decode()
        titles = found_in(text, words(STATES, ["title"]))
        assert titles >= words(["published", "open"], ["title"]), address
        assert titles <= words([state for state in STATES if ANSWER[person][state] == 200], ["title"]), address
        assert not found_in(text, words(STATES, MEMBERS)), address


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("address", ["/feeds/latest.atom", "/tags/spiders/feed.atom", "/sitemap.xml"])
def test_feeds_and_sitemap_are_the_same_for_everybody(world: World, address: str, person: str) -> None:
    ours, theirs = world.client(person).get(address), world.client("visitor").get(address)
    assert ours.content == theirs.content
    assert "the-published-one" in ours.content.decode()
    assert not found_in(ours.content.decode(), HIDDEN_WORDS | words(STATES, MEMBERS))


# --- Accounts and the editors' workspace --------------------------------------------------------------------------


@pytest.mark.parametrize("name", named(Kind.OWN))
def test_ones_own_pages_send_visitors_to_the_log_in(world: World, name: str) -> None:
    for person in ("visitor", "inactive member"):
        response = world.client(person).get(reverse(name))
        assert response.status_code == 302
        assert response["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("name", named(Kind.OWN, Kind.ENTRANCE))
def test_account_pages_are_never_stored(world: World, name: str) -> None:
    for person in ("visitor", "member"):
        assert "no-store" in world.client(person).get(reverse(name))["Cache-Control"]


def test_ones_own_data_holds_nothing_of_others_and_no_full_post(world: World) -> None:
    for person in ("reader", "member", "contributor"):
        text = world.client(person).get(reverse("members:data")).content.decode()
        mine = world.people[person]
        others = [user for user in world.people.values() if user and user != mine]
        assert mine is not None
        assert mine.email in text
        assert not [user.email for user in others if user.email in text]
        assert not found_in(text, {"zq"})


@pytest.mark.parametrize("person", ["visitor", "reader", "inactive member", "member"])
def test_the_workspace_is_closed_to_readers(world: World, person: str) -> None:
    client = world.client(person)
    for address in staff_addresses(world):
        for response in (client.get(address), client.post(address)):
            assert refused(response), address
            assert not found_in(response.content.decode(), {"zq"}), address


def test_the_workspace_shows_a_contributor_no_unpublished_article_of_others(world: World) -> None:
    client = world.client("contributor")
    for address in staff_addresses(world):
        response = client.get(address)
        assert not found_in(response.content.decode(), HIDDEN_WORDS), address


def staff_addresses(world: World) -> list[str]:
    """An address for each pattern of the workspace, with the keys of rows that exist."""
    keys = [*(str(article.pk) for article in world.articles.values()), "1"]
    found = {}
    for address in every_address():
        if address.kind is Kind.STAFF:
            for key in keys:
                found[concrete(address.route, key)] = None
    return list(found)


def concrete(route: str, key: str) -> str:
    """`route` with every parameter filled in."""
    path = route.replace("^(?P<app_label>", "<app_label>|").partition("<app_label>|")
    if path[1]:
        return f"/{path[0]}articles/"
    path = route.partition("(?P<url>")
    if path[1]:
        return f"/{path[0]}no-such-page/"
    parts = [key if part.startswith("<") else part for part in route.split("/")]
    return "/" + "/".join(parts)


# --- Methods ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("person", ["visitor", "member", "editor"])
def test_pages_for_reading_refuse_every_other_method(world: World, person: str) -> None:
    client = world.client(person)
    for address in reading_addresses(world):
        for method in ("post", "put", "patch", "delete"):
            response = getattr(client, method)(address)
            assert response.status_code == 405, (method, address)
            assert not found_in(response.content.decode(), {"zq"}), (method, address)


def reading_addresses(world: World) -> list[str]:
    article, reading_list = world.articles["published"], world.lists["published"]
    arguments: dict[str, list[Any]] = {
        "articles:detail": [article.slug],
        "articles:cite": [article.slug, "bib"],
        "articles:paper": [article.slug, "ris"],
        "articles:image": [world.lead_images["published"].pk, 480, "webp"],
        "tags:detail": ["spiders"],
        "tags:feed": ["spiders"],
        "lists:detail": [reading_list.slug],
        "lists:cite": [reading_list.slug, "bib"],
    }
    names = [name for name, kind in ADDRESSES.items() if kind not in (Kind.ENTRANCE, Kind.OWN)]
    return [reverse(name, args=arguments.get(name, [])) for name in names]


def test_hidden_and_open_pages_cost_a_visitor_the_same_queries(
    world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    """The number of queries does not tell a draft from an address that never was."""
    counts = set()
    for slug in ("the-draft-one", "the-scheduled-one", "never-was"):
        with django_assert_max_num_queries(20) as captured:
            Client().get(f"/articles/{slug}/")
        counts.add(len(captured))
    assert len(counts) == 1
