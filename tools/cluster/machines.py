"""All of it together: nginx, two servers of the site, Redis, S3, a primary and two standbys of PostgreSQL."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tools import postgres, run
from tools.cluster.databases import DATABASE, Server, primary_in, standby_of
from tools.cluster.processes import Process
from tools.cluster.proxies import nginx, redis
from tools.cluster.s3_server import KEYS, bucket_at
from tools.steps import quietly, step

STANDBYS: Final = 2
APPLICATIONS: Final = 2


@dataclass
class Machines:
    """What stands behind the servers of the site."""

    folder: Path
    env: dict[str, str]  # of every server of the site, and of `manage.py`
    databases: list[Server]  # the primary first
    redis: Process
    s3: Process


@dataclass
class Cluster(Machines):
    applications: list[Process]
    proxy: Process

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.proxy.port}"

    def manage(self, *typed: str) -> str:
        return quietly([sys.executable, "manage.py", *typed], self.env)

    def follow(self) -> Server:
        """Promote the standby that has most of the log; the other follows nobody, and ends. Returns the new primary."""
        left = [server for server in self.databases[1:] if server.process.answers()]
        chosen = max(left, key=Server.received)
        chosen.promote()
        for other in left:
            if other is not chosen:
                other.end()
        return chosen


@contextmanager
def ended(begun: list[Process | Server]) -> Iterator[None]:
    """In the end each of them is, the last first."""
    try:
        yield
    finally:
        for each in reversed(begun):
            each.end()


@contextmanager
def machines_in(folder: Path) -> Iterator[Machines]:
    """Started, and empty; all of it ends with this."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)  # PostgreSQL runs as another user
    begun: list[Process | Server] = []
    with ended(begun):
        with step("A primary and two standbys of PostgreSQL, a PgBouncer before each"):
            primary = primary_in(folder, STANDBYS)
            begun.append(primary)
            databases = [primary, *(standby_of(primary, folder, number + 1) for number in range(STANDBYS))]
            begun.extend(databases[1:])
            primary.said("SELECT pg_reload_conf()")  # from now on a commit waits for one of them
        with step("Redis and S3"):
            cache, store = redis(folder), s3(folder)
            for process in (cache, store):
                process.start()
                begun.append(process)
        env = environment_of(folder, databases, cache, bucket_at(f"http://127.0.0.1:{store.port}", "images"))
        yield Machines(folder, env, databases, cache, store)


@contextmanager
def cluster_in(folder: Path) -> Iterator[Cluster]:
    """Started, migrated and without articles; all of it ends with this."""
    begun: list[Process | Server] = []
    with machines_in(folder) as behind, ended(begun):
        with step("Migrations and static files"):
            for typed in ("migrate --no-input", "collectstatic --no-input"):
                quietly([sys.executable, "manage.py", *typed.split()], behind.env)
        with step("Two servers of the site, nginx before them"):
            applications = [application(folder, number, behind.env) for number in range(1, APPLICATIONS + 1)]
            proxy = nginx(folder, [one.port for one in applications])
            for process in [*applications, proxy]:
                process.start()
                begun.append(process)
        yield Cluster(**vars(behind), applications=applications, proxy=proxy)


def environment_of(folder: Path, databases: list[Server], cache: Process, bucket: str) -> dict[str, str]:
    hosts = ",".join(f"127.0.0.1:{server.pooler.port}" for server in databases)
    return {
        **run.environment(folder, os.environ),
        **KEYS,
        "DJANGO_SETTINGS_MODULE": "cbtneuro.settings",
        "DATABASE_URL": f"postgres://postgres@{hosts}/{DATABASE}?connect_timeout=2",
        "DATABASE_REPLICAS": f"postgres://postgres@{','.join(reversed(hosts.split(',')))}/{DATABASE}",
        "DATABASE_PREPARE": "0",
        "CACHE_URL": f"redis://127.0.0.1:{cache.port}/0",
        "MEDIA_S3": bucket,
        "TRUSTED_PROXY_COUNT": "1",
        "METRICS_FOLDER": "",
    }


def s3(folder: Path) -> Process:
    port = postgres.free_port()
    command = [sys.executable, "-m", "tools.cluster.s3_server", str(port)]
    return Process("S3", port, folder / "s3.log", lambda: command)


def application(folder: Path, number: int, env: dict[str, str]) -> Process:
    port = postgres.free_port()
    command = [sys.executable, *run.SERVER, "--host", "127.0.0.1", "--port", str(port), "cbtneuro.wsgi:application"]
    return Process(f"Site {number}", port, folder / f"site{number}.log", lambda: command, env=env)
