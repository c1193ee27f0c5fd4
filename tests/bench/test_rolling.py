"""A new release takes the place of the former one, a server after the other, under load, on PostgreSQL.

`make bench-parts ARGS=tests/bench/test_rolling.py`. The former release is that before the last migration; FORMER names
another commit. Readers and who logs in come to nginx, an editor's program publishes; nobody may be refused anything.
"""

import os
import re
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest

from tests.bench.http.sites import database_at
from tests.bench.neighbours import Cluster
from tests.bench.publishing import Published, prepared, publishing
from tests.bench.readers import EMAIL, OFTEN, PASSWORD, SELDOM, Answer, Seen, ask, people, statuses, times
from tests.upgrading.releases import Release, before_the_last_migration, environment, former, migrations_since
from tools import postgres
from tools.cluster.processes import Process
from tools.cluster.proxies import nginx, upstream
from tools.steps import ROOT

pytestmark = pytest.mark.bench
SERVERS: Final = 2
RATE: Final = 30  # readers a second
CALM: Final = 5.0  # seconds of both releases before, between and after
LEAVES: Final = 2.0  # seconds in which nginx lets go of a server
STYLE: Final = re.compile(r'href="(/static/css/base[^"]*\.css)"')


@pytest.fixture
def before(cluster: Cluster, folder: Path) -> Release:
    """The former release, with the shipped articles and an administrator."""
    commit = os.environ.get("FORMER") or before_the_last_migration()
    print(f"\nFrom {commit} over {len(migrations_since(commit))} migrations")
    env = {**environment(folder, database_at(cluster.address, "cbtneuro_rolling")), "TRUSTED_PROXY_COUNT": "1"}
    release = former(commit, folder / "former", env)
    with (release.folder / "static" / "css" / "base.css").open("a") as style:
        style.write("\n.former { margin: 0; }\n")  # so that each release has its own
    for typed in ("migrate", "load_collection", "collectstatic --no-input"):
        release.manage(*typed.split())
    Release(release.folder, {**env, "ADMINISTRATOR_PASSWORD": PASSWORD}).manage("create_administrator", EMAIL)
    return release


@contextmanager
def running(release: Release, folder: Path) -> Iterator[tuple[list[Process], Process]]:
    """Servers, and nginx before them. What runs in the end is ended."""
    servers = [
        release.server(f"Site {number}", postgres.free_port(), folder / f"site{number}") for number in range(SERVERS)
    ]
    proxy = nginx(folder, [server.port for server in servers])
    try:
        for process in (*servers, proxy):
            process.start()
        for server in servers:  # so that no crowd waits for the first of each page
            assert {ask(server.port, "GET", page)[0].status for page in {*OFTEN, *SELDOM}} == {200}
        yield servers, proxy
    finally:
        for process in (*servers, proxy):
            process.end()


def replace(servers: list[Process], number: int, now: Release, proxy: Process) -> None:
    """The server of this number runs the release of `now` then; nginx sends it nobody meanwhile."""
    folder = proxy.log.parent
    ports = [server.port for server in servers]
    upstream(folder, ports, down={ports[number]})
    told_anew(proxy)
    time.sleep(LEAVES)
    servers[number].end()
    servers[number] = now.server(servers[number].name, ports[number], servers[number].log)
    servers[number].start()
    upstream(folder, ports)
    told_anew(proxy)


@contextmanager
def styled(port: int) -> Iterator[dict[str, list[Answer]]]:
    """Somebody who asks for a page and then for the style sheet that it names: the answers of each style sheet."""
    answers: dict[str, list[Answer]] = {}
    over = threading.Event()

    def read_on() -> None:
        while not over.wait(0.05):
            named = STYLE.search(ask(port, "GET", "/login/")[1])
            style = named[1] if named else "none"
            answers.setdefault(style, []).append(ask(port, "GET", style)[0])

    thread = threading.Thread(target=read_on)
    thread.start()
    try:
        yield answers
    finally:
        over.set()
        thread.join()


def told_anew(proxy: Process) -> None:
    assert proxy.running
    os.kill(proxy.running.pid, signal.SIGHUP)


def told(seen: Seen, published: Published, phases: dict[str, float]) -> None:
    print(f"  {len(seen.pages)} pages {statuses(seen.pages)}, log-ins {statuses(seen.log_ins)}; {times(seen.pages)}")
    for (name, began), ended in zip(phases.items(), [*phases.values(), time.monotonic()][1:], strict=True):
        slowest = max((one.seconds for one in seen.pages if began <= one.ended < ended), default=0)
        print(f"  {name}: {ended - began:.1f} s, {len(seen.bad(began, ended))} pages not good, slowest {slowest:.1f} s")
    print(f"  published {len(published.slugs)}, refused {published.refused}, {published.longest:.1f} s without one")


def test_no_request_fails_while_a_release_takes_the_place_of_another(before: Release, folder: Path) -> None:
    now, names = Release(ROOT, before.env), prepared(before.env, EMAIL, before.folder)
    phases: dict[str, float] = {}
    with (
        running(before, folder) as (servers, proxy),
        people(proxy.port, RATE) as seen,
        styled(proxy.port) as styles,
        publishing(proxy.port, names) as published,
    ):
        phases["the former release"] = time.monotonic()
        time.sleep(CALM)
        now.manage("collectstatic", "--no-input")
        phases["migrate"] = time.monotonic()
        now.manage("migrate")
        phases["the former release, migrated"] = time.monotonic()
        time.sleep(CALM)
        for number in range(SERVERS):
            phases[f"server {number + 1} replaced"] = time.monotonic()
            replace(servers, number, now, proxy)
            time.sleep(CALM)
    told(seen, published, phases)
    print(f"  style sheets: {[statuses(answers) for answers in styles.values()]}")
    assert len(styles) == 2
    assert {answer.status for answers in styles.values() for answer in answers} == {200}
    assert set(statuses(seen.pages)) == {200}
    assert set(statuses(seen.log_ins)) == {302}
    assert published.slugs
    assert not published.refused, published.why
    assert not published.unseen
    assert not published.leaked
