"""Tables that are not the site's: in a backup as they are, and in the way of nothing but another engine."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from operations.backups.backing_up import back_up
from operations.backups.connecting import connected
from operations.backups.copying import refuse_other_tables
from operations.backups.postgres_programs import address, environment
from operations.backups.refusals import Refused
from operations.backups.restoring import restore
from operations.backups.rows import lines_of
from operations.backups.sources import reading
from operations.backups.tables import tables_on_sqlite
from tags.management.progress import silently
from tests.operations.backups.states import opened, state
from tests.operations.backups.test_backup import yes

pytestmark = pytest.mark.django_db
NOTES = "CREATE TABLE notes (n numeric, t timestamp, d real, m int DEFAULT 1, s int {})"
TWICE = "GENERATED ALWAYS AS (m * 2) STORED"
ODD = ("INSERT INTO notes (n) VALUES (1.50)", "INSERT INTO notes (t, d) VALUES ('2026-05-03 12:00:00', 0.5)")
ON_SQLITE = (  # which lets any value be anywhere
    "INSERT INTO notes VALUES ('a\tb\nc', 5, 'none', 7, 3.5)",
    "INSERT INTO notes VALUES (2, NULL, 0.5, 'x\ty', 3)",
)


@pytest.mark.both_engines
def test_a_table_that_is_not_of_the_site_comes_back_with_it_and_goes_to_no_other_engine(
    site: BaseDatabaseWrapper, empty: BaseDatabaseWrapper, media: Path, tmp_path: Path
) -> None:
    is_sqlite = site.vendor == "sqlite"
    with opened(site) as raw:
        raw.execute(NOTES.format("" if is_sqlite else TWICE))
        for statement in ODD + (ON_SQLITE if is_sqlite else ()):
            raw.execute(statement)
        notes = raw.execute("SELECT * FROM notes").fetchall()
    made = back_up(site, media, tmp_path / "backup", silently)
    restore(tmp_path / "backup", empty, media, yes, silently)
    assert state(empty) == {name: (one.rows, one.checksum) for name, one in made.sums.items()}
    assert made.sums["notes"].rows == len(notes)
    with opened(empty) as raw:
        assert raw.execute("SELECT * FROM notes").fetchall() == notes
    with reading(site) as rows, pytest.raises(Refused, match=r"nothing was copied: notes\. Those that are not"):
        refuse_other_tables(rows.tables, rows.tables)


def test_a_text_in_a_column_of_numbers_stays_one_value() -> None:
    assert list(lines_of([["x\ty", 0.5]], ["int", "float"])) == [b"x\\ty\t0.5"]


def test_tables_of_litestream_stay_where_they_are() -> None:
    with closing(sqlite3.connect(":memory:")) as file:
        file.execute("CREATE TABLE _litestream_seq (id INTEGER PRIMARY KEY, seq INTEGER)")
        file.execute("CREATE TABLE _litestream_lock (id INTEGER)")
        file.execute("CREATE TABLE notes_litestream_x (n INTEGER)")
        assert tables_on_sqlite(file).keys() == {"notes_litestream_x"}


@pytest.mark.both_engines
def test_no_secret_stands_on_a_command_line() -> None:
    if connection.vendor != "postgresql":
        return
    settings = connection.settings_dict
    options = {**settings["OPTIONS"], "sslkey": "site.key"}
    database = connected({**settings, "PASSWORD": "first", "OPTIONS": options})
    assert "first" not in address(database)
    assert environment(database)["PGPASSWORD"] == "first"
    with pytest.raises(Refused, match=r"sslpassword in the address .* service file"):
        address(connected({**settings, "OPTIONS": {**options, "sslpassword": "second"}}))
