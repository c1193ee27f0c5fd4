"""Pages that are made from a standby: only where it has all that the primary had, and else as if there were none.

What PostgreSQL itself says of its log, tests/bench/test_cluster.py asks.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import Mock

import pytest
from django.db import OperationalError, connection

from articles.documents import storing
from cbtneuro.page_cache import standby
from cbtneuro.page_cache.content_version.reading import ContentVersion
from cbtneuro.page_cache.front import PageCache
from tests.cbtneuro.page_cache.visitors import LARGE, Content, asked

pytestmark = pytest.mark.both_engines


@dataclass
class Standby:
    """A connection to one. `has`: the position up to which it has replayed the log; None: it is no standby."""

    alias: str = "standby"
    has: int | None = 1
    is_away: bool = False
    asked: int = 0
    given_back: int = 0
    close_at: float | None = 0.0
    lacks_documents: bool = False
    wanted: list[str] = field(default_factory=list)
    connection: Any = field(default_factory=Mock)

    def ensure_connection(self) -> None:
        self.asked += 1
        if self.is_away:
            raise OperationalError("away")

    @contextmanager
    def cursor(self) -> Iterator["Standby"]:
        assert self.close_at is None
        yield self

    def execute(self, statement: str, wanted: list[str]) -> None:
        assert "replay" in statement
        self.wanted = wanted

    def fetchone(self) -> tuple[bool | None]:
        return (None if self.has is None else self.has >= int(self.wanted[0]),)

    def close(self) -> None:
        self.given_back += 1


class Primary:
    """`position`: of its log."""

    def __init__(self) -> None:
        self.position, self.positions_read = 1, 0

    def read_position(self) -> str:
        self.positions_read += 1
        return str(self.position)


class Site:
    """Answers with the database that it was made from. `broken`: that on which it breaks."""

    def __init__(self, broken: str = "") -> None:
        self.made_from: list[str] = []
        self.broken = broken

    def __call__(self, environ: Any, start_response: Any) -> Iterable[bytes]:
        del environ
        name = connection.alias
        self.made_from.append(name)
        start_response("500 Broken" if name == self.broken else "200 OK", [("Content-Type", "text/html")])
        return [f"From the {name}. ".encode() * 50]


@pytest.fixture
def replica(monkeypatch: pytest.MonkeyPatch) -> Standby:
    there = Standby()
    monkeypatch.setattr(standby, "connections", {standby.ALIAS: there})
    return there


def cache_of(site: Site, content: Content, primary: Primary) -> PageCache:
    version = ContentVersion(0, lambda: None, content.read, primary.read_position)
    return PageCache(site, most_bytes=LARGE, version=version)


def test_a_page_is_made_from_a_standby_that_has_all_and_is_kept(replica: Standby) -> None:
    site = Site()
    pages = cache_of(site, Content(), Primary())
    answers = [asked(pages, "/latest/") for _ in range(3)]
    assert site.made_from == ["standby"]
    assert [answer.was_kept for answer in answers] == [False, True, True]
    assert replica.given_back == 1
    assert connection.alias == "default"


@pytest.mark.parametrize("has", [1, None])
def test_one_that_is_behind_or_no_standby_makes_none_until_it_has_all(replica: Standby, has: int | None) -> None:
    site, content, primary = Site(), Content(), Primary()
    primary.position, replica.has = 2, has
    pages = cache_of(site, content, primary)
    asked(pages, "/latest/")
    assert site.made_from == ["default"]
    assert replica.connection.close.called is (has is None)  # that of what is no standby is not kept
    content.number, replica.has = 2, 2
    asked(pages, "/latest/")
    assert site.made_from == ["default", "standby"]


def test_the_position_is_read_anew_with_each_version_and_not_before(replica: Standby) -> None:
    content, primary = Content(), Primary()
    pages = cache_of(Site(), content, primary)
    for address in ("/latest/", "/tags/", "/"):
        asked(pages, address)
    assert primary.positions_read == 1
    content.number, primary.position = 2, 7
    asked(pages, "/latest/")
    assert (primary.positions_read, replica.wanted) == (2, ["7"])


def test_one_that_is_away_costs_one_reader_an_attempt_and_is_left_alone(
    replica: Standby, monkeypatch: pytest.MonkeyPatch
) -> None:
    site, now = Site(), 1000.0
    monkeypatch.setattr(standby, "monotonic", lambda: now)
    replica.is_away = True
    pages = cache_of(site, Content(), Primary())
    for address in ("/latest/", "/tags/", "/"):
        assert asked(pages, address).status == 200
    assert (site.made_from, replica.asked) == (["default"] * 3, 1)
    replica.is_away, now = False, 1000.0 + standby.LEFT_ALONE_FOR
    asked(pages, "/lists/")
    assert site.made_from[-1] == "standby"


def test_a_page_that_breaks_on_it_is_made_from_the_primary(replica: Standby) -> None:
    site = Site(broken="standby")
    assert asked(cache_of(site, Content(), Primary()), "/latest/").status == 200
    assert site.made_from == ["standby", "default"]


def test_what_it_cannot_store_the_primary_makes_and_stores(replica: Standby, monkeypatch: pytest.MonkeyPatch) -> None:
    """`articles.documents.storing.make` says so of an article whose documents are outdated, and stores none."""
    monkeypatch.setattr(storing, "with_all_texts", lambda pk: None)

    class Lacking(Site):
        lacks = True

        def __call__(self, environ: Any, start_response: Any) -> Iterable[bytes]:
            if self.lacks and connection.alias == "standby":
                assert storing.make(7) is None
            return super().__call__(environ, start_response)

    site = Lacking()
    pages = cache_of(site, Content(), Primary())
    assert asked(pages, "/latest/").body.startswith(b"From the default.")
    assert site.made_from == ["standby", "default"]
    site.lacks = False
    assert asked(pages, "/tags/").body.startswith(b"From the standby.")


def test_who_has_a_session_and_what_is_never_kept_come_from_the_primary(replica: Standby) -> None:
    site = Site()
    pages = cache_of(site, Content(), Primary())
    asked(pages, "/latest/", HTTP_COOKIE="sessionid=a")
    asked(pages, "/latest/", HTTP_AUTHORIZATION="Bearer a")
    asked(pages, "/login/")
    asked(pages, "/latest/", "POST")
    assert site.made_from == ["default"] * 4


def test_without_a_position_there_is_no_standby(replica: Standby) -> None:
    site = Site()
    pages = PageCache(site, most_bytes=LARGE, version=ContentVersion(0, lambda: None, Content().read))
    asked(pages, "/latest/")
    assert (site.made_from, replica.asked) == (["default"], 0)
