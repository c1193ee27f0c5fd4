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
from tools.cluster.processes import Process, program
from tools.steps import ROOT, quietly, step

STANDBYS: Final = 2
APPLICATIONS: Final = 2
LINES: Final = ROOT / "docs" / "nginx.conf"  # as it stands, but for names of this machine
AROUND: Final = """daemon off;
pid {folder}/nginx.pid;
error_log {folder}/nginx.log warn;
events {{ worker_connections 4096; }}
http {{
    access_log off;
    client_body_temp_path {folder}/bodies;
    proxy_temp_path {folder}/proxied;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    upstream site {{
{servers}
    }}
{lines}
}}
"""


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
        redis = redis_in(folder)
        redis.start()
        begun.append(redis)
        env = environment_of(folder, databases, redis)
        with step("Migrations and static files"):
            for typed in ("migrate --no-input", "collectstatic --no-input"):
                quietly([sys.executable, "manage.py", *typed.split()], env)
        with step("Two servers of the site, nginx before them"):
            applications = [application(folder, number, env) for number in range(1, APPLICATIONS + 1)]
            proxy = nginx(folder, applications)
            for process in [*applications, proxy]:
                process.start()
                begun.append(process)
        yield Cluster(folder, env, databases, redis, applications, proxy)
    finally:
        for each in reversed(begun):
            each.end()


def environment_of(folder: Path, databases: list[Server], redis: Process) -> dict[str, str]:
    hosts = ",".join(f"127.0.0.1:{server.pooler.port}" for server in databases)
    return {
        **run.environment(folder, os.environ),
        "DJANGO_SETTINGS_MODULE": "cbtneuro.settings",
        "DATABASE_URL": f"postgres://postgres@{hosts}/{DATABASE}?connect_timeout=2",
        "DATABASE_PREPARE": "0",
        "CACHE_URL": f"redis://127.0.0.1:{redis.port}/0",
        "TRUSTED_PROXY_COUNT": "1",
        "METRICS_FOLDER": "",
    }


def redis_in(folder: Path) -> Process:
    port = postgres.free_port()
    command = [program("redis-server", "redis"), "--port", str(port), "--bind", "127.0.0.1", "--save", "",
               "--appendonly", "no", "--dir", str(folder)]  # fmt: skip
    return Process("Redis", port, folder / "redis.log", lambda: command)


def application(folder: Path, number: int, env: dict[str, str]) -> Process:
    port = postgres.free_port()
    command = [sys.executable, *run.SERVER, "--host", "127.0.0.1", "--port", str(port), "cbtneuro.wsgi:application"]
    return Process(f"Site {number}", port, folder / f"site{number}.log", lambda: command, env=env)


def nginx(folder: Path, applications: list[Process]) -> Process:
    port, file = postgres.free_port(), folder / "nginx.conf"
    servers = "\n".join(f"        server 127.0.0.1:{one.port} max_fails=1 fail_timeout=2s;" for one in applications)
    lines = "\n".join(line for line in LINES.read_text().splitlines() if "ssl_certificate" not in line)
    lines = lines.replace("listen 443 ssl", f"listen 127.0.0.1:{port}").replace("127.0.0.1:8000", "site")
    lines = lines.replace("$host", "$http_host").replace("/var/cache/nginx", str(folder))
    file.write_text(AROUND.format(folder=folder, servers=servers, lines=lines))
    command = [program("nginx", "nginx-light"), "-c", str(file), "-p", str(folder)]
    return Process("nginx", port, folder / "nginx.out", lambda: command)
