"""What a site leans on and what can go away: a PostgreSQL server and a Redis that a measurement stops and starts."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from tools import postgres
from tools.cluster.proxies import redis


@dataclass
class Cluster:
    """A PostgreSQL server of our own, which keeps its data while it is stopped."""

    programs: Path
    by: postgres.Account
    data: Path
    port: int
    address: str = ""
    running: ExitStack = field(default_factory=ExitStack)

    def start(self) -> None:
        self.address = self.running.enter_context(postgres.started(self.programs, self.by, self.data, self.port))

    def stop(self) -> None:
        self.running.close()


@contextmanager
def postgresql_in(folder: Path) -> Iterator[Cluster]:
    """Its files lie in `folder`, which its own user may enter."""
    programs, by = postgres.installed(os.environ["PATH"]), postgres.account()
    assert programs, "no PostgreSQL is installed here"
    own = folder / "cluster"
    own.mkdir()
    if by:
        os.chown(own, by["user"], by["group"])
    cluster = Cluster(programs, by, postgres.create(programs, by, own), postgres.free_port())
    cluster.start()
    try:
        yield cluster
    finally:
        cluster.stop()


@contextmanager
def redis_at(port: int) -> Iterator[None]:
    with TemporaryDirectory() as folder:
        server = redis(Path(folder), port)
        server.start()
        try:
            yield
        finally:
            server.end()
