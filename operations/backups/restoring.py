"""A backup put back: proved to its last byte first, then all of it or nothing."""

import secrets
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import psycopg
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from operations.backups.archive import MEDIA, proved
from operations.backups.connecting import file_of, same_engine_named, server_opened
from operations.backups.copying import refuse_differences
from operations.backups.manifest import Manifest, of_release, read_manifest, refuse_newer, waiting
from operations.backups.media_places import Place, media_at
from operations.backups.preparing import prepared, tuned
from operations.backups.refusals import Refused
from operations.backups.sources import reading, sums_of
from tags.management.progress import Begin

COUNTED: Final = {
    "articles_article": "articles",
    "bibliography_reference": "references",
    "members_user": "accounts",
    "articles_image": "images",
}
MAINTENANCE: Final = "operations_maintenance"
Now = dict[str, int] | None  # rows by name that are there; None where that cannot be read
Agree = Callable[[Manifest, Now, int], bool]  # the number: of files that would come


def restore(file: Path, database: BaseDatabaseWrapper, place: Place, agree: Agree, begin: Begin) -> Manifest | None:
    """What was restored; None where `agree` said no. Raises `Refused`: then nothing was replaced."""
    with proved(file) as opened:
        manifest = read_manifest(opened.manifest)
        refuse_newer(manifest)
        files = sum(name.startswith(MEDIA) for name in opened.manifest["members"])
        if not agree(manifest, rows_now(database), files):
            return None
        connections.close_all()
        with media_at(place).put_in(opened, begin) as swap, prepared(opened, manifest, database, begin):
            swap()
        tuned(database)  # what fails from here on takes nothing back
        return manifest


def verify(file: Path, database: BaseDatabaseWrapper, begin: Begin) -> Manifest:
    """Restore into a database of its own, compare rows and checksums, and drop it. Raises `Refused`."""
    with proved(file) as opened:
        manifest = read_manifest(opened.manifest)
        refuse_newer(manifest)
        with throwaway(database) as other:
            with prepared(opened, manifest, other, begin):
                pass
            with reading(other) as rows:
                refuse_differences(manifest.sums, sums_of(rows, manifest.tables))
        return manifest


def not_up_to_date(manifest: Manifest) -> bool:
    return bool(waiting(manifest.migrations, of_release()))


def is_under_maintenance(manifest: Manifest) -> bool:
    return MAINTENANCE in manifest.sums and manifest.sums[MAINTENANCE].rows > 0


def rows_now(database: BaseDatabaseWrapper) -> Now:
    """Of the tables that people know, those that are there."""
    if database.vendor == "sqlite" and not file_of(database).exists():
        return {}
    try:
        with reading(database) as rows:
            return {said: rows.number_of(name) for name, said in COUNTED.items() if name in rows.tables}
    except sqlite3.Error:
        return None


def rows_told(manifest: Manifest) -> dict[str, int]:
    return {said: manifest.sums[name].rows for name, said in COUNTED.items() if name in manifest.sums}


def in_words(rows: Mapping[str, int] | None) -> str:
    if rows is None:
        return "a database that cannot be read"
    return ", ".join(f"{number:,} {name}" for name, number in rows.items()) or "nothing"


@contextmanager
def throwaway(database: BaseDatabaseWrapper) -> Iterator[BaseDatabaseWrapper]:
    """An empty database beside that of the site."""
    if database.vendor == "sqlite":
        with tempfile.TemporaryDirectory(prefix=".verifying-", dir=file_of(database).parent) as folder:
            yield same_engine_named(database, str(Path(folder) / "database.sqlite3"))
        return
    name = f"verifying_{secrets.token_hex(4)}"
    with server_opened(database) as server:
        collation = server.execute("SELECT datcollate, datctype FROM pg_database WHERE datname = current_database()")
        collate, ctype = collation.fetchone() or ("C", "C")
        create = psycopg.sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE {} LC_CTYPE {}")
        try:
            server.execute(create.format(psycopg.sql.Identifier(name), collate, ctype))
        except psycopg.errors.InsufficientPrivilege:
            mend = "ALTER ROLE … CREATEDB lets it, or name another server in DATABASE_URL."
            raise Refused(f"To verify, the role of the site has to be allowed to create a database. {mend}") from None
        try:
            yield same_engine_named(database, name)
        finally:
            server.execute(psycopg.sql.SQL("DROP DATABASE {} WITH (FORCE)").format(psycopg.sql.Identifier(name)))
