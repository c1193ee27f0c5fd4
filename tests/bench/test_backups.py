"""Backups of a site that is written to, restored on both engines: `make bench-parts ARGS=tests/bench/test_backups.py`.

Eight of each, one after the other, from either engine to either; every table of each restored database has the checksum
that the backup tells, and what was written in one transaction came back together.
"""

import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from django.db.backends.base.base import BaseDatabaseWrapper
from pytest_django import DjangoDbBlocker

from operations.backups.backing_up import back_up
from operations.backups.connecting import at_address
from operations.backups.restoring import restore
from tags.management.progress import silently
from tests.bench.http.sites import Site, database_at
from tests.bench.neighbours import Cluster
from tests.operations.backups.states import Writer, files, is_one_state, opened, state
from tests.operations.backups.test_backup import yes

pytestmark = pytest.mark.bench
TIMES = 8


@pytest.fixture(params=["sqlite", "postgresql"])
def target(
    request: pytest.FixtureRequest, folder: Path, cluster: Cluster, django_db_blocker: DjangoDbBlocker
) -> Iterator[BaseDatabaseWrapper]:
    """A database in which nothing stands."""
    made = f"sqlite:///{folder / 'restored.sqlite3'}"
    url = made if request.param == "sqlite" else database_at(cluster.address, f"restored_{time.time_ns()}")
    with django_db_blocker.unblock(), closing(at_address(url)) as database:
        yield database


def test_each_of_eight_backups_under_writes_comes_back_as_it_was(
    site: Site, target: BaseDatabaseWrapper, folder: Path
) -> None:
    media, there, file = site.folder / "media", folder / "there", folder / "backup"
    same, meanwhile, took, took_back = 0, 0, 0.0, 0.0
    with closing(at_address(site.env["DATABASE_URL"])) as source, writing_anew(source) as writer:
        for _ in range(TIMES):
            writer.wait_for_the_next()
            began, before = time.monotonic(), writer.written
            made = back_up(source, media, file, silently, force=True)
            backed_up, after = time.monotonic(), writer.written
            restore(file, target, there, yes, silently)
            took, took_back = took + backed_up - began, took_back + time.monotonic() - backed_up
            meanwhile += after - before
            told = {name: (one.rows, one.checksum) for name, one in made.sums.items()}
            same += state(target) == told and is_one_state(target) and files(there) == files(media)
        print(
            f"\n{source.vendor} -> {target.vendor}: {same} of {TIMES} identical, {len(told)} tables; a backup takes "
            f"{took / TIMES:.1f} s, a restore {took_back / TIMES:.1f} s; {meanwhile} transactions during backups"
        )
    assert same == TIMES
    assert meanwhile >= TIMES


@contextmanager
def writing_anew(source: BaseDatabaseWrapper) -> Iterator[Writer]:
    """Somebody who writes, into a site to which nobody wrote so before."""
    with opened(source) as connection:
        connection.execute("DELETE FROM tags_formertagslug WHERE slug LIKE 'written-%'")
    with Writer(source).at_work() as writer:
        yield writer
