"""The page cache under load, as in production: what changes shows in time, and what breaks is not noticed by visitors.

`make bench-parts ARGS=tests/bench/test_page_cache.py` prints what was seen.
"""

import fcntl
import os
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Final

import pytest

from tests.bench.http import cpu
from tests.bench.http.sites import Server, Site, served
from tests.bench.neighbours import Cluster, redis_at
from tests.bench.test_outages import PENDING_BYTE
from tests.bench.watching import Look, at_once, look, watched
from tools import postgres

pytestmark = pytest.mark.bench
KEPT: Final = ("/", "/latest/", "/feeds/latest.atom", "/about/", "/lists/")
LISTING: Final = ("/", "/latest/", "/feeds/latest.atom")
NOT_KEPT: Final = ("/login/", "/search/?q=fear")
SHOWS_WITHIN: Final = 1.0  # seconds
REFUSED_WITHIN: Final = 2.0
BACK_WITHIN: Final = 5.0
CALM, AWAY = 2.0, 4.0
VISITORS: Final = 200
WORKERS: Final = 2


@contextmanager
def serving(site: Site, **own: str) -> Iterator[Server]:
    with served("cbtneuro.wsgi:application", {**site.env, **own}, site.folder / "log") as server:
        yield server


def warm(port: int, paths: tuple[str, ...]) -> None:
    """Both workers have made each."""
    for _ in range(12):
        for path in paths:
            assert look(port, path).status == 200


def test_a_publication_shows_within_a_second_and_no_request_fails(site: Site) -> None:
    with serving(site) as server:
        warm(server.port, LISTING)
        with watched(server.port, LISTING) as looks:
            acts = site.inside("acts")
    slug, wrong, late = acts["path"].encode(), [], 0.0
    for act, following in zip(acts["acts"], [*acts["acts"][1:], {"began": float("inf")}], strict=True):
        for one in looks:
            if act["committed"] < one.began and one.ended < following["began"] and (slug in one.body) != act["shows"]:
                late = max(late, one.began - act["committed"])
                wrong += [one] if one.began > act["committed"] + SHOWS_WITHIN else []
    print(
        f"\n{site.engine}: {len(looks)} pages, {len(acts['acts'])} acts, the latest former page {late:.2f} s after one"
    )
    assert {one.status for one in looks} == {200}
    assert not wrong


def expired_under(site: Site, name: str, **own: str) -> None:
    """Two hundred visitors at once on a page that a change has outdated, three times."""
    with serving(site, **own) as server:
        warm(server.port, LISTING)
        rounds = []
        for _ in range(3):
            site.inside("touch")
            time.sleep(0.6)  # every process has to ask
            rounds.append(at_once(server.port, "/latest/", VISITORS))
    for looks in rounds:
        made, slowest = sum(one.was_made for one in looks), max(one.seconds for one in looks)
        unkept, stale = sum(not one.cache for one in looks), sum(one.is_stale for one in looks)
        print(f"\n{name}: {len(looks)} at once, made {made} times, {stale} got the former one, slowest {slowest:.2f} s")
        assert {one.status for one in looks} == {200}
        assert (made, unkept) == (1, 0)


def test_two_hundred_at_once_on_an_expired_page_make_it_once_a_site(site: Site) -> None:
    expired_under(site, site.engine)


def test_two_hundred_at_once_make_it_once_a_site_by_redis(postgresql_site: Site) -> None:
    number = postgres.free_port()
    with redis_at(number):
        expired_under(postgresql_site, "Redis", CACHE_URL=f"redis://127.0.0.1:{number}/0")


def outage(server: Server, take: Callable[[], object], give: Callable[[], object]) -> list[Look]:
    """What visitors got before, while and after something was away: kept pages, and others."""
    warm(server.port, KEPT)
    with watched(server.port, (*KEPT, *NOT_KEPT), pause=0.05) as looks:
        time.sleep(CALM)
        took = time.monotonic()
        take()
        time.sleep(AWAY)
        give()
        gave = time.monotonic()
        time.sleep(BACK_WITHIN + 3)
    kept = [one for one in looks if one.path in KEPT]
    others = [one for one in looks if one.path in NOT_KEPT]
    refused = [one for one in looks if one.status == 503]
    late = max((one.ended - gave for one in looks if one.status != 200), default=0.0)
    stale = sum(one.is_stale for one in kept if one.began > took)
    slowest = max(one.seconds for one in kept)
    print(
        f"\nkept {Counter(one.status for one in kept)}, {stale} stale; others {Counter(one.status for one in others)}"
    )
    print(f"slowest kept {slowest:.2f} s, slowest 503 {max((one.seconds for one in refused), default=0):.2f} s")
    print(f"good again {max(late, 0.0):.2f} s after")
    assert late < BACK_WITHIN
    assert all(one.seconds < REFUSED_WITHIN and one.retry_after for one in refused)
    return looks


def statuses(looks: list[Look], paths: tuple[str, ...]) -> set[int]:
    return {one.status for one in looks if one.path in paths}


def test_kept_pages_go_on_while_postgresql_is_away(cluster: Cluster, postgresql_site: Site) -> None:
    with serving(postgresql_site) as server:
        looks = outage(server, cluster.stop, cluster.start)
    assert statuses(looks, KEPT) == {200}
    assert any(one.is_stale for one in looks)
    assert statuses(looks, NOT_KEPT) == {200, 503}


def test_kept_pages_go_on_while_an_sqlite_file_is_locked(sqlite_site: Site) -> None:
    """For who opens it: connections that are open go on, and a thread that has none yet answers 503."""
    with serving(sqlite_site) as server, (sqlite_site.folder / "cbtneuro.sqlite3").open("r+b") as file:
        looks = outage(
            server,
            lambda: fcntl.lockf(file, fcntl.LOCK_EX, 1, PENDING_BYTE),
            lambda: fcntl.lockf(file, fcntl.LOCK_UN, 1, PENDING_BYTE),
        )
    assert statuses(looks, KEPT) == {200}
    assert statuses(looks, NOT_KEPT) <= {200, 503}


def test_nobody_hears_that_redis_is_away(sqlite_site: Site) -> None:
    number = postgres.free_port()
    with ExitStack() as running:
        running.enter_context(redis_at(number))
        with serving(sqlite_site, CACHE_URL=f"redis://127.0.0.1:{number}/0") as server:
            looks = outage(server, running.close, lambda: running.enter_context(redis_at(number)))
    assert statuses(looks, (*KEPT, *NOT_KEPT)) == {200}


def test_only_who_was_being_answered_hears_that_a_worker_was_killed(sqlite_site: Site) -> None:
    with serving(sqlite_site) as server:
        before = workers(server)
        killed: list[float] = []

        def kill() -> None:
            killed.append(time.monotonic())
            os.kill(before[0], signal.SIGKILL)

        looks = outage(server, kill, lambda: None)
        after = workers(server)
    broken = [one for one in looks if one.status == 0]
    print(f"{len(broken)} of {len(looks)} connections broke, {len(set(after) - set(before))} worker came in its place")
    assert {one.status for one in looks} <= {0, 200}
    assert all(one.began < killed[0] + 0.5 for one in broken)
    assert len(after) == WORKERS


def workers(server: Server) -> list[int]:
    """The children of a server that hold a site in memory."""
    return [pid for pid in cpu.family(server.pid)[1:] if cpu.memory(pid)[0] > 40 * 2**20]
