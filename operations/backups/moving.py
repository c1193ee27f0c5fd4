"""All rows into an empty database of the other engine, or of the same; the one that they come from is only read.

Each table is a transaction, and noted in the new database beside its checksum: a run that was killed is gone on with.
"""

from collections.abc import Mapping
from typing import Final

from django.core.management import call_command
from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from operations.backups import changes
from operations.backups.connecting import connection_used, file_of, in_place, libpq, place_of
from operations.backups.copying import copy_table, refuse_differences, refuse_other_tables, telling
from operations.backups.manifest import applied, of_release, refuse_another_schema, waiting
from operations.backups.refusals import Refused, room_in
from operations.backups.rows import Sum, sum_of
from operations.backups.sources import FileRows, ServerRows, reading
from operations.backups.targets import Target, writing
from tags.management.progress import Begin

NOTES: Final = "operations_move"
MAKE_NOTES: Final = f"CREATE TABLE {NOTES} (name varchar(100) PRIMARY KEY, checksum varchar(64) NOT NULL)"
COPIED: Final = "tables that were copied stay, and the same line goes on from there"
Rows = FileRows | ServerRows


def move(source: BaseDatabaseWrapper, target: BaseDatabaseWrapper, begin: Begin) -> dict[str, Sum]:
    """What each table holds, in both. Raises `Refused`."""
    if is_same(source, target):
        raise Refused("That is the database that the site has already.")
    refuse_another_schema(applied(source), place_of(source), "Run migrate first.")
    try:
        with room_in(place_of(target), COPIED), reading(source) as rows, in_place(target):
            make_ready()
            with writing(target) as output:
                refuse_other_tables(rows.tables, output.tables())
                sums = copy_missing(rows, output, begin)
                with output.finishing(rows.counted, begin), reading(target) as moved:
                    refuse_differences(sums, compared(moved, sums, begin))
            call_command("rebuild_shelves", check=True, verbosity=0)
            end()
    finally:
        target.close()
    return sums


def compared(moved: Rows, sums: Mapping[str, Sum], begin: Begin) -> dict[str, Sum]:
    """What the new database holds, read again."""
    more = begin("Comparing rows", sum(one.rows for one in sums.values()))
    return {
        name: sum_of(telling(lines, more), moved.tables[name].kinds) for name, lines in moved.each(sorted(moved.tables))
    }


def is_same(source: BaseDatabaseWrapper, target: BaseDatabaseWrapper) -> bool:
    if source.vendor != target.vendor:
        return False
    if source.vendor == "sqlite":
        return file_of(source).resolve() == file_of(target).resolve()
    places = [{libpq(one).get(name) for name in ("host", "port", "dbname")} for one in (source, target)]
    return places[0] == places[1]


def make_ready() -> None:
    """The schema of this release in a database that was empty, or that a former run began."""
    there = connection.introspection.table_names()
    if there and NOTES not in there:
        raise Refused(f"{place_of(connection_used())} holds tables already. Name an empty database.")
    if not there:
        with connection.cursor() as cursor:
            cursor.execute(MAKE_NOTES)
    if waiting(applied(connection_used()), of_release()):
        call_command("migrate", verbosity=0)


def noted() -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT name, checksum FROM {NOTES}")  # noqa: S608  a name of ours
        return dict(cursor.fetchall())


def note(name: str, checksum: str = "") -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {NOTES} (name, checksum) VALUES (%s, %s)", [name, checksum])  # noqa: S608


def copy_missing(rows: Rows, target: Target, begin: Begin) -> dict[str, Sum]:
    """All tables that no former run copied; all of them where one was written since."""
    order, done = target.order(), noted()
    sums = {name: sum_of(lines, rows.tables[name].kinds) for name, lines in rows.each([*done])}
    if any(one.checksum != done[name] for name, one in sums.items()):
        sums = {}
    left = [name for name in order if name not in sums]
    if left:
        empty(left, target, everything=not sums)
    more = begin("Copying rows", sum(map(rows.number_of, left)))
    for name, lines in rows.each(left):
        with transaction.atomic():
            sums[name] = copy_table(target, rows.tables[name], lines, more)
            note(name, sums[name].checksum)
    return sums


@transaction.atomic
def empty(tables: list[str], target: Target, *, everything: bool) -> None:
    """Of rows that migrations write, or that are to be copied anew."""
    target.empty(tables)
    if everything:
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {NOTES}")  # noqa: S608  a name of ours


@transaction.atomic
def end() -> None:
    with connection.cursor() as cursor:
        changes.set_on(cursor.execute, vendor=connection.vendor, before=0)
        cursor.execute(f"DROP TABLE {NOTES}")
