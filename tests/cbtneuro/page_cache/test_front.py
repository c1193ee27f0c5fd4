"""The callable in front of Django: what is kept, for whom, for how long, and what a client is told of it."""

import gzip
from typing import Final

import brotli
import pytest
from django.conf import settings

from tests.cbtneuro.page_cache.visitors import Content, Counting, asked, front

SESSION: Final = f"{settings.SESSION_COOKIE_NAME}=abc"


def test_a_page_is_made_once_and_again_when_the_content_has_changed(content: Content) -> None:
    application = Counting()
    cache = front(application, content)
    assert [asked(cache, "/").was_kept for _ in range(3)] == [False, True, True]
    content.number = 2
    assert b"Answer 2" in asked(cache, "/").body
    assert b"Answer 2" in asked(cache, "/").body
    assert application.answers == 2


@pytest.mark.parametrize(
    "meta",
    [
        {"HTTP_COOKIE": SESSION},
        {"HTTP_COOKIE": f"csrftoken=x; {SESSION}"},
        {"HTTP_COOKIE": f"{settings.SESSION_COOKIE_NAME}="},
        {"HTTP_AUTHORIZATION": "Bearer x"},
        {"HTTP_HX_REQUEST": "true"},
        {"HTTP_RANGE": "bytes=0-4"},
        {"HTTP_ACCEPT": "text/turtle"},
        {"HTTP_ACCEPT": "application/rdf+xml, */*;q=0.1"},
        {"HTTP_ACCEPT": "application/json"},
        {"method": "POST"},
    ],
    ids=str,
)
def test_django_decides_by_itself_for_whoever_is_no_plain_visitor(content: Content, meta: dict[str, str]) -> None:
    application = Counting()
    cache = front(application, content)
    asked(cache, "/")
    first, second = (asked(cache, "/", **meta) for _ in range(2))
    assert (first.was_kept, second.was_kept, application.answers) == (False, False, 3)
    assert b"Answer 1" in asked(cache, "/").body


