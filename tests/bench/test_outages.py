"""Twenty outages of the database, and of Redis, under fifty requests a second: what people saw (`make bench-parts`).

The site runs as in production: granian, two workers, all of its middleware. The machine runs the people, too; where it
is busy with more than that, hold the times against those of the calm seconds before the first outage.
"""

import fcntl
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.bench.http.sites import prepared, served
from tests.bench.neighbours import postgresql_in, redis_at
from tests.bench.readers import EMAIL, PASSWORD, RATE, Seen, people, statuses, times
from tools import postgres
from tools.steps import quietly

pytestmark = pytest.mark.bench
LENGTHS = [2.0] * 17 + [5.0] * 2 + [15.0]  # seconds; who tries to connect again and again tries ever less often
CALM = 10.0  # seconds before the first
BACK = 5.5  # seconds after each
PENDING_BYTE = 0x40000000  # of an SQLite file: whoever locks it keeps out all who come (sqlite.org/lockingv3)

Away = Callable[[], AbstractContextManager[object]]


@contextmanager
def site(folder: Path, address: str = "", **own: str) -> Iterator[int]:
    """The port of the site, over a database that has the shipped collection and a person who logs in.

    `address`: of a PostgreSQL server.
    """
    made = prepared("postgresql" if address else "sqlite", folder, 0, address)
    quietly(
        [sys.executable, "manage.py", "create_administrator", EMAIL], {**made.env, "ADMINISTRATOR_PASSWORD": PASSWORD}
    )
    with served("cbtneuro.wsgi:application", {**made.env, **own}, folder / "log") as server:
        yield server.port


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
    return max((answer.seconds for answer in seen.pages + seen.log_ins if answer.status == 503), default=0.0)


def test_postgresql_goes_and_comes(folder: Path) -> None:
    with postgresql_in(folder) as cluster:

        @contextmanager
        def stopped() -> Iterator[None]:
            cluster.stop()
            yield
            cluster.start()

        with site(folder, cluster.address) as port:
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
