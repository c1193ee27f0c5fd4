"""A database made ready to take the place of another. It does so when the block ends, as a whole or not at all."""

import gzip
import shutil
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import IO, Final, cast

from django.core.management import call_command
from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from operations.backups import changes
from operations.backups.archive import Opened
from operations.backups.backing_up import ON_POSTGRESQL, ON_SQLITE, beside
from operations.backups.connecting import (
    ALIKE,
    connection_used,
    file_of,
    file_opened,
    in_place,
    same_engine_named,
    server_opened,
)
from operations.backups.copying import copy_all, refuse_differences, refuse_other_tables
from operations.backups.manifest import Manifest, applied, of_release, refuse_another_schema, waiting
from operations.backups.postgres_programs import address, as_script, program, running
from operations.backups.refusals import Refused, room_in
from operations.backups.sources import DumpRows, FileRows, ServerRows, Source, sums_of
from operations.backups.targets import Target, writing
from tags.management.progress import Begin

DONE: Final = b"restored"
DAMAGED: Final = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
# All that stands in the schema but what belongs to an extension.
CLEAR: Final = """
DO $$ DECLARE one record; BEGIN
    FOR one IN SELECT c.oid::regclass AS name FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace
        AND c.relkind IN ('r', 'p') AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
    LOOP EXECUTE 'DROP TABLE ' || one.name || ' CASCADE'; END LOOP;
    FOR one IN SELECT p.oid::regprocedure AS name FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace
        AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
    LOOP EXECUTE 'DROP FUNCTION ' || one.name || ' CASCADE'; END LOOP;
END $$;
"""
ELSEWHERE: Final = "Restore it where that engine is, run migrate there, then move_to or back up anew."


def unpacked(opened: Opened, folder: Path, name: str) -> Path:
    """The member with the database, as a file of `folder`."""
    packed = folder / name
    with packed.open("wb") as output:
        for piece in opened.content(name):
            output.write(piece)
    if not name.endswith(".gz"):
        return packed
    whole = packed.with_suffix("")
    with gzip.open(packed) as source, whole.open("wb") as output:
        shutil.copyfileobj(source, output, 1 << 20)
    packed.unlink()
    return whole


@contextmanager
def prepared(opened: Opened, manifest: Manifest, database: BaseDatabaseWrapper, begin: Begin) -> Iterator[None]:
    """Raises `Refused`, and then `database` is as it was."""
    name = ON_SQLITE if manifest.engine == "sqlite" else ON_POSTGRESQL
    near = file_of(database).parent if database.vendor == "sqlite" else Path(tempfile.gettempdir())
    with room_in(near), tempfile.TemporaryDirectory(prefix=".restoring-", dir=near) as folder:
        unpacking = begin("Unpacking the database", 1)
        dump = unpacked(opened, Path(folder), name)
        unpacking(1)
        if database.vendor == manifest.engine:
            native = file_put_in if database.vendor == "sqlite" else dump_put_in
            with native(dump, database):
                yield
        else:
            refuse_another_schema(manifest.migrations, "This backup", ELSEWHERE)
            with rows_of(dump, manifest) as source:
                copied = into_new_file if database.vendor == "sqlite" else into_server
                with copied(source, manifest, database, Path(folder), begin):
                    yield


@contextmanager
def file_put_in(file: Path, database: BaseDatabaseWrapper) -> Iterator[None]:
    """All pages of `file` in one transaction of SQLite's, which a crash undoes and other processes see as a whole."""
    live = file_of(database)
    before = mark_of(live)
    with file_opened(file, "rw") as source:
        if source.execute("PRAGMA quick_check").fetchall() != [("ok",)]:
            raise Refused("SQLite finds faults in the database of this backup.")
        source.execute("PRAGMA journal_mode = DELETE")
        # Behind any number that the former one came to.
        changes.set_on(source.execute, vendor="sqlite", before=int(time.time()) if before is None else before)
        yield
        with aside(live, file.parent) if before is None else nullcontext(), file_opened(live, "rwc") as target:
            source.backup(target, pages=-1)


def mark_of(live: Path) -> int | None:
    """None of a file that SQLite cannot read."""
    try:
        with file_opened(live, "rwc") as target:
            there = target.execute("SELECT 1 FROM sqlite_master WHERE name = 'content_change'").fetchone()
            (mark,) = target.execute(changes.last("sqlite")).fetchone() if there else (0,)
            return int(mark)
    except sqlite3.DatabaseError as fault:
        if fault.sqlite_errorcode & 0xFF not in DAMAGED:
            raise
        return None


