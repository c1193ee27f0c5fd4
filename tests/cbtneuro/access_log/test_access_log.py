"""One line for each request, and nothing in it that opens a door or names a person."""

import json
import logging
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client

from cbtneuro.access_log.json_lines import JsonLines
from cbtneuro.access_log.paths import loggable
from cbtneuro.access_log.request_ids import HEADER
from cbtneuro.access_log.requests import AccessLog
from tests.cbtneuro.page_cache.visitors import Content, Counting, asked, front
from tests.factories import make_user

SIGNED = "eyJhIjoxfQ:1rT9Zq:m3V0aXNhbG9uZ3NpZ25hdHVyZQ"


class Lines(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(JsonLines())
        self.told: list[dict[str, Any]] = []

    def emit(self, record: logging.LogRecord) -> None:
        line = self.format(record)
        assert "\n" not in line
        self.told.append(json.loads(line))


@pytest.fixture
def lines() -> Iterator[list[dict[str, Any]]]:
    handler = Lines()
    loggers = logging.getLogger("cbtneuro.access"), logging.getLogger("tests.pages")
    for logger in loggers:
        logger.addHandler(handler)
    yield handler.told
    for logger in loggers:
        logger.removeHandler(handler)


def test_a_kept_page_is_told_as_it_is_made_sent_and_shown_late(lines: list[dict[str, Any]]) -> None:
    content = Content()
    log = AccessLog(front(Counting(), content))
    answers = [asked(log, "/"), asked(log, "/")]
    content.is_away = True
    answers.append(asked(log, "/"))
    assert [line["cache"] for line in lines] == ["miss", "hit", "stale"]
    assert [line["bytes"] for line in lines] == [len(answer.body) for answer in answers]
    assert {line["status"] for line in lines} == {200}
    assert {line["user"] for line in lines} == {"visitor"}
    assert all(0 <= line["duration_ms"] < 10_000 for line in lines)
    assert [line["request_id"] for line in lines] == [answer.headers[HEADER] for answer in answers]
    assert len({line["request_id"] for line in lines}) == 3


def test_what_is_not_sent_counts_nothing(lines: list[dict[str, Any]]) -> None:
    log = AccessLog(front(Counting(), Content()))
    etag = asked(log, "/").headers["ETag"]
    asked(log, "/", "HEAD")
    asked(log, "/", HTTP_IF_NONE_MATCH=etag)
    assert [(line["method"], line["status"], line["bytes"]) for line in lines[1:]] == [
        ("HEAD", 200, 0),
        ("GET", 304, 0),
    ]


@pytest.mark.parametrize(("given", "is_taken"), [
    ("6f1c9d2e-1b7a-4c55-9d3e-0a1b2c3d4e5f", True), ("a.B_c-1", True),
    ("", False), ("a b", False), ("a\nb", False), ('"}', False), ("x" * 65, False), ("ä", False),
])  # fmt: skip
def test_a_proxy_may_name_a_request_if_the_name_is_nothing_else(
    lines: list[dict[str, Any]], given: str, is_taken: bool
) -> None:
    answer = asked(AccessLog(Counting()), "/", HTTP_X_REQUEST_ID=given)
    assert (answer.headers[HEADER] == given) is is_taken
    assert lines[0]["request_id"] == answer.headers[HEADER]


@pytest.mark.parametrize(("path", "told"), [
    ("/articles/fear-extinction-2015-a-randomised-trial/", None),
    ("/concepts/6ba7b810-9dad-11d1-80b4-00c04fd430c8/", None),
    ("/papers/10.1016/S2215-0366(15)00123-4/", None),
    ("/static/css/base.3f9d2c1b0a4e.css", None),
    ("/admin/articles/article/12/change/", None),
    ("/admin/members/user/12/change/", "/admin/members/user/…/change/"),
    ("/unsubscribe/anna@example.org/", "/unsubscribe/…/"),
    (f"/confirm/{SIGNED}/", "/confirm/…/"),
    ("/password/reset/key/c1x-0123456789abcdef0123456789abcdef/", "/password/reset/key/c1x-…/"),
    ("/" + "z" * 5000, "/" + "z" * 299),
])  # fmt: skip
def test_of_a_path_is_told_what_opens_no_door(path: str, told: str | None) -> None:
    assert loggable(path) == (told or path)


def test_nothing_of_a_query_a_cookie_or_a_machine_is_told(lines: list[dict[str, Any]]) -> None:
    headers = {"HTTP_COOKIE": "sessionid=abc9", "HTTP_REFERER": "/abc9", "HTTP_USER_AGENT": "abc9"}
    asked(AccessLog(Counting()), "/search/?q=abc9&code=abc9", REMOTE_ADDR="203.0.113.9", **headers)
    assert "abc9" not in json.dumps(lines)
    assert "203.0.113.9" not in json.dumps(lines)
    assert set(lines[0]) == {
        "time", "level", "logger", "request_id", "method", "path", "status", "bytes", "duration_ms", "cache", "user",
    }  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(("role", "told"), [
    ("reader", "member"), ("member", "member"), ("contributor", "editor"), ("administrator", "editor"),
])  # fmt: skip
def test_who_is_logged_in_is_told_by_kind_alone(lines: list[dict[str, Any]], role: str, told: str) -> None:
    client = Client()
    client.force_login(make_user(role))
    cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    log = AccessLog(WSGIHandler())
    asked(log, "/about/", HTTP_COOKIE=cookie)
    asked(log, "/about/")
    asked(log, "/health/live", HTTP_COOKIE=cookie)  # where nobody wants to know
    assert [line["user"] for line in lines] == [told, "visitor", None]


def test_what_else_is_logged_meanwhile_has_the_name_of_the_request(lines: list[dict[str, Any]]) -> None:
    def application(environ: Any, start_response: Callable[..., Any]) -> list[bytes]:
        try:
            raise ValueError("of a page\nin two lines")
        except ValueError:
            logging.getLogger("tests.pages").exception("Broke: %s", 7)
        start_response("500 Internal Server Error", [])
        return [b"x"]

    asked(AccessLog(application), "/", HTTP_X_REQUEST_ID="named")
    broke, access = lines
    assert (broke["message"], broke["level"], broke["request_id"]) == ("Broke: 7", "ERROR", "named")
    assert "ValueError: of a page" in broke["exception"]
    assert (access["status"], access["request_id"]) == (500, "named")


def test_a_request_that_breaks_is_told_and_breaks(lines: list[dict[str, Any]]) -> None:
    def application(environ: Any, start_response: Any) -> list[bytes]:
        raise ValueError

    with pytest.raises(ValueError, match=r"^$"):
        asked(AccessLog(application), "/")
    assert [line["status"] for line in lines] == [500]


def test_a_body_in_pieces_is_counted_to_its_end_and_closed(lines: list[dict[str, Any]]) -> None:
    closed = []

    class Pieces:
        def __iter__(self) -> Iterator[bytes]:
            yield from (b"one", b"three")

        def close(self) -> None:
            closed.append(len(lines))

    def application(environ: Any, start_response: Callable[..., Any]) -> Iterable[bytes]:
        start_response("200 OK", [])
        return Pieces()

    assert asked(AccessLog(application), "/").body == b"onethree"
    assert (lines[0]["bytes"], len(lines), closed) == (8, 1, [0])
