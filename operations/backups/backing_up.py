"""A backup: the database in one state, the files of images, and a manifest, in one file."""

import os
import sqlite3
import tempfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Final

from django.db.backends.base.base import BaseDatabaseWrapper

from operations.backups.archive import MEDIA, Writing, pieces
from operations.backups.connecting import file_of, file_opened, server_opened
from operations.backups.manifest import Manifest, by_app
from operations.backups.media_places import Media, Place, media_at
from operations.backups.postgres_programs import dumped
from operations.backups.refusals import Refused, room_in
from operations.backups.rows import Sum
from operations.backups.sources import FileRows, ServerRows, sums_of
from operations.backups.tables import quoted
from tags.management.progress import Begin

ON_SQLITE, ON_POSTGRESQL = "database.sqlite3.gz", "database.pg_dump"
AT_ONCE: Final = 1000  # pages of SQLite
KEPT_PAGES: Final = "kept_pages"


def back_up(database: BaseDatabaseWrapper, place: Place, file: Path, begin: Begin, *, force: bool = False) -> Manifest:
    """Write `file`, which is there as a whole or not at all. Raises `Refused`."""
    refuse_to_replace(file, force=force)
    if not file.parent.is_dir():
        raise Refused(f"There is no folder {file.parent}.")
    media = media_at(place)
    with room_in(file.parent), part_of(file) as output:
        part = Path(output.name)
        with output:
            writing = Writing(output)
            add = add_file if database.vendor == "sqlite" else add_dump
            add_media(media, writing, begin)  # before the database: what it names may be taken away meanwhile
            manifest = add(database, part, writing, begin)
            add_media(media, writing, begin)  # and behind it: it may name what came meanwhile
            writing.end(manifest.as_json())
            output.flush()
            os.fsync(output.fileno())
        refuse_to_replace(file, force=force)
        part.replace(file)
    keep_name(file.parent)
    return manifest


def refuse_to_replace(file: Path, *, force: bool) -> None:
    if file.exists() and not force:
        raise Refused(f"{file} is there already. Name another file, or say --force.")


@contextmanager
def part_of(file: Path) -> Iterator["tempfile._TemporaryFileWrapper[bytes]"]:
    """Of this backup alone, and for its owner alone: accounts stand in it. Gone afterwards, unless it was renamed."""
    part = tempfile.NamedTemporaryFile(  # noqa: SIM115  it is closed before it gets its name
        "w+b", prefix=f"{file.name}.", suffix=".part", dir=file.parent, delete=False
    )
    with removed(Path(part.name)):
        yield part


@contextmanager
def removed(*paths: Path) -> Iterator[None]:
    try:
        yield
    finally:
        for path in paths:
            path.unlink(missing_ok=True)


def keep_name(folder: Path) -> None:
    """Let the disk have the name of a file as well as what stands in it."""
    opened = os.open(folder, os.O_RDONLY)
    os.fsync(opened)
    os.close(opened)


def add_file(database: BaseDatabaseWrapper, part: Path, writing: Writing, begin: Begin) -> Manifest:
    """SQLite's own backup of one state, while others write."""
    copy = part.with_name(f"{part.name}.sqlite3")
    with removed(*beside(copy)):
        with file_opened(file_of(database), "rw") as live:
            copy_pages(live, copy, begin)
        with file_opened(copy, "rw") as file:
            file.execute("PRAGMA journal_mode = DELETE")
            if file.execute("SELECT 1 FROM sqlite_master WHERE name = ?", [KEPT_PAGES]).fetchone():
                file.execute(f"DELETE FROM {quoted(KEPT_PAGES)}")  # noqa: S608  a name of ours
            rows = FileRows(file)
            manifest = told(database, sqlite3.sqlite_version, rows, begin)
        with copy.open("rb") as whole:
            writing.add(ON_SQLITE, compressed(pieces(whole)))
    return manifest


def beside(file: Path) -> list[Path]:
    """The file of a database, and what SQLite puts beside it."""
    return [file, *(file.with_name(f"{file.name}{end}") for end in ("-wal", "-shm", "-journal"))]


def copy_pages(live: sqlite3.Connection, copy: Path, begin: Begin) -> None:
    for path in beside(copy):
        path.unlink(missing_ok=True)
    pages = live.execute("PRAGMA page_count").fetchone()[0]
    more, done = begin("Copying the database", pages), 0

    def tell(_status: int, left: int, total: int) -> None:
        nonlocal done
        more(total - left - done)
        done = total - left

    live.execute("BEGIN")
    live.execute("SELECT count(*) FROM sqlite_master").fetchone()  # from here on it is one state
    os.close(os.open(copy, os.O_CREAT | os.O_EXCL, 0o600))
    with file_opened(copy, "rw") as target:
        live.backup(target, pages=AT_ONCE, progress=tell, sleep=0)


def add_dump(database: BaseDatabaseWrapper, _part: Path, writing: Writing, begin: Begin) -> Manifest:
    """`pg_dump` and the checksums are of one snapshot."""
    with server_opened(database) as server:
        server.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        (snapshot,) = server.execute("SELECT pg_export_snapshot()").fetchone() or ("",)
        version = server.info.server_version
        more = begin("Dumping the database", 1)
        writing.add(ON_POSTGRESQL, dumped(database, snapshot, version // 10000, KEPT_PAGES))
        more(1)
        return told(database, f"{version // 10000}.{version % 10000}", ServerRows(server), begin)


def told(database: BaseDatabaseWrapper, version: str, rows: FileRows | ServerRows, begin: Begin) -> Manifest:
    more = begin("Summing up tables", len(rows.tables))
    sums: dict[str, Sum] = {}
    for name in rows.tables:
        sums |= sums_of(rows, {name: rows.tables[name]})
        more(1)
    migrations = by_app(rows.connection.execute("SELECT app, name FROM django_migrations"))
    return Manifest(database.vendor, version, migrations, rows.tables, sums, rows.counted)


def compressed(content: Iterable[bytes]) -> Iterator[bytes]:
    packing = zlib.compressobj(1, wbits=zlib.MAX_WBITS | 16)
    for piece in content:
        yield packing.compress(piece)
    yield packing.flush()


def add_media(media: Media, writing: Writing, begin: Begin) -> None:
    """Those that are not in it yet. One that is taken away meanwhile is left out."""
    names = [name for name in media.names() if f"{MEDIA}{name}" not in writing.members]
    more = begin("Adding images", len(names))
    for name in names:
        content = media.content(name)
        try:
            first = next(content, b"")
        except FileNotFoundError:
            continue
        writing.add(f"{MEDIA}{name}", chain([first], content))
        more(1)