@contextmanager
def aside(live: Path, folder: Path) -> Iterator[None]:
    """What cannot be read is no file to write into: it goes to `folder`, and comes back where the block fails."""
    moved = {path: path.rename(folder / f"former-{path.name}") for path in beside(live) if path.exists()}
    is_done = False
    try:
        yield
        is_done = True
    finally:
        if not is_done:
            for path in beside(live):
                path.unlink(missing_ok=True)
            for path, kept in moved.items():
                kept.rename(path)


def tuned(database: BaseDatabaseWrapper) -> None:
    """What a database that was put in wants beside its rows."""
    if database.vendor == "sqlite":
        with file_opened(file_of(database), "rw") as file:
            file.execute("PRAGMA journal_mode = WAL")
        return
    with server_opened(database) as server:
        server.execute("ANALYZE")


@contextmanager
def dump_put_in(dump: Path, database: BaseDatabaseWrapper) -> Iterator[None]:
    """One transaction of `psql`: what is there goes, what `pg_restore` writes comes, and the end alone commits."""
    with server_opened(database) as server:
        version = server.info.server_version // 10000
        there = server.execute("SELECT to_regclass('content_change')").fetchone() != (None,)
        (before,) = (server.execute(changes.last("postgresql")).fetchone() if there else None) or (0,)
    arguments = [program("psql", version), "--no-psqlrc", "--quiet", "--tuples-only", "--no-align"]
    arguments += ["--set=ON_ERROR_STOP=1", "--output=/dev/null"]
    streams = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with running([*arguments, f"--dbname={address(database)}"], database, **streams) as psql:
        statements = cast(IO[bytes], psql.stdin)
        statements.write(f"BEGIN;\n{CLEAR}".encode())
        with as_script(str(dump)) as script:
            shutil.copyfileobj(script, statements, 1 << 20)
        changes.set_on(lambda text: statements.write(f"{text};\n".encode()), vendor="postgresql", before=before)
        statements.write(b"\\echo " + DONE + b"\n")
        statements.flush()
        if cast(IO[bytes], psql.stdout).readline().strip() != DONE:
            raise BrokenPipeError  # it stopped before, and says why
        yield
        statements.write(b"COMMIT;\n")


@contextmanager
def rows_of(dump: Path, manifest: Manifest) -> Iterator[Source]:
    """The rows of a backup, wherever they are to go."""
    if manifest.engine == "sqlite":
        with file_opened(dump) as file:
            yield FileRows(file)
        return
    with as_script(str(dump), "--data-only") as script:
        yield DumpRows(script, manifest.tables, manifest.counted)


@contextmanager
def into_new_file(
    source: Source, manifest: Manifest, database: BaseDatabaseWrapper, folder: Path, begin: Begin
) -> Iterator[None]:
    made = folder / "made.sqlite3"
    new = same_engine_named(database, str(made))
    with in_place(new):
        call_command("migrate", verbosity=0)
        with writing(new) as target:
            copy(source, manifest, target, begin)
        new.close()
    with file_opened(made) as file:
        refuse_differences(manifest.sums, sums_of(FileRows(file), manifest.tables))
    with file_put_in(made, database):
        yield


def copy(source: Source, manifest: Manifest, target: Target, begin: Begin) -> None:
    refuse_other_tables(manifest.tables, target.tables())
    with transaction.atomic():
        copy_all(source, target, begin("Copying rows", sum(one.rows for one in manifest.sums.values())))
        with target.finishing(manifest.counted, begin):
            pass


@contextmanager
def into_server(
    source: Source, manifest: Manifest, database: BaseDatabaseWrapper, _folder: Path, begin: Begin
) -> Iterator[None]:
    with in_place(same_engine_named(database, database.settings_dict["NAME"])):
        try:
            if not applied(connection_used()):
                call_command("migrate", verbosity=0)
            elif waiting(applied(connection_used()), of_release()):
                raise Refused("The database that it would go to is not up to date. Run migrate first.")
            with transaction.atomic():
                with connection.cursor() as cursor:
                    cursor.execute(ALIKE)
                    cursor.execute(changes.last("postgresql"))
                    (before,) = cursor.fetchone()
                    with writing(connection_used()) as target:
                        copy(source, manifest, target, begin)
                    refuse_differences(manifest.sums, sums_of(ServerRows(connection.connection), manifest.tables))
                    changes.set_on(cursor.execute, vendor="postgresql", before=before)
                yield
        finally:
            connection.close()
