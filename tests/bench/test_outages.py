"""Twenty outages of the database, and of Redis, under fifty requests a second: what people saw (`make bench-parts`).

The site runs as in production: granian, two workers, all of its middleware. The machine runs the people, too; where it
is busy with more than that, hold the times against those of the calm seconds before the first outage.
"""

import fcntl
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.bench.readers import EMAIL, PASSWORD, RATE, Seen, people, statuses, times
from tests.source import ROOT
from tools import postgres, run
from tools.steps import die_with_parent

pytestmark = pytest.mark.bench
LENGTHS = [2.0] * 17 + [5.0] * 2 + [15.0]  # seconds; who tries to connect again and again tries ever less often
CALM = 10.0  # seconds before the first
BACK = 5.5  # seconds after each
PENDING_BYTE = 0x40000000  # of an SQLite file: whoever locks it keeps out all who come (sqlite.org/lockingv3)

Away = Callable[[], AbstractContextManager[object]]


@contextmanager
def site(folder: Path, **own: str) -> Iterator[int]:
    """The port of the site, over a database that has the shipped collection and a person who logs in."""
    for name in ("media", "mail", "static"):
        (folder / name).mkdir(exist_ok=True)
    env = {**run.environment(folder, os.environ), "ADMINISTRATOR_PASSWORD": PASSWORD, **own}
    env["DJANGO_SETTINGS_MODULE"] = "cbtneuro.settings"
    for typed in (
        "migrate --no-input",
        "load_collection",
        "collectstatic --no-input",
        f"create_administrator {EMAIL}",
    ):
        words = [sys.executable, "manage.py", *typed.split()]
        subprocess.run(words, cwd=ROOT, env=env, check=True, capture_output=True)
    port = postgres.free_port()
    command = [sys.executable, *run.SERVER, "--host", "127.0.0.1", "--port", str(port), "cbtneuro.wsgi:application"]
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(
            command, cwd=ROOT, env=env, stdout=log, stderr=log, process_group=0, preexec_fn=die_with_parent
        )
        try:
            while not run.answers(port):
                assert server.poll() is None, (folder / "log").read_text()
                time.sleep(0.1)
            yield port
            assert server.poll() is None, "the server did not outlive the outages"
        finally:
            server.terminate()
            server.wait()


def outages(name: str, port: int, away: Away) -> Seen:
    """Take it away and give it back while people read, and print what they saw."""
    returns = []
    with people(port) as seen:
        time.sleep(CALM)
        calm = len(seen.pages)
        for seconds in LENGTHS:
            with away():
                time.sleep(seconds)
            returns.append(time.monotonic())
            time.sleep(BACK)
    waits = [max(seen.bad(at, at + BACK), default=at) - at for at in returns]
    refused = [answer for answer in seen.pages if answer.status == 503]
    other = [answer for answer in seen.pages if answer.status not in (200, 503)]
    print(f"\n{name}: {len(LENGTHS)} outages, {len(seen.pages) / seen.seconds:.0f} pages a second")
    print(f"  calm:    {times(seen.pages[:calm])}")
    print(f"  outages: {times(seen.pages[calm:])}")
    print(f"  503:     {times(refused) if refused else 'none'}")
    print(
        f"  pages {statuses(seen.pages)}, log-ins {statuses(seen.log_ins)}, good again after {max(waits):.2f} s at most"
    )
    assert len(seen.pages) / seen.seconds > 0.95 * RATE
    assert not other
    assert all(answer.retry_after for answer in refused)
    assert max(waits) < 5
    return seen


def slowest(seen: Seen) -> float:
    """Of the answers that say it is away."""
    return max(answer.seconds for answer in seen.pages + seen.log_ins if answer.status == 503)


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
    data, number = postgres.create(programs, by, folder / "cluster"), postgres.free_port()
    with ExitStack() as running:
        address = running.enter_context(postgres.started(programs, by, data, number))

        @contextmanager
        def stopped() -> Iterator[None]:
            running.close()
            yield
            running.enter_context(postgres.started(programs, by, data, number))

        with site(folder, DATABASE_URL=address) as port:
            seen = outages("PostgreSQL stopped", port, stopped)
    assert {answer.status for answer in seen.log_ins} <= {302, 503}
    assert slowest(seen) < 2


def test_an_sqlite_file_is_locked_for_everybody(folder: Path) -> None:
    @contextmanager
    def locked() -> Iterator[None]:
        with (folder / "cbtneuro.sqlite3").open("r+b") as file:
            fcntl.lockf(file, fcntl.LOCK_EX, 1, PENDING_BYTE)
            yield

    with site(folder) as port:
        seen = outages("SQLite locked", port, locked)
    assert {answer.status for answer in seen.log_ins} <= {302, 503}
    assert slowest(seen) < 2


def test_an_sqlite_file_that_somebody_writes_is_read_all_the_same(folder: Path) -> None:
    @contextmanager
    def written() -> Iterator[None]:
        connection = sqlite3.connect(folder / "cbtneuro.sqlite3", isolation_level=None, timeout=30)
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("COMMIT")
        connection.close()

    with site(folder) as port:
        seen = outages("SQLite written", port, written)
    assert {answer.status for answer in seen.pages} == {200}
    assert {answer.status for answer in seen.log_ins} <= {302, 503}


@contextmanager
def redis_at(port: int) -> Iterator[None]:
    program = shutil.which("redis-server")
    assert program, "no Redis is installed here"
    command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, process_group=0, preexec_fn=die_with_parent)
    try:
        yield
    finally:
        server.terminate()
        server.wait()


def test_redis_goes_and_comes_and_nobody_hears_of_it(folder: Path) -> None:
    number = postgres.free_port()
    with ExitStack() as running:
        running.enter_context(redis_at(number))

        @contextmanager
        def stopped() -> Iterator[None]:
            running.close()
            yield
            running.enter_context(redis_at(number))

        with site(folder, CACHE_URL=f"redis://127.0.0.1:{number}/0") as port:
            seen = outages("Redis stopped", port, stopped)
    assert {answer.status for answer in seen.pages} == {200}
    assert {answer.status for answer in seen.log_ins} == {302}
