"""`kill -HUP` under load: the new code is there after a moment, and no request failed (`make bench-parts`)."""

import http.client
import os
import signal
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest

from tests.bench.http.sites import Server, Site, served
from tests.bench.test_nginx import proxy
from tests.bench.watching import Look, look, watched

pytestmark = pytest.mark.bench
SLOW: Final = "/slow/"  # of tests/bench/release.py
QUICK: Final = ("/", "/latest/", "/about/", "/lists/", "/login/", "/search/?q=fear")
CLIENTS: Final = 8
RELOADS: Final = 2
IN_A_ROW: Final = 20  # answers of the new release, from both workers
LONGEST: Final = 90  # seconds


@contextmanager
def crowd(port: int) -> Iterator[list[Look]]:
    """Many who read, and some who wait for long while the process that answers them is to go."""
    with watched(port, QUICK) as looks, watched(port, [SLOW]) as slow:
        yield looks
    looks += slow


@contextmanager
def released(site: Site, folder: Path) -> Iterator[tuple[Server, Path]]:
    """The server, and the file with the number of the release."""
    number = folder / "release"
    number.write_text("0")
    env = {**site.env, "BENCH_RELEASE": str(number), "BENCH_SLOW": SLOW}
    with served("tests.bench.release:application", env, folder / "log") as server:
        for path in QUICK:
            assert look(server.port, path).status == 200
        yield server, number


def reload(server: Server, number: Path) -> float:
    """Seconds until nothing of the former release answers."""
    began = time.monotonic()
    for release in range(1, RELOADS + 1):
        number.write_text(str(release))
        os.kill(server.pid, signal.SIGHUP)
        new = 0
        while new < IN_A_ROW:
            assert time.monotonic() - began < LONGEST, "the former release goes on answering"
            new = new + 1 if f"release; {release}" in look(server.port, "/about/").cache else 0
            time.sleep(0.05)
    return time.monotonic() - began


def told(name: str, looks: Sequence[Look], seconds: float, again: int = 0) -> None:
    failed = [one for one in looks if one.status != 200]
    slow = sum(one.path == SLOW for one in looks)
    slowest = max(one.seconds for one in looks if one.path != SLOW)
    print(f"\n{name}: {RELOADS} reloads in {seconds:.1f} s, {len(failed)} of {len(looks)} requests failed", end="")
    print(f" ({slow} slow ones among them), {again} asked again, slowest of the others {slowest:.2f} s")
    assert not failed


def test_who_opens_a_connection_for_each_request_hears_nothing_of_a_reload(sqlite_site: Site, folder: Path) -> None:
    with released(sqlite_site, folder) as (server, number), crowd(server.port) as looks:
        seconds = reload(server, number)
    told("a connection each", looks, seconds)


def test_nothing_is_heard_through_nginx(sqlite_site: Site, folder: Path) -> None:
    own = folder / "nginx"
    own.mkdir(mode=0o755)
    with (
        released(sqlite_site, folder) as (server, number),
        proxy(own, server.port, has_rule=True) as port,
        crowd(port) as looks,
    ):
        seconds = reload(server, number)
    told("through nginx", looks, seconds)


class Kept:
    """A client that keeps its connection. Where it was closed before a byte of the answer came it asks once more, as
    RFC 9110 (9.2.2) lets it and browsers do.
    """

    def __init__(self, port: int, paths: Sequence[str]) -> None:
        self.paths = paths
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.looks: list[Look] = []
        self.again = 0
        self.over = threading.Event()

    def come(self) -> None:
        while not self.over.is_set():
            for path in self.paths:
                began = time.monotonic()
                try:
                    status = self.ask(path)
                except (ConnectionResetError, BrokenPipeError, http.client.RemoteDisconnected):
                    self.connection.close()
                    self.again += 1
                    status = self.ask(path)
                self.looks.append(Look(path, began, time.monotonic(), status))

    def ask(self, path: str) -> int:
        self.connection.request("GET", path)
        answer = self.connection.getresponse()
        answer.read()
        return answer.status


def test_who_keeps_a_connection_asks_again_at_most_once(sqlite_site: Site, folder: Path) -> None:
    with released(sqlite_site, folder) as (server, number):
        clients = [Kept(server.port, QUICK if client else [SLOW]) for client in range(CLIENTS)]
        threads = [threading.Thread(target=client.come) for client in clients]
        for one in threads:
            one.start()
        seconds = reload(server, number)
        for client in clients:
            client.over.set()
        for one in threads:
            one.join()
    looks, again = [one for client in clients for one in client.looks], sum(client.again for client in clients)
    told("connections kept", looks, seconds, again)
    assert again <= CLIENTS * RELOADS * 2  # once for each worker that left
