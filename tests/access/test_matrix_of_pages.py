"""Who gets what of everything else: lists, listings, feeds, accounts, the editors' workspace; and by which methods."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tags.models import Tag
from tests.access.answers import ANSWER, PEOPLE
from tests.access.crawl import of_workspace, steady
from tests.access.matrix import ADDRESSES, Kind, address_of, named
from tests.access.world import HIDDEN, HIDDEN_WORDS, MEMBERS, STATES, World, found_in, words
from tests.factories import make_drawing

pytestmark = pytest.mark.both_engines
NOT_FOR_ALL = (Kind.OPERATOR, Kind.ENTRANCE, Kind.OWN, Kind.OWN_OF, Kind.SECRET, Kind.TOLD, Kind.HARVEST)
FEEDS = (
    "/feeds/latest.atom", "/feeds/latest.json", "/tags/spiders/feed.atom", "/tags/spiders/feed.json",
    "/lists/first-steps/feed.atom", "/lists/first-steps/feed.json",
)  # fmt: skip

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
@pytest.mark.parametrize("address", [*FEEDS, "/sitemap.xml"])
def test_feeds_and_sitemap_are_the_same_for_everybody(world: World, address: str, person: str) -> None:
    ours, theirs = world.client(person).get(address), world.client("visitor").get(address)
    assert ours.content == theirs.content
    assert "the-published-one" in ours.content.decode()
    assert not found_in(ours.content.decode(), HIDDEN_WORDS | words(STATES, MEMBERS))


# --- Accounts and the editors' workspace --------------------------------------------------------------------------


@pytest.mark.parametrize("name", named(Kind.OWN))
def test_ones_own_pages_send_visitors_to_the_log_in(world: World, name: str) -> None:
    for person in ("visitor", "inactive member"):
        response = world.client(person).get(address_of(name))
        assert response.status_code == 302
        assert response["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("name", named(Kind.OWN, Kind.ENTRANCE))
def test_account_pages_are_never_stored(world: World, name: str) -> None:
    for person in ("visitor", "member"):
        assert "no-store" in world.client(person).get(address_of(name))["Cache-Control"]


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
    for address in of_workspace():
        for response in (client.get(address), client.post(address)):
            assert response.status_code in (302, 403, 404, 405), address  # some only take what is sent, some never do
            assert not found_in(steady(response), {"zq"}), address  # a token of a form may hold the two letters


def test_the_workspace_shows_a_contributor_no_unpublished_article_of_others(world: World) -> None:
    """The bibliography is no secret among those who write: the titles of papers are left out."""
    client = world.client("contributor")
    secret = HIDDEN_WORDS - words(HIDDEN, ["fullsource"])
    for address in of_workspace():
        response = client.get(address)
        assert not found_in(steady(response), secret), address


@pytest.mark.parametrize("person", PEOPLE)
def test_the_admin_is_for_administrators_and_holds_accounts_alone(world: World, person: str) -> None:
    client = world.client(person)
    others = ["articles/article", "articles/image", "bibliography/reference", "tags/tag", "lists/readinglist"]
    for place in ("", "system/", "members/user/", "members/user/add/"):
        expected = 200 if person == "administrator" else 302 if person in ("visitor", "inactive member") else 403
        assert client.get(f"/admin/{place}").status_code == expected, place
    for place in others:
        assert client.get(f"/admin/{place}/").status_code in (302, 403, 404), place
    assert person != "administrator" or client.get(f"/admin/{others[0]}/").status_code == 404


# --- Methods ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("person", ["visitor", "member", "editor"])
def test_pages_for_reading_refuse_every_other_method(world: World, person: str) -> None:
    client = world.client(person)
    for address in reading_addresses(world):
        for method in ("post", "put", "patch", "delete"):
            response = getattr(client, method)(address)
            expected = 404 if address == reverse("api-nowhere") else 405  # where nothing is, whatever the method
            assert response.status_code == expected, (method, address)
            assert not found_in(steady(response), {"zq"}), (method, address)


def reading_addresses(world: World) -> list[str]:
    article, reading_list = world.articles["published"], world.lists["published"]
    image, drawing = world.lead_images["published"], make_drawing()
    arguments: dict[str, list[Any]] = {
        "articles:detail": [article.slug],
        "articles:cite": [article.slug, "bib"],
        "articles:paper": [article.slug, "ris"],
        "articles:drawing": [drawing.pk],
        "articles:image": [image.pk, image.digest, 480, "webp"],
        "articles:image-as-it-is-now": [image.pk, 480, "webp"],
        "articles:card": [article.pk, "0" * 12],
        "articles:topic-card": [1, "0" * 12],
        "articles:site-card": ["0" * 12],
        "lists:card": [reading_list.pk, "0" * 12],
        "sitemap-part": ["articles", 1],
        "tags:concept": [Tag.objects.get(slug="spiders").identity],
        "tags:taxonomy_address": ["disorder"],
        "tags:detail": ["spiders"],
        "tags:feed": ["spiders"],
        "tags:json-feed": ["spiders"],
        "lists:feed": [reading_list.slug],
        "lists:json-feed": [reading_list.slug],
        "articles:cite-page": [article.slug],
        "articles:references": [article.slug, "txt"],
        "articles:search-references": ["bib"],
        "tags:cite-page": ["spiders"],
        "tags:references": ["spiders", "bib"],
        "lists:cite-page": [reading_list.slug],
        "tags:narrower": ["phobia"],
        "lists:detail": [reading_list.slug],
        "lists:cite": [reading_list.slug, "bib"],
        "lists:cite-list": [reading_list.slug, "bib"],
        "previews:page": ["no"],
        "shared:list": ["no"],
        "previews:image": ["no", 1, "0" * 12, 480, "webp"],
    }
    names = [name for name, kind in ADDRESSES.items() if kind not in NOT_FOR_ALL]
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
