"""Who gets what of an article: every person, every state, every address that belongs to an article."""

import json
from typing import Any, Final

import pytest
from django.urls import reverse

from articles.images.html import address as address_of
from articles.models import Image, Rendition
from members.middleware import OPEN
from tests.access.answers import ANSWER, AS_ANYONE, PEOPLE, image_at, is_read_in_full, page_of
from tests.access.matrix import ADDRESSES, Kind, every_address, named
from tests.access.world import HIDDEN_WORDS, MEMBERS, PUBLIC, STATES, World, found_in, word, words
from tests.factories import make_image
from tests.page import Page

pytestmark = pytest.mark.both_engines

QUERIES: Final = (
    "",
    "?list=first-steps",
    "?list=the-draft-list",
    "?before=0-0&page=2&full=1&preview=1&format=json",
)


# --- The table itself ---------------------------------------------------------------------------------------------


def test_every_address_of_the_site_is_classified() -> None:
    unclassified = [f"{address.name} {address.route}" for address in every_address() if address.kind is None]
    assert not unclassified, f"Say in tests/access/matrix.py what decides who sees: {unclassified}"


def test_the_table_names_no_address_that_is_gone() -> None:
    assert set(ADDRESSES) <= {address.name for address in every_address()}


def test_what_stays_open_without_consent_names_no_address_that_is_gone() -> None:
    assert {address.name for address in every_address()} >= OPEN


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
        if ANSWER[person] is AS_ANYONE:
            assert not found_in(text, HIDDEN_WORDS), query


@pytest.mark.parametrize("person", PEOPLE)
def test_a_page_with_a_full_post_for_members_is_never_stored(world: World, person: str) -> None:
    client = world.client(person)
    for state in STATES:
        response = client.get(page_of(world, state))
        if is_read_in_full(person, state) and state != "open":
            assert response["Cache-Control"] == "private, no-store", state
        assert "Cookie" in response["Vary"], state


@pytest.mark.parametrize("person", ["visitor", "reader", "member", "writer"])
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
            assert response.status_code == ANSWER[person][state]


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
            assert response.status_code == ANSWER[person][state], (state, format)
            assert not found_in(text, words([state], MEMBERS)), (state, format)
            if response.status_code == 200 and name == "articles:cite":
                assert found_in(text, {word(state, "title")}), (state, format)


# --- Citations ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("person", PEOPLE)
def test_what_only_a_full_post_cites_is_cited_to_those_who_may_read_it(world: World, person: str) -> None:
    client = world.client(person)
    for state in STATES:
        article = world.articles[state]
        addresses = [reverse("articles:cite-page", args=[article.slug])]
        addresses += [
            reverse("articles:references", args=[article.slug, form]) for form in ("bib", "ris", "txt", "html")
        ]
        for address in addresses:
            response = client.get(address)
            text = response.content.decode()
            there = ANSWER[person][state]
            assert response.status_code in {there, there if is_read_in_full(person, state) else 404}, (state, address)
            hidden = words([state], MEMBERS) - (
                words([state], ["fullsource"]) if is_read_in_full(person, state) else set()
            )
            assert not found_in(text, hidden), (state, address)
            if response.status_code == 200 and is_read_in_full(person, state):
                assert found_in(text, words([state], ["fullsource"])), (state, address)
                assert article.is_open or "no-store" in response["Cache-Control"]


# --- Images -------------------------------------------------------------------------------------------------------


def renditions(image: Any) -> list[str]:
    found = [address_of(row) for row in Rendition.objects.filter(image=image).select_related("image")]
    assert found
    return found


@pytest.mark.parametrize("person", PEOPLE)
def test_an_image_is_as_open_as_the_page_that_shows_it(world: World, person: str) -> None:
    client = world.client(person)
    for state in STATES:
        for address in renditions(world.lead_images[state]):
            assert image_at(client, address)[0] == (200 if ANSWER[person][state] == 200 else 404), address
        for address in renditions(world.full_images[state]):
            status, kept = image_at(client, address)
            assert status == (200 if is_read_in_full(person, state) else 404), address
            if status == 200 and state != "open":
                assert kept == "private, no-store"


@pytest.mark.parametrize("person", PEOPLE)
def test_a_drawing_by_itself_is_as_open_as_the_full_post_that_shows_it(world: World, person: str) -> None:
    client = world.client(person)
    for state in STATES:
        drawing = Image.objects.get(name=f"drawing-{state.replace('_', '-')}")
        response = client.get(reverse("articles:drawing", args=[drawing.pk]))
        assert response.status_code == (200 if is_read_in_full(person, state) else 404), state
        assert found_in(response.text, words([state], MEMBERS)) == (
            {word(state, "fulllabel")} if response.status_code == 200 else set()
        ), state
        if response.status_code == 200:
            private = (
                "private, no-store" if state != "open" else "no-cache, private" if world.people[person] else "no-cache"
            )
            assert response["Cache-Control"] == private, state


@pytest.mark.parametrize("person", PEOPLE)
def test_an_image_that_is_shown_nowhere_yet_is_open_to_those_who_write(world: World, person: str) -> None:
    image = make_image("not-yet-used")
    writes = person in ("contributor", "writer", "editor", "administrator")
    for address in renditions(image):
        assert image_at(world.client(person), address)[0] == (200 if writes else 404)


def test_no_address_serves_an_original_or_a_file_of_the_media_folder(world: World) -> None:
    image = world.lead_images["published"]
    rendition = Rendition.objects.filter(image=image)[0]
    client = world.client("administrator")
    for path in (image.original.name, rendition.file.name):
        for folder in ("media", "images", "static", "originals"):
            assert client.get(f"/{folder}/{path}").status_code == 404
