"""PostgreSQL's own programs: `pg_dump`, `pg_restore` and `psql`, never older than the server."""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import IO, Any, Final

from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg.conninfo import make_conninfo
from psycopg.pq import Conninfo

from operations.backups.archive import pieces
from operations.backups.connecting import libpq
from operations.backups.refusals import Refused

INSTALL: Final = "Install the client programs of that version (Debian: postgresql-client)."


def program(name: str, server: int = 0) -> str:
    """Its path. `server`: the major version that it has to know. Raises `Refused`."""
    path = shutil.which(name)
    if path is None:
        raise Refused(f"{name} is needed and not on the PATH. {INSTALL}")
    said = subprocess.run([path, "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603
    found = re.search(r"\) (\d+)", said)
    if not found or int(found[1]) < server:
        raise Refused(f"{path} is of version {found[1] if found else '?'}, the server of {server}. {INSTALL}")
    return path


def environment(database: BaseDatabaseWrapper) -> dict[str, str]:
    """Passwords do not stand among arguments, where everybody on the machine reads them. Times are in UTC."""
    password = str(libpq(database).get("password") or "")
    return {**os.environ, "PGTZ": "UTC", **({"PGPASSWORD": password} if password else {})}


def address(database: BaseDatabaseWrapper) -> str:
    """Raises `Refused` for a secret that no variable can carry."""
    told = {name: value for name, value in libpq(database).items() if name != "password"}
    secrets = {option.keyword.decode() for option in Conninfo.get_defaults() if option.dispchar == b"*"}
    if shown := sorted(name for name in secrets.intersection(told) if told[name]):
        raise Refused(
            f"{', '.join(shown)} in the address would stand on a command line, where everybody on the machine reads "
            "it. Put it into a service file (~/.pg_service.conf), and service=… into the address in its place."
        )
    return make_conninfo(**told)


@contextmanager
def running(
    arguments: Sequence[str], database: BaseDatabaseWrapper | None = None, **streams: Any
) -> Iterator["subprocess.Popen[bytes]"]:
    """A program whose end with an error is a `Refused` that says what it said; it never outlives the block."""
    variables = environment(database) if database else None
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(arguments, stderr=said, env=variables, **streams)  # noqa: S603  found by `program`
        try:
            yield process
            hang_up(process)
            code = process.wait()
        except BrokenPipeError:
            if process.stdin is None:  # it was another program that did not take what this one wrote
                raise
            hang_up(process)
            code = process.wait() or 1
        finally:
            if process.poll() is None:
                process.kill()
            process.wait()
        if code:
            said.seek(0)
            raise Refused(f"{os.path.basename(arguments[0])} stopped: {said.read().decode(errors='replace').strip()}")


def hang_up(process: "subprocess.Popen[bytes]") -> None:
    for stream in (process.stdin, process.stdout):
        if stream:
            with suppress(BrokenPipeError):
                stream.close()


def dumped(database: BaseDatabaseWrapper, snapshot: str, version: int, left_out: str) -> Iterator[bytes]:
    """The custom format, of the state that `snapshot` names, without the rows of the table `left_out`."""
    arguments = [
        program("pg_dump", version),
        "--format=custom",
        "--compress=1",
        "--no-owner",
        "--no-acl",
        f"--exclude-table-data=public.{left_out}",
        f"--snapshot={snapshot}",
        f"--dbname={address(database)}",
    ]
    with running(arguments, database, stdout=subprocess.PIPE) as process:
        output: IO[bytes] = process.stdout  # type: ignore[assignment]
        yield from pieces(output)


@contextmanager
def as_script(dump: str, *options: str) -> Iterator[IO[bytes]]:
    """What `pg_restore` makes of a dump: statements, as long as one reads. To be read to its end."""
    arguments = [program("pg_restore"), "--schema=public", "--no-owner", "--no-acl", *options, "--file=-", dump]
    with running(arguments, stdout=subprocess.PIPE) as process:
        output: IO[bytes] = process.stdout  # type: ignore[assignment]
        yield output
