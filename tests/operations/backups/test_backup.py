"""A backup of a site that is being written to, put back: the same to the last row, or nothing is touched."""

import io
import os
import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db.backends.base.base import BaseDatabaseWrapper

from operations.backups import changes, manifest, preparing
from operations.backups.archive import MEDIA, TAIL, proved
from operations.backups.backing_up import back_up
from operations.backups.connecting import in_place
from operations.backups.media import MediaFolder
from operations.backups.postgres_programs import program
from operations.backups.refusals import Refused
from operations.backups.restoring import restore, verify
from tags.management.progress import silently
from tests.operations.backups.states import Writer, files, is_one_state, opened, state

pytestmark = pytest.mark.django_db
NOBODY = 65534


def yes(*_: object) -> bool:
    return True


@contextmanager
def files_no_longer_than(size: int) -> Iterator[None]:
    """As on a disk that is full."""
    former = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, former[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, former)


@contextmanager
def untouched(database: BaseDatabaseWrapper, media: Path) -> Iterator[None]:
    """Whatever happens inside, database, images and the folders beside them are as before."""
    before = state(database), files(media), sorted(media.parent.iterdir())
    yield
    assert (state(database), files(media), sorted(media.parent.iterdir())) == before


@pytest.mark.both_engines
def test_backup_after_backup_comes_back_as_it_was_while_somebody_writes(
    site: BaseDatabaseWrapper, empty: BaseDatabaseWrapper, media: Path, tmp_path: Path
) -> None:
    """Twice; `tests/bench/test_backups.py` does so eight times, from each engine to each."""
    there, seen = tmp_path / "there", set()
    with Writer(site).at_work() as writer:
        for number in range(2):
            writer.wait_for_the_next()
            before = writer.written
            file = tmp_path / f"{number}.backup"
            made = back_up(site, media, file, silently)
            assert writer.written > before  # nobody waits for a backup to end
            restore(file, empty, there, yes, silently)
            found = state(empty)
            assert found == {name: (one.rows, one.checksum) for name, one in made.sums.items()}
            assert is_one_state(empty)
            assert files(there) == files(media)
            seen.add(found["articles_article"])
            file.unlink()
    assert len(seen) > 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["media", "there"]


@pytest.mark.both_engines
def test_the_database_goes_on_counting_where_it_was(
    site: BaseDatabaseWrapper, empty: BaseDatabaseWrapper, media: Path, tmp_path: Path
) -> None:
    """Also behind rows that are gone; and what processes keep of pages is outdated."""
    with opened(site) as connection:
        connection.execute("INSERT INTO tags_formertagslug (slug, tag_id) SELECT 'gone', min(id) FROM tags_tag")
        (highest,) = connection.execute("SELECT max(id) FROM tags_formertagslug").fetchone()
        connection.execute("DELETE FROM tags_formertagslug")
    back_up(site, media, tmp_path / "backup", silently)
    with opened(site) as connection:
        (mark,) = connection.execute("SELECT max(id) + max(changes) FROM content_change").fetchone()
    restore(tmp_path / "backup", site, media, yes, silently)
    with opened(site) as connection:
        connection.execute("INSERT INTO tags_formertagslug (slug, tag_id) SELECT 'next', min(id) FROM tags_tag")
        assert connection.execute("SELECT max(id) FROM tags_formertagslug").fetchone() == (highest + 1,)
        assert connection.execute("SELECT max(id) + max(changes) FROM content_change").fetchone()[0] > mark


@pytest.mark.both_engines
def test_a_backup_is_verified_in_a_database_that_is_gone_afterwards(
    site: BaseDatabaseWrapper, media: Path, backup: Path
) -> None:
    with untouched(site, media):
        assert verify(backup, site, silently).sums["articles_article"].rows == 49
        with opened(site) as connection:
            names = {name for (name,) in connection.execute(databases_of(site))}
        assert not [name for name in names if name.startswith("verifying")]


def test_an_image_that_gets_another_file_while_the_database_is_copied_has_both_in_the_backup(
    site: BaseDatabaseWrapper, media: Path, tmp_path: Path
) -> None:
    """Its row was copied before, and names the former one."""
    former, new = media / "images" / "one.png", media / "images" / "two.png"

    def begin(what: str, total: int) -> Callable[[int], None]:
        if what == "Summing up tables":
            former.unlink()
            new.write_bytes(b"two")
        return silently(what, total)

    back_up(site, media, tmp_path / "backup", begin)
    assert not former.exists()
    with proved(tmp_path / "backup") as whole:
        assert [b"".join(whole.content(f"{MEDIA}images/{file.name}")) for file in (former, new)] == [b"one", b"two"]


def test_images_that_may_not_be_read_are_not_left_out_in_silence(media: Path) -> None:
    with closed(media / "images"), pytest.raises(Refused, match="cannot be read: Permission denied"):
        MediaFolder(media).names()


@contextmanager
def closed(folder: Path) -> Iterator[None]:
    """To this user; the administrator of the machine, to whom no folder is closed, is somebody else meanwhile."""
    is_root = os.geteuid() == 0
    folder.chmod(0)
    if is_root:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if is_root:
            os.seteuid(0)
        folder.chmod(0o755)


