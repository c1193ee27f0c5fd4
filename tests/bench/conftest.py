"""Where sites that are measured keep their files."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.bench.http.sites import Site, prepared
from tests.bench.neighbours import Cluster, postgresql_in


@pytest.fixture
def folder() -> Iterator[Path]:
    """One that PostgreSQL's own user may enter."""
    with a_folder() as path:
        yield path


@pytest.fixture(scope="module")
def sqlite_site() -> Iterator[Site]:
    """The shipped collection, for all tests of a module, which leave it as it was."""
    with a_folder() as path:
        yield prepared("sqlite", path, 0)


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    with a_folder() as path, postgresql_in(path) as cluster:
        yield cluster


@pytest.fixture(scope="module")
def postgresql_site(cluster: Cluster) -> Iterator[Site]:
    with a_folder() as path:
        yield prepared("postgresql", path, 0, cluster.address)


@pytest.fixture(params=["sqlite_site", "postgresql_site"])
def site(request: pytest.FixtureRequest) -> Site:
    """On each engine in turn."""
    found: Site = request.getfixturevalue(request.param)
    return found


@contextmanager
def a_folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="cbt-bench-") as name:
        Path(name).chmod(0o755)
        yield Path(name)
