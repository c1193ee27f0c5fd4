"""A site moved to another database, on PostgreSQL from engine to engine and back, and backups that cross engines."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from operations.backups import moving, preparing
from operations.backups.backing_up import back_up
from operations.backups.connecting import at_address, in_place, same_engine_named
from operations.backups.moving import MAKE_NOTES, move
from operations.backups.refusals import Refused
from operations.backups.restoring import restore
from operations.backups.set_aside import ASIDE
from operations.backups.sources import reading
from operations.backups.tables import NOT_CARRIED
from operations.backups.targets import File, Server
from tags.management.progress import silently
from tests import databases
from tests.operations.backups.states import files, opened, state
from tests.operations.backups.test_backup import yes

pytestmark = pytest.mark.django_db
KINDS = {
    "AutoField": "int", "BigAutoField": "int", "BigIntegerField": "int", "BinaryField": "bytes", "BooleanField": "bool",
    "CharField": "text", "DateField": "date", "DateTimeField": "time", "FileField": "text", "FloatField": "float",
    "GenericIPAddressField": "text", "IntegerField": "int", "JSONField": "json", "PositiveBigIntegerField": "int",
    "PositiveIntegerField": "int", "PositiveSmallIntegerField": "int", "SlugField": "text", "TextField": "text",
    "UUIDField": "uuid",
}  # fmt: skip


MADE = {  # what rows were brought in without
    "sqlite": ("SELECT name, sql FROM sqlite_master WHERE type IN ('trigger', 'index') ORDER BY name",),
    "postgresql": (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O' ORDER BY tgname",
        "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index JOIN pg_class ON oid = indrelid "
        "WHERE relnamespace = 'public'::regnamespace AND indisvalid ORDER BY 1",
        "SELECT conname, conrelid::regclass::text, pg_get_constraintdef(oid), convalidated FROM pg_constraint "
        "WHERE connamespace = 'public'::regnamespace ORDER BY 2, 1",
        "SELECT attrelid::regclass::text, attstattarget FROM pg_attribute JOIN pg_class i ON i.oid = attrelid "
        "WHERE relkind = 'i' AND attstattarget >= 0 AND relnamespace = 'public'::regnamespace ORDER BY 1",
    ),
}


def migrated(name: str, **options: Any) -> None:
    """In place of `migrate`, which takes long: for SQLite the file that the tests keep, where one is kept."""
    kept = databases.KEPT / f"{databases.digest_of_schema()}.sqlite3"
    file = Path(str(connection.settings_dict["NAME"]))
    if name == "migrate" and connection.vendor == "sqlite" and kept.exists() and not (file.exists() and began(file)):
        connection.close()
        shutil.copyfile(kept, file)
        with connection.cursor() as cursor:
            cursor.execute(MAKE_NOTES)
    elif name != "migrate" or connection.vendor == "sqlite":
        call_command(name, **options)


def began(file: Path) -> bool:
    return file.stat().st_size > 1_000_000


@pytest.fixture(autouse=True)
def quick_migrations(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(moving, "call_command", migrated)
    monkeypatch.setattr(preparing, "call_command", migrated)


@pytest.fixture
def file(tmp_path: Path) -> Iterator[BaseDatabaseWrapper]:
    with closing(at_address(f"sqlite:///{tmp_path / 'moved.sqlite3'}")) as file:
        yield file


@pytest.fixture
def begun(empty: BaseDatabaseWrapper) -> BaseDatabaseWrapper:
    """A database into which nothing was moved so far."""
    with opened(empty) as connection:
        connection.execute(MAKE_NOTES)
    return empty


@pytest.mark.both_engines
def test_a_site_is_moved_to_another_database_and_back_and_both_hold_the_same(
    site: BaseDatabaseWrapper, file: BaseDatabaseWrapper, begun: BaseDatabaseWrapper
) -> None:
    before = state(site)
    with in_place(site):
        call_command("move_to", f"sqlite:///{file.settings_dict['NAME']}")
    assert state(site) == state(file) == before
    move(file, begun, silently)
    assert state(begun) == before
    for moved in (file, begun):
        with in_place(moved):
            if moved is begun:
                call_command("rebuild_search")
            assert "operations_move" not in connection.introspection.table_names()
            connection.close()
        with reading(moved) as rows, reading(site) as former:
            assert {**former.counted, **rows.counted} == rows.counted
    assert state(begun) == before  # search had nothing to mend


@pytest.mark.both_engines
def test_search_finds_in_the_new_database_what_it_found_in_the_old(
    site: BaseDatabaseWrapper, begun: BaseDatabaseWrapper
) -> None:
    move(site, begun, silently)
    with opened(begun) as moved, opened(site) as former:
        if begun.vendor == "sqlite":
            asked = "SELECT rowid FROM public_search WHERE public_search MATCH 'fear' ORDER BY rowid"
        else:
            asked = "SELECT article_id, place FROM articles_publicwords WHERE body LIKE '%fear%' ORDER BY 1"
        found = moved.execute(asked).fetchall()
        assert found
        assert found == former.execute(asked).fetchall()
        for kind in MADE[begun.vendor]:
            assert moved.execute(kind).fetchall() == former.execute(kind).fetchall() != []


@pytest.mark.both_engines
def test_a_run_that_was_killed_is_gone_on_with(
    site: BaseDatabaseWrapper, begun: BaseDatabaseWrapper, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied, kind = [], Server if begun.vendor == "postgresql" else File
    load = kind.load

    def killed_at_the_thirtieth(self: Any, table: Any, lines: Any) -> None:
        copied.append(table.name)
        load(self, table, lines)
        if len(copied) == 30:
            raise KeyboardInterrupt

    monkeypatch.setattr(kind, "load", killed_at_the_thirtieth)
    with pytest.raises(KeyboardInterrupt):
        move(site, begun, silently)
    assert len(moving_notes(begun)) == 29
    move(site, begun, silently)
    assert state(begun) == state(site)
    assert len(copied) == len(state(site)) + 1  # only the one that was not committed came twice


@pytest.mark.both_engines
def test_a_run_that_was_killed_while_it_made_indexes_makes_the_others(
    site: BaseDatabaseWrapper, begun: BaseDatabaseWrapper, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed_at_the_tenth(step: str, total: int) -> Callable[[int], None]:
        made = iter(range(9))
        return lambda number: None if step != "Making indexes" or next(made, None) is not None else interrupt()

    def interrupt() -> None:
        raise KeyboardInterrupt

    if begun.vendor != "postgresql":
        return
    with pytest.raises(KeyboardInterrupt):
        move(site, begun, killed_at_the_tenth)
    with opened(begun) as raw:
        (left,) = raw.execute(f"SELECT count(*) FROM {ASIDE} WHERE kind = 'index'").fetchone()  # noqa: S608  a name of ours
        assert left > 0
    move(site, begun, silently)
    assert state(begun) == state(site)
    with opened(begun) as moved, opened(site) as former:
        for kind in MADE[begun.vendor]:
            assert moved.execute(kind).fetchall() == former.execute(kind).fetchall()


def moving_notes(database: BaseDatabaseWrapper) -> list[Any]:
    with opened(database) as connection:
        found: list[Any] = connection.execute("SELECT name FROM operations_move").fetchall()
        return found


def test_a_run_begins_anew_where_the_old_database_was_written_to_meanwhile(
    site: BaseDatabaseWrapper, begun: BaseDatabaseWrapper, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed_after_articles(name: str, checksum: str) -> None:
        if "articles_article" in moving.noted():
            raise KeyboardInterrupt
        note(name, checksum)

    note = moving.note
    monkeypatch.setattr(moving, "note", killed_after_articles)
    with pytest.raises(KeyboardInterrupt):
        move(site, begun, silently)
    with opened(site) as connection:
        connection.execute("UPDATE articles_article SET title = 'Later'")
    monkeypatch.undo()
    move(site, begun, silently)
    assert state(begun) == state(site)


def test_a_database_that_holds_something_and_an_address_of_nothing_are_refused(
    site: BaseDatabaseWrapper, empty: BaseDatabaseWrapper
) -> None:
    before = state(empty)
    with pytest.raises(Refused, match="holds tables already"):
        move(site, empty, silently)
    with pytest.raises(Refused, match="has already"):
        move(site, same_engine_named(site, site.settings_dict["NAME"]), silently)
    assert state(empty) == before
    with pytest.raises(CommandError, match="no address"):
        call_command("move_to", "mysql://127.0.0.1/site")


@pytest.mark.both_engines
def test_a_backup_is_restored_on_the_other_engine_and_back(
    site: BaseDatabaseWrapper, empty: BaseDatabaseWrapper, file: BaseDatabaseWrapper, media: Path, tmp_path: Path
) -> None:
    """On SQLite it is the same engine, as no server is there."""
    before = state(site)
    back_up(site, media, tmp_path / "first", silently)
    restore(tmp_path / "first", file, tmp_path / "second", yes, silently)
    back_up(file, tmp_path / "second", tmp_path / "third", silently)
    restore(tmp_path / "third", empty, tmp_path / "fourth", yes, silently)
    assert state(empty) == state(file) == before
    assert files(tmp_path / "fourth") == files(media)


@pytest.mark.both_engines
def test_columns_are_of_the_kinds_that_their_fields_have(empty: BaseDatabaseWrapper) -> None:
    """Asked of the database, and the same on both engines."""
    with reading(empty) as rows:
        for model in [
            one for one in apps.get_models(include_auto_created=True) if one._meta.db_table not in NOT_CARRIED
        ]:
            fields = model._meta.local_concrete_fields
            told = {str(field.column): KINDS[kind_of(field)] for field in fields}
            assert rows.tables[model._meta.db_table].columns == told, model


def kind_of(field: Any) -> str:
    return kind_of(field.target_field) if field.remote_field else str(field.get_internal_type())