def databases_of(database: BaseDatabaseWrapper) -> str:
    return "SELECT name FROM sqlite_master" if database.vendor == "sqlite" else "SELECT datname FROM pg_database"


def test_a_file_that_was_cut_or_where_a_byte_is_another_is_refused(
    site: BaseDatabaseWrapper, media: Path, tmp_path: Path, backup: Path
) -> None:
    file, content = tmp_path / "damaged", backup.read_bytes()
    step = len(content) // 20
    places = [*range(0, len(content), step), len(content) - 1, len(content) - TAIL, len(content) - TAIL + 600]
    cut = [content[:place] for place in [*range(0, len(content), step)][:20]]
    flipped = [content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :] for place in places]
    file.touch()
    with untouched(site, media):
        for damaged in (*cut, *flipped, content + b"\0"):
            file.write_bytes(damaged)
            with pytest.raises(Refused, match="damaged"):
                restore(file, site, media, yes, silently)
    with proved(backup):
        pass


def test_a_disk_that_is_full_leaves_no_half_of_a_backup(
    site: BaseDatabaseWrapper, media: Path, tmp_path: Path, backup: Path
) -> None:
    former = backup.read_bytes()
    full = pytest.raises(Refused, match=f"no room left in {tmp_path}")
    with untouched(site, media):
        for part in (0.1, 0.7, 0.99):
            with files_no_longer_than(int(len(former) * part)), full:
                back_up(site, media, backup, silently, force=True)
    assert backup.read_bytes() == former


@pytest.mark.parametrize("part", [0.3, 1.001])
def test_a_disk_that_is_full_leaves_the_site_as_it_was(
    empty: BaseDatabaseWrapper, media: Path, tmp_path: Path, backup: Path, part: float
) -> None:
    """At the second part the database was unpacked, and its pages no longer fit where they go."""
    with proved(backup) as file:
        size = preparing.unpacked(file, tmp_path, next(iter(file.manifest["members"]))).stat().st_size
    (media / "images" / "one.png").write_bytes(b"another")
    with untouched(empty, media), files_no_longer_than(int(size * part)), pytest.raises(Refused, match="no room left"):
        restore(backup, empty, media, yes, silently)


@pytest.mark.both_engines
def test_a_restore_that_fails_at_its_end_leaves_the_site_as_it_was(
    empty: BaseDatabaseWrapper, media: Path, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (media / "images" / "one.png").write_bytes(b"another")
    monkeypatch.setattr(changes, "set_on", lambda execute, **_: execute("SELECT no_such_column"))
    with untouched(empty, media), pytest.raises(Exception, match="no_such_column"):
        restore(backup, empty, media, yes, silently)


def test_a_backup_of_a_newer_schema_is_refused_and_one_of_an_older_is_told(
    site: BaseDatabaseWrapper, media: Path, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = io.StringIO()
    known = manifest.of_release()
    monkeypatch.setattr(manifest, "of_release", lambda: {**known, "tags": known["tags"][:-1]})
    with untouched(site, media), pytest.raises(Refused, match=r"newer schema than this release knows \(tags\."):
        restore(backup, site, media, yes, silently)
    later = {**known, "tags": [*known["tags"], "9999_later"]}
    monkeypatch.setattr(manifest, "of_release", lambda: later)
    monkeypatch.setattr("operations.backups.restoring.of_release", lambda: later)
    with in_place(site):
        call_command("restore", str(backup), "--no-input", stdout=said)
    assert "Run migrate" in said.getvalue()


def test_the_commands_ask_and_never_write_over_a_file_unasked(
    site: BaseDatabaseWrapper, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, said = tmp_path / "backup", io.StringIO()
    with in_place(site):
        call_command("backup", str(file), stdout=said)
        with pytest.raises(CommandError, match="--force"):
            call_command("backup", str(file), stdout=said)
        call_command("backup", str(file), "--force", stdout=said)
        with opened(site) as connection:
            connection.execute("UPDATE articles_article SET title = 'Later'")
        later = state(site)
        monkeypatch.setattr("builtins.input", lambda _: "y")
        call_command("restore", str(file), stdout=said)
        assert state(site) == later
        monkeypatch.setattr("builtins.input", lambda _: "yes")
        call_command("restore", str(file), stdout=said)
        assert state(site) != later
    assert "49 articles" in said.getvalue()
    assert "Nothing was replaced." in said.getvalue()
    assert file.stat().st_mode & 0o077 == 0


def test_a_program_of_postgresql_that_is_missing_or_older_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Refused, match="psql is needed and not on the PATH"):
        program("psql")
    (tmp_path / "psql").write_text("#!/bin/sh\necho 'psql (PostgreSQL) 14.9 (Debian 14.9-0)'\n")
    (tmp_path / "psql").chmod(0o700)
    assert program("psql", 14)
    with pytest.raises(Refused, match=r"psql is of version 14, the server of 15\. Install"):
        program("psql", 15)
