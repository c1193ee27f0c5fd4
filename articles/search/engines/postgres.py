"""Search with PostgreSQL's own tsvector and GIN; what is in the index stands in `postgres_keys`."""

import sys
from array import array
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from django.db import OperationalError, connection, transaction

from articles.search.engines import time_limit
from articles.search.engines.expressions import Expression, is_of_field
from articles.search.engines.postgres_conditions import FULL, PUBLIC, Conditions, rows_in
from articles.search.engines.postgres_keys import NOTE, follow_words, noted
from articles.search.engines.time_limit import SearchTookTooLong
from members.prepared import preparing_cursor

__all__ = ["follow_words", "sort_keys"]  # see `interface`
UNSIGNED: Final = "I"  # four bytes, as the sort keys in `tags.cache.bitmaps`
CANCELLED: Final = "57014"  # query_canceled, which a statement that ran out of time gets
SETTINGS: Final = f"""
    SELECT set_config('statement_timeout', %s, true), set_config('enable_seqscan', 'off', true),
        set_config('jit', 'off', true),
        CASE WHEN %s THEN {NOTE} END,
        ARRAY(SELECT hashtextextended(pair, 0) FROM unnest(%s::text[]) WITH ORDINALITY AS p(pair, place) ORDER BY place)
"""  # noqa: S608 - ours


def sort_keys(expressions: Sequence[Expression], *, full: bool) -> list[Sequence[int]]:
    """For each the sort keys of the articles that hold it, all in one row, four bytes each.

    `full`: with the words of full posts.

    The planner does not know what it costs to read texts that lie outside of their rows, and would read them all for a
    common word: it has to use the index, and not to compile first what it takes to be dear. The settings end with the
    transaction. It is rolled back only within another one: after a rollback nothing that was prepared counts any more.
    """
    within_another = connection.in_atomic_block
    rows = list(dict.fromkeys(row for expression in expressions for row in rows_in(expression)))
    try:
        with transaction.atomic(), connection.cursor() as cursor, preparing_cursor() as settings:
            settings.execute(SETTINGS, [f"{time_limit.SECONDS * 1000:.0f}", bool(rows), rows])
            *_, note, hashes = settings.fetchone()
            public = Conditions(PUBLIC, dict(zip(rows, hashes, strict=True)), noted(note))
            cursor.execute(*statement(expressions, public, replace(public, table=FULL) if full else public))
            found = cursor.fetchone()
            transaction.set_rollback(within_another)
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") == CANCELLED:
            raise SearchTookTooLong from error
        raise
    return [keys_in(held) for held in found]


def statement(expressions: Sequence[Expression], of_fields: Conditions, of_texts: Conditions) -> tuple[str, list[str]]:
    keys, values = [], []
    for expression in expressions:
        conditions = of_fields if is_of_field(expression) else of_texts
        condition, given = conditions.of(expression)
        keys.append(
            f"(SELECT string_agg(w.place, '') FROM {conditions.table.name} w WHERE {condition} AND w.place IS NOT NULL)"  # noqa: S608
        )
        values += given
    return f"SELECT {', '.join(keys)}", values


def keys_in(held: bytes | memoryview | None) -> Sequence[int]:
    found = array(UNSIGNED, bytes(held or b""))
    if sys.byteorder == "little":  # the network's is the other
        found.byteswap()
    return found
