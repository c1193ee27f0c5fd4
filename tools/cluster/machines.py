"""All of it together: nginx, two servers of the site, Redis, a primary and two standbys of PostgreSQL."""

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
from tools.steps import quietly, step

STANDBYS: Final = 2
APPLICATIONS: Final = 2


@dataclass
class Cluster:
    folder: Path
    env: dict[str, str]  # of every server of the site, and of `manage.py`
    databases: list[Server]  # the primary first
    redis: Process
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
def cluster_in(folder: Path) -> Iterator[Cluster]:
    """Started, migrated and without articles; all of it ends with this."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)  # PostgreSQL runs as another user
    begun: list[Process | Server] = []
    try:
        with step("A primary and two standbys of PostgreSQL, a PgBouncer before each"):
            primary = primary_in(folder, STANDBYS)
            begun.append(primary)
            databases = [primary, *(standby_of(primary, folder, number + 1) for number in range(STANDBYS))]
            begun.extend(databases[1:])
            primary.said("SELECT pg_reload_conf()")  # from now on a commit waits for one of them
        cache = redis(folder)
        cache.start()
        begun.append(cache)
        env = environment_of(folder, databases, cache)
        with step("Migrations and static files"):
            for typed in ("migrate --no-input", "collectstatic --no-input"):
                quietly([sys.executable, "manage.py", *typed.split()], env)
        with step("Two servers of the site, nginx before them"):
            applications = [application(folder, number, env) for number in range(1, APPLICATIONS + 1)]
            proxy = nginx(folder, [one.port for one in applications])
            for process in [*applications, proxy]:
                process.start()
                begun.append(process)
        yield Cluster(folder, env, databases, cache, applications, proxy)
    finally:
        for each in reversed(begun):
            each.end()


def environment_of(folder: Path, databases: list[Server], cache: Process) -> dict[str, str]:
    hosts = ",".join(f"127.0.0.1:{server.pooler.port}" for server in databases)
    return {
        **run.environment(folder, os.environ),
        "DJANGO_SETTINGS_MODULE": "cbtneuro.settings",
        "DATABASE_URL": f"postgres://postgres@{hosts}/{DATABASE}?connect_timeout=2",
        "DATABASE_PREPARE": "0",
        "CACHE_URL": f"redis://127.0.0.1:{cache.port}/0",
        "TRUSTED_PROXY_COUNT": "1",
        "METRICS_FOLDER": "",
    }


def application(folder: Path, number: int, env: dict[str, str]) -> Process:
    port = postgres.free_port()
    command = [sys.executable, *run.SERVER, "--host", "127.0.0.1", "--port", str(port), "cbtneuro.wsgi:application"]
    return Process(f"Site {number}", port, folder / f"site{number}.log", lambda: command, env=env)
