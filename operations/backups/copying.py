"""Rows from one database into another, of whatever engine: what moving and restoring across engines have in common."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from django.db import DatabaseError

from operations.backups.refusals import Refused, is_full
from operations.backups.rows import Line, Sum
from operations.backups.sources import Source, differences
from operations.backups.tables import OTHER, Table
from operations.backups.targets import Target
from tags.management.parts import in_parts

AT_ONCE: Final = 200  # lines
TOLD: Final = 5  # tables of many that differ


def refuse_other_tables(source: Mapping[str, Table], target: Mapping[str, Table]) -> None:
    """Columns of one name are of one kind on both engines, or nothing is copied."""
    odd = [
        name
        for name in sorted({*source, *target})
        if source.get(name) != target.get(name) or OTHER in source[name].kinds
    ]
    if odd:
        raise Refused(
            f"These tables are not the same on both sides, and nothing was copied: {', '.join(odd[:TOLD])}. "
            "Those that are not the site's have to be put into another database first."
        )


def copy_table(target: Target, table: Table, lines: Iterable[Line], more: Callable[[int], None]) -> Sum:
    """Inside a transaction; what passed is summed up."""
    passed = Sum()
    try:
        target.load(table, telling(passed.of(lines, table.kinds), more))
    except (DatabaseError, ValueError) as fault:
        if is_full(fault):
            raise
        raise Refused(f"{table.name} was not taken by the other engine: {fault}") from fault
    return passed


def copy_all(source: Source, target: Target, more: Callable[[int], None]) -> dict[str, Sum]:
    """All tables, in one transaction of the caller's."""
    target.empty(source.tables)
    sums: dict[str, Sum] = {}
    for name, lines in source.each(target.order()):
        sums[name] = copy_table(target, source.tables[name], lines, more)
    return sums


def telling(lines: Iterable[Line], more: Callable[[int], None]) -> Iterator[Line]:
    """The same lines; `more` is told of them while they pass."""
    for part in in_parts(lines, AT_ONCE):
        yield from part
        more(len(part))


def refuse_differences(expected: Mapping[str, Sum], found: Mapping[str, Sum]) -> None:
    if wrong := differences(expected, found):
        raise Refused(f"{len(wrong)} tables differ: {'; '.join(wrong[:TOLD])}.")
