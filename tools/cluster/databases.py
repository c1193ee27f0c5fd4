"""PostgreSQL as a primary with standbys, and a PgBouncer before each: what any of them acknowledged, two have."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psycopg

from tools import postgres
from tools.cluster.processes import Process, program

DATABASE: Final = "cbtneuro"
# fsync is off, as these machines lose no power; that two of them have a commit is what is held here.
SETTINGS: Final = (
    "fsync=off",
    "unix_socket_directories=",
    "max_wal_senders=8",
    "wal_keep_size=256MB",
    "hot_standby=on",
)
POOLER: Final = """[databases]
* = host=127.0.0.1 port={server} user=postgres
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = any
admin_users = postgres
pool_mode = transaction
max_client_conn = 400
default_pool_size = 20
server_login_retry = 1
query_wait_timeout = 5
"""


@dataclass
class Server:
    """One PostgreSQL with its PgBouncer."""

    name: str
    data: Path
    process: Process
    pooler: Process

    @property
    def address(self) -> str:
        """Past its PgBouncer."""
        return f"postgres://postgres@127.0.0.1:{self.process.port}/postgres"

    def start(self) -> None:
        self.process.start(is_there=lambda: postgres.answers(self.address))
        self.pooler.start()

    def kill(self) -> None:
        """The machine, so both."""
        self.pooler.kill()
        self.process.kill()

    def end(self) -> None:
        self.pooler.end()
        self.process.end()

    def received(self) -> int:
        """Bytes of the log that a standby has."""
        return int(self.said("SELECT pg_last_wal_receive_lsn() - '0/0'"))

    def promote(self) -> None:
        """It takes writes from now on, and waits for no standby: there may be none left.

        PgBouncer has to connect anew, or it goes on telling what it heard of the standby: that it cannot be written.
        """
        self.said("ALTER SYSTEM SET synchronous_standby_names = ''")
        self.said("SELECT pg_reload_conf()")
        self.said("SELECT pg_promote()")
        self.pooler_told("RECONNECT")

    def pooler_told(self, command: str) -> None:
        self.said(command, f"postgres://postgres@127.0.0.1:{self.pooler.port}/pgbouncer")

    def said(self, statement: str, address: str = "") -> str:
        with psycopg.connect(address or self.address, autocommit=True) as connection:
            told = connection.execute(statement)
            row = told.fetchone() if told.description else None
            return str(row[0]) if row else ""


def programs_here() -> Path:
    found = postgres.installed(os.environ["PATH"])
    return found or sys.exit("There is no PostgreSQL here; it comes by: apt-get install postgresql")


def primary_in(folder: Path, standbys: int) -> Server:
    """A commit is acknowledged when one of the standbys has it. Started, with an empty database."""
    programs, by = programs_here(), postgres.account()
    own = owned(folder / "primary", by)
    server = server_over(programs, by, postgres.create(programs, by, own), "primary")
    server.start()
    with psycopg.connect(server.address, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {DATABASE} TEMPLATE template0 ENCODING 'UTF8'")
    if standbys:
        names = ", ".join(f"standby{number}" for number in range(1, standbys + 1))
        server.said(f"ALTER SYSTEM SET synchronous_standby_names = 'ANY 1 ({names})'")
    return server


def standby_of(primary: Server, folder: Path, number: int) -> Server:
    """A copy that follows. Started; whoever made all of them calls `primary.said("SELECT pg_reload_conf()")`."""
    programs, by = programs_here(), postgres.account()
    name = f"standby{number}"
    own = owned(folder / name, by)
    data = own / "data"
    command: list[str | Path] = [
        programs / "pg_basebackup", "--pgdata", data, f"--dbname={primary.address}", "--write-recovery-conf",
        "--wal-method=stream", "--checkpoint=fast", "--no-sync",
    ]  # fmt: skip
    done = subprocess.run(command, cwd=own, env=postgres.LOCALE, capture_output=True, text=True, check=False, **by)
    if done.returncode:
        sys.exit(f"pg_basebackup failed:\n{done.stdout}{done.stderr}")
    server = server_over(programs, by, data, name)
    server.start()
    return server


def server_over(programs: Path, by: postgres.Account, data: Path, name: str) -> Server:
    port, pooled, own = postgres.free_port(), postgres.free_port(), data.parent
    told = [part for setting in (*SETTINGS, f"cluster_name={name}") for part in ("-c", setting)]
    run = [str(programs / "postgres"), "-D", str(data), "-h", "127.0.0.1", "-p", str(port), *told]
    lines = own / "pgbouncer.ini"
    lines.write_text(POOLER.format(server=port, port=pooled))
    lines.chmod(0o644)
    bouncer = [program("pgbouncer", "pgbouncer"), str(lines)]
    return Server(
        name, data,
        Process(f"PostgreSQL ({name})", port, own / "log", lambda: run, by, postgres.LOCALE),
        Process(f"PgBouncer ({name})", pooled, own / "pgbouncer.log", lambda: bouncer, by, postgres.LOCALE),
    )  # fmt: skip


def owned(folder: Path, by: postgres.Account) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    os.chown(folder, by.get("user", -1), by.get("group", -1))
    return folder
