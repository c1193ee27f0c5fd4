"""The site behind its page cache leaks nothing, whoever asked before whom, and shows what it would show without."""

import random
from typing import Any, Final

import pytest
from django.core.wsgi import get_wsgi_application
from django.test import Client
from django.urls import resolve

from cbtneuro.page_cache.addresses import KEPT
from cbtneuro.page_cache.content_version.reading import ContentVersion, stored_version
from cbtneuro.page_cache.front import PageCache
from tests.access.crawl import by_pattern
from tests.access.world import MEMBERS, SECRET, World, found_in, word, words
from tests.cbtneuro.page_cache.visitors import Answered, asked

pytestmark = pytest.mark.django_db

PEOPLE: Final = ("visitor", "member", "visitor", "reader", "editor")
STARTS: Final = ("/", "/sitemap.xml", "/feeds/latest.atom", "/tags/matrix/")
OF_MEMBERS: Final = words(["published"], MEMBERS)


def kept_addresses() -> list[str]:
    found = (address for address in by_pattern() if resolve(address).view_name in KEPT)
    return list(dict.fromkeys([*STARTS, *found]))


@pytest.fixture
def front(world: World) -> PageCache:
    return PageCache(get_wsgi_application(), most_bytes=2**26, version=ContentVersion(0, lambda: None, stored_version))


def cookies_of(client: Client) -> dict[str, str]:
    cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    return {"HTTP_COOKIE": cookies} if cookies else {}


def text(answer: Answered) -> str:
    return answer.body.decode()


def test_every_kept_view_exists() -> None:
    names = {resolve(address).view_name for address in by_pattern()} | {
        resolve(address).view_name for address in STARTS
    }
    assert names >= KEPT


def test_members_and_visitors_in_any_order_each_get_their_own_page(world: World, front: PageCache) -> None:
    """And nothing between may keep what somebody with a session got."""
    order = random.Random(1)
    cookies = {person: cookies_of(world.client(person)) for person in set(PEOPLE)}
    asks = [(person, address) for address in kept_addresses() for person in PEOPLE]
    order.shuffle(asks)
    wrong: list[Any] = []
    kept = 0
    for person, address in asks:
        answer = asked(front, address, **cookies[person])
        kept += answer.was_kept
        if person in ("visitor", "reader") and (leaked := found_in(text(answer), SECRET)):
            wrong.append((person, address, leaked))
        is_own = "private" in answer.headers.get("Cache-Control", "") or answer.status != 200
        if person != "visitor" and (answer.was_kept or not is_own):
            wrong.append((person, address, answer.headers))
        if (person, address) == ("member", "/articles/the-published-one/"):
            assert word("published", "full") in text(answer)
    assert not wrong
    assert kept > len(asks) / 8


def test_what_is_kept_is_what_a_visitor_gets_without(front: PageCache) -> None:
    differing = []
    for address in kept_addresses():
        plain = Client().get(address)
        kept = [asked(front, address) for _ in range(2)]
        if plain.status_code != 200:
            assert [one.status for one in kept] == [plain.status_code] * 2
            continue
        assert [one.was_kept for one in kept] == [False, True], address
        assert "Set-Cookie" not in kept[0].headers
        if kept[1].body != plain.content:
            differing.append(address)
    assert not differing
