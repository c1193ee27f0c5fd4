"""What is not kept is compressed all the same, and what it was is what it says."""

import gzip
from collections.abc import Callable
from typing import Final

import brotli
import pytest
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.test import Client, RequestFactory

from articles.status import Access
from cbtneuro.page_cache.compressing import PADDING, SHORTEST, compress
from tests.factories import make_article, make_user

LONG: Final = "Words and words. " * 200
OPEN: Final[dict[str, Callable[[bytes], bytes]]] = {"br": brotli.decompress, "gzip": gzip.decompress}


def sent(response: HttpResponseBase, accepted: str = "gzip, br") -> HttpResponseBase:
    return compress(lambda _: response)(RequestFactory().get("/", headers={"Accept-Encoding": accepted}))


def body_of(response: HttpResponseBase) -> bytes:
    assert isinstance(response, HttpResponse)
    assert int(response["Content-Length"]) == len(response.content)
    return OPEN[response["Content-Encoding"]](response.content)


@pytest.mark.parametrize(
    ("accepted", "coding"), [("gzip", "gzip"), ("gzip, deflate, br", "br"), ("br;q=0, gzip", "gzip")]
)
def test_a_page_comes_in_the_coding_that_the_client_takes(accepted: str, coding: str) -> None:
    answer = sent(HttpResponse(LONG), accepted)
    assert answer["Content-Encoding"] == coding
    assert body_of(answer).startswith(LONG.encode() + b"<!-- ")
    assert answer["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize(
    "kind", ["application/json", "application/atom+xml; charset=utf-8", "text/csv", "image/svg+xml"]
)
def test_what_machines_read_comes_letter_by_letter(kind: str) -> None:
    assert body_of(sent(HttpResponse(LONG, content_type=kind))) == LONG.encode()


@pytest.mark.parametrize("response", [
    HttpResponse(LONG[: SHORTEST - 1]),
    HttpResponse(LONG, content_type="image/webp"),
    HttpResponse(LONG, status=206, headers={"Content-Range": "bytes 0-3/9"}),
    HttpResponse(LONG, headers={"Content-Encoding": "zstd"}),
    HttpResponse(status=304),
], ids=["short", "a photograph", "a part", "compressed", "unchanged"])  # fmt: skip
def test_what_would_gain_nothing_stays_as_it_is(response: HttpResponse) -> None:
    before = response.content, response.get("Content-Encoding")
    answer = sent(response)
    assert isinstance(answer, HttpResponse)
    assert (answer.content, answer.get("Content-Encoding")) == before


def test_a_file_is_sent_as_it_lies_there() -> None:
    answer = sent(FileResponse([LONG.encode()], content_type="text/plain"))
    assert "Content-Encoding" not in answer


def test_without_a_coding_it_says_what_it_depends_on() -> None:
    answer = sent(HttpResponse(LONG, headers={"Vary": "Cookie"}), "")
    assert (answer["Vary"], "Content-Encoding" in answer) == ("Cookie, Accept-Encoding", False)


def test_the_length_of_a_page_tells_nothing_exactly() -> None:
    answers = [sent(HttpResponse(LONG)) for _ in range(40)]
    assert len({int(answer["Content-Length"]) for answer in answers}) > 5
    assert max(len(body_of(answer)) for answer in answers) <= len(LONG) + 2 * PADDING + 10


@pytest.mark.django_db
def test_a_full_post_is_as_private_as_it_was() -> None:
    make_article("closed", access=Access.MEMBERS, full_post="Only for members. " * 40)
    client = Client()
    client.force_login(make_user())
    plain, coded = (client.get("/articles/closed/", headers={"Accept-Encoding": each}) for each in ("", "br"))
    assert (coded["Content-Encoding"], coded["Cache-Control"]) == ("br", plain["Cache-Control"])
    assert "no-store" in coded["Cache-Control"]
    assert b"Only for members." in brotli.decompress(coded.content)
    assert {"Cookie", "Accept-Encoding"} <= set(coded["Vary"].split(", "))


@pytest.mark.django_db
def test_who_holds_the_compressed_bytes_is_told_that_nothing_changed() -> None:
    make_article("long", summary="Words and words. " * 40)
    client = Client(headers={"Accept-Encoding": "br"})
    first = client.get("/feeds/latest.atom")
    again = client.get("/feeds/latest.atom", headers={"If-None-Match": first["ETag"]})
    assert (first["ETag"][:2], again.status_code, again["Vary"]) == ("W/", 304, first["Vary"])
