"""Search with FTS5, which comes with SQLite."""

import json
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from django.db import OperationalError, connection

from articles.search.engines import time_limit as limits
from articles.search.engines.expressions import AllOf, Expression, Side, is_of_field
from articles.search.engines.time_limit import SearchTookTooLong

STEPS: Final = 20_000  # of SQLite's virtual machine between two looks at the clock
TABLES: Final = {False: "public_search", True: "full_post_search"}


def sort_keys(expressions: Sequence[Expression], *, full: bool) -> list[list[int]]:
    """For each the sort keys of the articles that hold it, all in one row: one for each would cost most of the time.

    `full`: in their whole text, full post included. Rows of articles are wide, so these come from an index.
    """
    keys = [keys_in(TABLES[full and not is_of_field(expression)]) for expression in expressions]
    with time_limit(), connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(keys)}", [*map(written, expressions)])
        row = cursor.fetchone()
    return [json.loads(f"[{listed or ''}]") for listed in row]


def keys_in(table: str) -> str:
    return (
        f"(SELECT group_concat(a.sort_key) FROM {table} "  # noqa: S608 - names of ours
        f"JOIN articles_article a INDEXED BY article_sort_key_of_key ON a.id = {table}.rowid "
        f"WHERE {table} MATCH %s AND a.sort_key IS NOT NULL)"
    )


def written(expression: Expression) -> str:
    """The expression in the language of MATCH, every word in quotation marks."""
    if isinstance(expression, Side):
        words = f'"{" ".join(expression.words)}"{"*" if expression.is_prefix else ""}'
        return f"{expression.field} : {words}" if expression.field else words
    joint = " AND " if isinstance(expression, AllOf) else " OR "
    return f"({joint.join(written(part) for part in expression.parts)})"


@contextmanager
def time_limit() -> Iterator[None]:
    """Raises `SearchTookTooLong` when the statement inside takes more than `limits.SECONDS`."""
    end = time.monotonic() + limits.SECONDS
    connection.ensure_connection()
    connection.connection.set_progress_handler(lambda: time.monotonic() > end, STEPS)
    try:
        yield
    except OperationalError as error:
        if time.monotonic() > end:
            raise SearchTookTooLong from error
        raise
    finally:
        connection.connection.set_progress_handler(None, 0)


def follow_words() -> None:
    """Nothing: FTS5 knows the places of all words."""
