"""Restores where something is in the way: a damaged database, an interruption, links, somebody else's backup."""

import errno
import io
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db.backends.base.base import BaseDatabaseWrapper

from operations.backups import moving, preparing
from operations.backups.archive import Writing, proved
from operations.backups.backing_up import back_up
from operations.backups.connecting import at_address, file_opened, in_place, server_opened
from operations.backups.media import media_put_in
from operations.backups.moving import MAKE_NOTES, move
from operations.backups.refusals import Refused
from operations.backups.restoring import in_words, restore, rows_now
from tags.management.progress import silently
from tests.operations.backups.states import files, opened, state
from tests.operations.backups.test_backup import yes

pytestmark = pytest.mark.django_db


class Interrupted:
    """A connection whose user presses Ctrl-C at these statements."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection

    def __getattr__(self, name: str) -> Any:
        return getattr(self.connection, name)

    def execute(self, statement: str, *given: Any) -> Any:
        if statement in ("ANALYZE", "PRAGMA journal_mode = WAL"):
            raise KeyboardInterrupt
        return self.connection.execute(statement, *given)


@pytest.mark.both_engines
def test_what_comes_after_a_database_is_in_place_takes_no_images_back(
    site: BaseDatabaseWrapper, empty: BaseDatabaseWrapper, media: Path, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    @contextmanager
    def file_interrupted(path: Path, mode: str = "ro") -> Iterator[Any]:
        with file_opened(path, mode) as connection:
            yield Interrupted(connection) if mode == "rw" else connection

    @contextmanager
    def server_interrupted(database: BaseDatabaseWrapper) -> Iterator[Any]:
        with server_opened(database) as connection:
            yield Interrupted(connection)

    backed_up = files(media)
    (media / "images" / "one.png").write_bytes(b"another")
    monkeypatch.setattr(preparing, "file_opened", file_interrupted)
    monkeypatch.setattr(preparing, "server_opened", server_interrupted)
    with pytest.raises(KeyboardInterrupt):
        restore(backup, empty, media, yes, silently)
    assert state(empty) == state(site)
    assert files(media) == backed_up


def archived(file: Path, name: str) -> Path:
    with file.open("w+b") as output:
        writing = Writing(output)
        writing.add(name, [b"of the backup"])
        writing.end({})
    return file


def test_images_come_back_where_it_ends_after_they_were_swapped(media: Path, tmp_path: Path) -> None:
    before = files(media)

    file = archived(tmp_path / "backup", "media/two.png")

    def interrupted() -> None:
        with proved(file) as backup, media_put_in(backup, media, silently) as swap:
            swap()
            assert files(media) == {"two.png": b"of the backup"}
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert files(media) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["backup", "media"]


def test_no_image_goes_to_a_place_that_its_name_chooses(media: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    for name in (f"media/{elsewhere}", "media/../elsewhere"):
        refused = pytest.raises(Refused, match="no name of a file")
        with proved(archived(tmp_path / "backup", name)) as backup, refused, media_put_in(backup, media, silently):
            pass
    assert not elsewhere.exists()


def test_a_link_to_the_folder_of_images_stays_one_and_a_mount_is_refused(
    media: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = tmp_path / "link"
    link.symlink_to(media)
    with proved(archived(tmp_path / "backup", "media/two.png")) as backup:
        with media_put_in(backup, link, silently) as swap:
            swap()
        assert link.is_symlink()
        assert files(media) == {"two.png": b"of the backup"}
        assert sorted(path.name for path in tmp_path.iterdir()) == ["backup", "link", "media"]
        monkeypatch.setattr("os.path.ismount", media.__eq__)
        with pytest.raises(Refused, match="is a mount of its own"), media_put_in(backup, link, silently):
            pass


def test_a_link_among_images_is_told_and_not_left_out(site: BaseDatabaseWrapper, media: Path, tmp_path: Path) -> None:
    (media / "images" / "two.png").symlink_to(media / "images" / "one.png")
    with pytest.raises(Refused, match=r"two\.png is a link"):
        back_up(site, media, tmp_path / "backup", silently)


def emptied(file: Path) -> None:
    file.write_bytes(b"")


def filled_with_something_else(file: Path) -> None:
    file.write_bytes(b"no database" * 1000)


def damaged_in_its_middle(file: Path) -> None:
    content = file.read_bytes()
    file.write_bytes(content[:100] + b"\xff" * (len(content) - 100))


@pytest.mark.parametrize("damage", [emptied, filled_with_something_else, damaged_in_its_middle])
def test_a_backup_takes_the_place_of_a_file_that_is_damaged(tmp_path: Path, damage: Callable[[Path], None]) -> None:
    live, folder = tmp_path / "live.sqlite3", tmp_path / "folder"
    folder.mkdir()
    for file, rows in ((live, 1), (folder / "live.sqlite3", 2)):
        with file_opened(file, "rwc") as connection:
            connection.execute("CREATE TABLE articles_article (id integer)")
            connection.execute("CREATE TABLE content_change (changes integer)")
            connection.execute("INSERT INTO content_change VALUES (0)")
            connection.executemany("INSERT INTO articles_article VALUES (?)", [[row] for row in range(rows)])
    damage(live)
    with closing(at_address(f"sqlite:///{live}")) as database:
        assert in_words(rows_now(database)) == ("nothing" if damage is emptied else "a database that cannot be read")
        with preparing.file_put_in(folder / "live.sqlite3", database):
            pass
        assert in_words(rows_now(database)) == "2 articles"
    with file_opened(live) as connection:
        assert connection.execute("SELECT changes > 0 FROM content_change").fetchone() == (1,)


def test_a_file_that_cannot_be_read_comes_back_where_a_restore_fails(tmp_path: Path) -> None:
    live, folder = tmp_path / "live.sqlite3", tmp_path / "folder"
    folder.mkdir()
    live.write_bytes(b"no database")

    def interrupted() -> None:
        with preparing.aside(live, folder):
            live.write_bytes(b"half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert live.read_bytes() == b"no database"


@pytest.mark.parametrize("force", [True, False])
def test_of_two_backups_of_one_name_at_once_each_is_whole(
    site: BaseDatabaseWrapper, media: Path, tmp_path: Path, force: bool
) -> None:
    file = tmp_path / "backup"

    def meanwhile(step: str, total: int) -> Callable[[int], None]:
        if step == "Adding images" and not file.exists():
            back_up(site, media, file, silently)
        return silently(step, total)

    if force:
        back_up(site, media, file, meanwhile, force=True)
    else:
        with pytest.raises(Refused, match="is there already"):
            back_up(site, media, file, meanwhile)
    with proved(file):
        pass
    assert sorted(path.name for path in tmp_path.iterdir()) == ["backup", "media"]


def test_a_move_onto_a_disk_that_is_full_says_that_it_can_go_on(
    site: BaseDatabaseWrapper, empty: BaseDatabaseWrapper, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with opened(empty) as connection:
        connection.execute(MAKE_NOTES)
    monkeypatch.setattr(moving, "copy_missing", full)
    with in_place(site), pytest.raises(Refused, match="the same line goes on from there"):
        move(site, empty, silently)


def test_a_backup_of_a_site_under_maintenance_says_so_when_it_comes_back(
    site: BaseDatabaseWrapper, tmp_path: Path
) -> None:
    file, said = tmp_path / "backup", io.StringIO()
    with opened(site) as connection:
        connection.execute("INSERT INTO operations_maintenance (id, since, message) VALUES (1, '2026-05-03', '')")
    with in_place(site):
        call_command("backup", str(file), stdout=said)
        call_command("restore", str(file), "--no-input", stdout=said)
    assert "maintenance off" in said.getvalue()
