"""An outdated page that several processes are asked for is made by one of them, by Redis or by a table."""

import threading
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from django.core.cache.backends.base import BaseCache
from django.core.cache.backends.db import DatabaseCache
from django.core.cache.backends.locmem import LocMemCache
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from cbtneuro.page_cache import front as front_module
from cbtneuro.page_cache import shared as shared_module
from cbtneuro.page_cache.content_version.reading import ContentVersion
from cbtneuro.page_cache.front import PageCache
from cbtneuro.page_cache.shared import Shared
from tests.cbtneuro.page_cache.visitors import LARGE, Content, Counting, asked

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]


def as_it_is() -> None:
    """The connection of a test stays open: its transaction is undone."""


class Meanwhile(Counting):
    """Does something while it makes its answer. `status` may be changed."""

    def __init__(self) -> None:
        super().__init__()
        self.meanwhile: Callable[[], object] = lambda: None

    def __call__(self, environ: Any, start_response: Any) -> Iterable[bytes]:
        self.meanwhile()
        return super().__call__(environ, start_response)


class Sites:
    """Two processes that have kept the same page, which is outdated since."""

    def __init__(self, cache: BaseCache, content: Content) -> None:
        self.applications = Meanwhile(), Meanwhile()
        self.processes = [
            PageCache(
                made,
                most_bytes=LARGE,
                version=ContentVersion(0, lambda: None, content.read),
                shared=Shared(cache, asked_all=as_it_is),
            )
            for made in self.applications
        ]
        for process in self.processes:
            asked(process, "/")
        self.former = self.answers
        content.number = 2

    @property
    def answers(self) -> int:
        return sum(made.answers for made in self.applications)


@pytest.fixture(params=["table", "redis"])
def cache(request: pytest.FixtureRequest) -> BaseCache:
    """Redis, here a cache of the same interface."""
    if request.param == "table":
        return DatabaseCache("kept_pages", {})
    found = LocMemCache(request.node.name, {})
    found.clear()
    return found


def test_who_comes_after_it_was_made_gets_it(cache: BaseCache, content: Content) -> None:
    sites = Sites(cache, content)
    one, other = (asked(process, "/") for process in sites.processes)
    assert (sites.answers - sites.former, one.body == other.body, other.was_kept) == (1, True, True)


def test_who_comes_meanwhile_gets_the_former_one_or_waits(
    cache: BaseCache, content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    sites = Sites(cache, content)
    got = []
    sites.applications[0].meanwhile = lambda: got.append(asked(sites.processes[1], "/"))
    new = asked(sites.processes[0], "/")
    assert [(one.was_kept, one.body == new.body) for one in got] == [(True, False)]
    assert asked(sites.processes[1], "/").body == new.body
    assert sites.answers - sites.former == 1


def test_who_may_no_longer_get_the_former_one_waits_for_the_new_one(
    content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    sites = Sites(LocMemCache("waiting", {}), content)
    monkeypatch.setattr(front_module, "FORMER_SHOWN_FOR", -1.0)
    got = []
    other = threading.Thread(target=lambda: got.append(asked(sites.processes[1], "/")))

    def look_in(*_: object) -> None:
        sites.applications[0].meanwhile = lambda: None
        other.start()
        other.join(0.1)

    sites.applications[0].meanwhile = look_in
    new = asked(sites.processes[0], "/")
    other.join(10)
    assert [one.body for one in got] == [new.body]
    assert sites.answers - sites.former == 1


def test_who_was_killed_while_making_it_keeps_nobody_from_it(
    cache: BaseCache, content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(front_module, "FORMER_SHOWN_FOR", -1.0)
    monkeypatch.setattr(shared_module, "LONGEST_WAIT", 0.05)
    sites = Sites(cache, content)

    def be_killed() -> None:
        raise KeyboardInterrupt

    sites.applications[0].meanwhile = be_killed
    with pytest.raises(KeyboardInterrupt):
        asked(sites.processes[0], "/")
    assert not asked(sites.processes[1], "/").was_kept
    assert sites.answers - sites.former == 1


def test_what_may_not_be_kept_is_waited_for_by_nobody(
    cache: BaseCache, content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shared_module, "LOOKS_EVERY", 60.0)
    sites = Sites(cache, content)
    sites.applications[0].status = sites.applications[1].status = "404 Not Found"
    assert [asked(process, "/").status for process in sites.processes] == [404, 404]


def test_a_table_that_takes_no_writing_keeps_nobody_from_the_new_page(
    content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    sites = Sites(DatabaseCache("kept_pages", {}), content)

    def refuse(*_: object, **__: object) -> bool:
        return False  # as Django's backend does where it could not write

    monkeypatch.setattr(DatabaseCache, "_base_set", refuse)
    assert b"Answer 2" in asked(sites.processes[0], "/").body


def test_without_the_table_each_process_makes_its_own(content: Content, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: object) -> None:
        raise OperationalError("away")

    monkeypatch.setattr(DatabaseCache, "get_many", away)
    sites = Sites(DatabaseCache("kept_pages", {}), content)
    for process in sites.processes:
        assert b"Answer 2" in asked(process, "/").body


def test_a_table_that_somebody_holds_is_left_alone_for_a_while(
    content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shared_module, "PATIENCE", -1.0)
    sites = Sites(DatabaseCache("kept_pages", {}), content)
    with CaptureQueriesContext(connection) as made:
        asked(sites.processes[0], "/")
    assert len(made) == 0


def test_a_kept_page_asks_nobody_and_a_new_one_writes_nothing_into_the_table(content: Content) -> None:
    process = PageCache(
        Counting(),
        most_bytes=LARGE,
        version=ContentVersion(0, lambda: None, content.read),
        shared=Shared(DatabaseCache("kept_pages", {}), asked_all=as_it_is),
    )
    with CaptureQueriesContext(connection) as made:
        asked(process, "/")
    assert [query["sql"].split()[0] for query in made] == ["SELECT"]
    with CaptureQueriesContext(connection) as made:
        asked(process, "/")
    assert len(made) == 0
