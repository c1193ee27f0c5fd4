"""Twenty outages of the database, and of Redis, under fifty requests a second: `make bench` prints what readers saw.

The site runs as in production: granian, two workers, all of its middleware.
"""

import http.client
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.cbtneuro.test_cache import redis_at
from tests.source import ROOT
from tools import postgres, run

pytestmark = pytest.mark.bench
OUTAGES = 20
AWAY = 2.0  # seconds
BACK = 3.0
RATE = 50  # requests a second
READERS = 25
PAGES = ("/", "/latest/", "/tags/", "/lists/", "/search/?q=fear", "/about/", "/feeds/latest.atom", "/login/")


@dataclass
class Seen:
    """What readers saw: each answer with the time when it came and the seconds that it took."""

    answers: list[tuple[float, int, float]] = field(default_factory=list)

    def read(self, port: int, page: str) -> int:
        began = time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        try:
            connection.request("GET", page)
            status = connection.getresponse().status
        except OSError:
            status = 0
        finally:
            connection.close()
        now = time.monotonic()
        self.answers.append((now, status, now - began))
        return status

    def seconds_until_good(self, since: float, until: float) -> float:
        """From `since` to the answer after which all that come before `until` are good."""
        bad = [at for at, status, _ in self.answers if since <= at < until and status != 200]
        return max(bad, default=since) - since


@contextmanager
def readers(port: int) -> Iterator[Seen]:
    """`READERS` people who read on, `RATE` pages a second together."""
    seen, over = Seen(), threading.Event()

    def read_on(number: int) -> None:
        turn = number
        while not over.wait(READERS / RATE):
            seen.read(port, PAGES[turn % len(PAGES)])
            turn += 1

    threads = [threading.Thread(target=read_on, args=(number,)) for number in range(READERS)]
    for thread in threads:
        thread.start()
    try:
        yield seen
    finally:
        over.set()
        for thread in threads:
            thread.join()


@contextmanager
def site(folder: Path, **own: str) -> Iterator[int]:
    """The port of the site, over a database that has the shipped collection."""
    for name in ("media", "mail", "static"):
        (folder / name).mkdir(exist_ok=True)
    env = {**run.environment(folder, os.environ), **own, "DJANGO_SETTINGS_MODULE": "cbtneuro.settings"}
    for command in (["migrate", "--no-input"], ["load_collection"], ["collectstatic", "--no-input"]):
        subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=env, check=True, capture_output=True)
    port = postgres.free_port()
    command = [sys.executable, *run.SERVER, "--host", "127.0.0.1", "--port", str(port), "cbtneuro.wsgi:application"]
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(command, cwd=ROOT, env=env, stdout=log, stderr=log, process_group=0)
        try:
            while not run.answers(port):
                assert server.poll() is None, (folder / "log").read_text()
                time.sleep(0.1)
            yield port
        finally:
            server.terminate()
            server.wait()


def report(name: str, seen: Seen, returns: list[float]) -> None:
    statuses = Counter(status for _, status, _ in seen.answers)
    slowest = max(seconds for _, _, seconds in seen.answers)
    waits = [seen.seconds_until_good(at, at + BACK) for at in returns]
    other = sum(number for status, number in statuses.items() if status not in (200, 503))
    print(f"\n{name}: {OUTAGES} outages, {len(seen.answers)} answers: {dict(sorted(statuses.items()))}")
    print(f"slowest {slowest:.2f} s, neither 200 nor 503: {other}, seconds until good at most {max(waits):.2f}")
    assert other == 0
    assert slowest < 2.5
    assert max(waits) < 5


def outages(port: int, starting: Callable[[], AbstractContextManager[object]], stack: ExitStack) -> Seen:
    """Stop and start it while people read. It runs at first: `stack` stops it."""
    returns = []
    with readers(port) as seen:
        time.sleep(BACK)
        for _ in range(OUTAGES):
            stack.close()
            time.sleep(AWAY)
            stack.enter_context(starting())
            returns.append(time.monotonic())
            time.sleep(BACK)
    report(type(starting).__name__, seen, returns)
    return seen


@pytest.fixture
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="cbt-outage-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


def test_postgresql_goes_and_comes(folder: Path) -> None:
    programs, by = postgres.installed(os.environ["PATH"]), postgres.account()
    assert programs, "no PostgreSQL is installed here"
    (folder / "cluster").mkdir()
    if by:
        os.chown(folder / "cluster", by["user"], by["group"])
    data = postgres.create(programs, by, folder / "cluster")
    number = postgres.free_port()
    with ExitStack() as stack:
        address = stack.enter_context(postgres.started(programs, by, data, number))
        with site(folder, DATABASE_URL=address) as port:
            outages(port, lambda: postgres.started(programs, by, data, number), stack)


def test_redis_goes_and_comes_and_nobody_hears_of_it(folder: Path) -> None:
    number = postgres.free_port()
    with ExitStack() as stack:
        stack.enter_context(redis_at(number))
        with site(folder, CACHE_URL=f"redis://127.0.0.1:{number}/0") as port:
            seen = outages(port, lambda: redis_at(number), stack)
    assert {status for _, status, _ in seen.answers} == {200}
