"""Sites as in production, prepared once and kept between runs, and servers for them and for their bare companions."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from tests.source import ROOT
from tools import postgres, run
from tools.steps import die_with_parent, quietly, step


@dataclass(frozen=True)
class Site:
    """One collection on one engine. `database`: a connection that tells of PostgreSQL's backends."""

    engine: str
    folder: Path
    env: Mapping[str, str]
    database: psycopg.Connection | None = None

    def inside(self, act: str) -> dict[str, Any]:
        """What `tests.bench.http.inside` prints."""
        told: dict[str, Any] = json.loads(
            quietly([sys.executable, "-m", "tests.bench.http.inside", act], self.env).splitlines()[-1]
        )
        return told

    def rebuilt(self, command: str) -> float:
        """Seconds that a command of `manage.py` takes, of the clock."""
        began = time.monotonic()
        quietly([sys.executable, "manage.py", command], self.env)
        return time.monotonic() - began


@dataclass(frozen=True)
class Server:
    port: int
    pid: int


def prepared(engine: str, folder: Path, articles: int, address: str = "") -> Site:
    """A site with so many made-up articles; 0: with the shipped collection.

    `address`: of a PostgreSQL server, where the site gets a database of its own. What is there already is kept.
    """
    for name in ("media", "mail", "static"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    env = {**run.environment(folder, os.environ), "DJANGO_SETTINGS_MODULE": "cbtneuro.settings", "CACHE_URL": ""}
    del env["CACHE_URL"]
    database = None
    if address:
        env["DATABASE_URL"] = database_at(address, f"cbtneuro_bench_{articles}")
        database = psycopg.connect(env["DATABASE_URL"], autocommit=True)
    filled = f"synthesize --articles {articles}" if articles else "load_collection"
    with step(f"Preparing a site of {articles or 'the shipped'} articles on {engine}"):
        for typed in ("migrate --no-input", "collectstatic --no-input", filled):
            quietly([sys.executable, "manage.py", *typed.split()], env)
    return Site(engine, folder, env, database)


def database_at(address: str, name: str) -> str:
    """The address of the database of this name, which is made where there is none."""
    with psycopg.connect(address, autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            made = sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(sql.Identifier(name))
            connection.execute(made)
    return f"{address.rpartition('/')[0]}/{name}"


@contextmanager
def served(application: str, env: Mapping[str, str], log: Path) -> Iterator[Server]:
    """granian with two workers, as `make run` starts it."""
    port = postgres.free_port()
    command = [sys.executable, *run.SERVER, "--host", "127.0.0.1", "--port", str(port), application]
    with log.open("w") as output:
        server = subprocess.Popen(
            command, cwd=ROOT, env=env, stdout=output, stderr=output, process_group=0, preexec_fn=die_with_parent
        )
    try:
        while not run.answers(port):
            assert server.poll() is None, log.read_text()
            time.sleep(0.1)
        yield Server(port, server.pid)
        assert server.poll() is None, "the server ended by itself"
    finally:
        server.terminate()
        server.wait()