@pytest.mark.parametrize(
    "meta",
    [
        {"HTTP_COOKIE": "csrftoken=left-over"},
        {"HTTP_COOKIE": "_ga=1; my_sessionid=2; theme=dark"},
        {"HTTP_USER_AGENT": "Another", "HTTP_ACCEPT_LANGUAGE": "de", "HTTP_REFERER": "https://example.org/"},
        {"HTTP_ACCEPT": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"},
        {"QUERY_STRING": "utm_source=letter&fbclid=1"},
        {"method": "HEAD"},
    ],
    ids=str,
)
def test_what_else_a_visitor_brings_neither_splits_nor_bypasses_what_is_kept(
    content: Content, meta: dict[str, str]
) -> None:
    application = Counting()
    cache = front(application, content)
    asked(cache, "/", **meta)
    assert asked(cache, "/").was_kept
    assert asked(cache, "/", **meta).was_kept
    assert application.answers == 1


def test_what_is_kept_was_made_for_nobody_in_particular(content: Content) -> None:
    application = Counting()
    own = {"HTTP_COOKIE": "csrftoken=x", "HTTP_USER_AGENT": "Mine", "HTTP_IF_NONE_MATCH": '"x"', "HTTP_REFERER": "y"}
    asked(front(application, content), "/latest/?before=1-1&utm_source=x", **own)
    (environ,) = application.environs
    assert not {name for name in environ if name.startswith("HTTP_")} - {"HTTP_HOST"}
    assert environ["QUERY_STRING"] == "before=1-1"


@pytest.mark.parametrize(
    "headers",
    [
        ("Set-Cookie", "csrftoken=x"),
        ("Cache-Control", "private"),
        ("Cache-Control", "max-age=0, no-cache, no-store"),
    ],
    ids=str,
)
def test_what_is_for_one_person_is_not_kept(content: Content, headers: tuple[str, str]) -> None:
    application = Counting(headers)
    cache = front(application, content)
    assert not any(asked(cache, "/").was_kept for _ in range(2))
    assert application.answers == 2


@pytest.mark.parametrize("status", ["404 Not Found", "410 Gone", "301 Moved Permanently", "500 Server Error"])
def test_only_a_page_that_is_there_is_kept(content: Content, status: str) -> None:
    application = Counting(status=status)
    cache = front(application, content)
    assert [asked(cache, "/").status for _ in range(2)] == [int(status[:3])] * 2
    assert application.answers == 2


@pytest.mark.parametrize(
    "address", ["/login/", "/search/?q=fear", "/account/", "/admin/", "/nowhere/", "/health/live", "/health/ready"]
)
def test_only_named_views_are_kept(content: Content, address: str) -> None:
    application = Counting()
    cache = front(application, content)
    assert not any(asked(cache, address).was_kept for _ in range(3))


def test_an_address_with_a_query_is_kept_from_its_second_time_on(content: Content) -> None:
    cache = front(Counting(), content)
    assert [asked(cache, "/latest/?before=1-1").was_kept for _ in range(3)] == [False, False, True]


def test_hosts_and_schemes_are_kept_apart(content: Content) -> None:
    """What a page says of its own address is as it was asked for."""
    cache = front(Counting(), content)
    asked(cache, "/")
    assert not asked(cache, "/", HTTP_HOST="another.example").was_kept
    assert not asked(cache, "/", HTTP_X_FORWARDED_PROTO="https").was_kept
    assert asked(cache, "/").was_kept


def test_each_client_gets_a_coding_that_it_takes_and_its_own_tag(content: Content) -> None:
    cache = front(Counting(("Vary", "Cookie")), content)
    plain = asked(cache, "/")
    zipped = asked(cache, "/", HTTP_ACCEPT_ENCODING="gzip, deflate")
    small = asked(cache, "/", HTTP_ACCEPT_ENCODING="gzip, deflate, br;q=0.5")
    refused = asked(cache, "/", HTTP_ACCEPT_ENCODING="br;q=0, gzip; q=0.0")
    assert gzip.decompress(zipped.body) == plain.body == brotli.decompress(small.body) == refused.body
    assert [one.headers.get("Content-Encoding") for one in (plain, zipped, small)] == [None, "gzip", "br"]
    assert len({one.headers["ETag"] for one in (plain, zipped, small)}) == 3
    assert {one.headers["Vary"] for one in (plain, zipped, small)} == {"Accept-Encoding"}
    assert plain.headers["Cache-Control"] == "public, max-age=0, s-maxage=5, stale-while-revalidate=10"
    head = asked(cache, "/", "HEAD")
    assert (head.body, head.headers["Content-Length"]) == (b"", str(len(plain.body)))


def test_who_has_it_already_is_told_so_and_who_has_an_older_one_gets_the_new(content: Content) -> None:
    cache = front(Counting(("Last-Modified", "Sun, 01 Nov 2026 10:00:00 GMT")), content)
    tag = asked(cache, "/").headers["ETag"]
    for held in ({"HTTP_IF_NONE_MATCH": f'"x", W/{tag}'}, {"HTTP_IF_NONE_MATCH": "*"}):
        answer = asked(cache, "/", **held)
        assert (answer.status, answer.body, answer.headers["ETag"]) == (304, b"", tag)
    assert asked(cache, "/", HTTP_IF_MODIFIED_SINCE="Sun, 01 Nov 2026 10:00:00 GMT").status == 304
    assert (
        asked(cache, "/", HTTP_IF_NONE_MATCH='"x"', HTTP_IF_MODIFIED_SINCE="Sun, 01 Nov 2026 10:00:00 GMT").status
        == 200
    )
    content.number = 2
    assert asked(cache, "/", HTTP_IF_NONE_MATCH=tag).status == 200


def test_memory_is_bounded_and_what_was_not_asked_for_goes_first(content: Content) -> None:
    application = Counting()
    cache = front(application, content, most_bytes=1400)  # two of these answers
    for address in ("/", "/latest/", "/", "/lists/"):
        asked(cache, address)
    assert asked(cache, "/").was_kept
    assert not asked(cache, "/latest/").was_kept
    assert cache.memory.held <= 1400


def test_while_the_database_is_away_what_is_kept_goes_on_and_says_so(content: Content) -> None:
    cache = front(Counting(), content)
    asked(cache, "/")
    content.is_away = True
    answer = asked(cache, "/")
    assert (answer.status, answer.headers["Cache-Status"]) == (200, "pages; hit; ttl=-1")
    content.is_away = False


def test_what_cannot_be_made_anew_is_shown_as_it_was(content: Content) -> None:
    application = Counting()
    cache = front(application, content)
    asked(cache, "/")
    content.number, application.status = 2, "503 Service Unavailable"
    answer = asked(cache, "/")
    assert (answer.status, answer.headers["Cache-Status"]) == (200, "pages; hit; ttl=-1")
    assert b"Answer 1" in answer.body
    assert asked(cache, "/latest/").status == 503
