"""Rows as lines: what PostgreSQL writes of a value and what is written of SQLite's are the same bytes."""

import pytest
from django.db import connection

from operations.backups.rows import lines_of, rows_of, sum_of

ODD = ["plain", "", "tab\t line\n return\r back\b form\f up\v slash\\ \\N \\.", "ω — \u2028 '\""]
TIMES = ["2026-05-03 12:00:00", "2026-05-03 12:00:00.120000", "2026-05-03 12:00:00.000001"]
KINDS = ("text", "json", "time", "uuid", "bytes", "bool", "float", "int", "date")
TYPES = ("text", "jsonb", "timestamptz", "uuid", "bytea", "bool", "float8", "bigint", "date")
ROWS = [
    [text, '{"a": [1, 2.5, "\\\\ \\u03c9"]}', at, "0123456789abcdef" * 2, b"\\\x00\xff", 1, 0.1, 2**40, "2026-05-03"]
    for text in ODD
    for at in TIMES
] + [[None] * len(KINDS)]  # fmt: skip


def test_rows_of_sqlite_come_back_as_they_were() -> None:
    assert list(rows_of(lines_of(ROWS, KINDS), KINDS)) == ROWS


@pytest.mark.django_db
@pytest.mark.both_engines
def test_postgresql_writes_the_same_lines() -> None:
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for row in ROWS:
            whole = [value if at != 5 or value is None else bool(value) for at, value in enumerate(row)]
            whole[2] = whole[2] and f"{whole[2]}+00"
            values = ", ".join(f"%s::{kind}" for kind in TYPES)
            with cursor.cursor.copy(f"COPY (SELECT {values}) TO STDOUT", whole) as copy:
                written = bytes(b"".join(copy)).rstrip(b"\n")
            assert sum_of([written], KINDS) == sum_of(lines_of([row], KINDS), KINDS)
            assert list(rows_of([written], KINDS)) == list(rows_of(lines_of([row], KINDS), KINDS))


@pytest.mark.parametrize(
    ("one", "other", "are_same"),
    [
        ('{"a": 1, "b": 2}', '{"b":2,"a":1}', True),
        ("[1.0, 100.0]", "[1, 1e2]", True),
        ('["a", "b"]', '["b", "a"]', False),
        ('{"a": null}', "{}", False),
        ('"1"', "1", False),
    ],
)
def test_json_is_the_same_however_it_is_spelled(one: str, other: str, are_same: bool) -> None:
    sums = [sum_of(lines_of([[text]], ["json"]), ["json"]).checksum for text in (one, other)]
    assert (sums[0] == sums[1]) is are_same


def test_a_table_is_the_same_in_any_order_of_rows_and_another_with_a_row_twice() -> None:
    rows = [[1, "a"], [2, "b"]]
    sums = [sum_of(lines_of(some, ["int", "text"]), ["int", "text"]) for some in (rows, rows[::-1], [*rows, rows[0]])]
    assert sums[0] == sums[1]
    assert sums[0] != sums[2]
    assert sums[0].checksum != sum_of(lines_of([[1, "b"], [2, "a"]], ["int", "text"]), ["int", "text"]).checksum
