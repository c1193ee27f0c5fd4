"""Search with FTS5, which comes with SQLite."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.db import OperationalError, connection

from articles.search.expressions import AllOf, Expression, Side
from articles.search.limits import SECONDS, SearchTookTooLong

STEPS: Final = 20_000  # of SQLite's virtual machine between two looks at the clock
TABLES: Final = {False: "public_search", True: "full_post_search"}


def numbers(expression: Expression, *, full: bool) -> list[int]:
    """The numbers of the articles that hold it. `full`: in their whole text, full post included."""
    table = TABLES[full]
    sql = (
        f"SELECT a.number FROM {table} JOIN articles_article a ON a.id = {table}.rowid "  # noqa: S608 - names of ours
        f"WHERE {table} MATCH %s AND a.number IS NOT NULL"
    )
    with time_limit(), connection.cursor() as cursor:
        cursor.execute(sql, [written(expression)])
        return [number for (number,) in cursor.fetchall()]


def written(expression: Expression) -> str:
    """The expression in the language of MATCH, every word in quotation marks."""
    if isinstance(expression, Side):
        words = f'"{" ".join(expression.words)}"{"*" if expression.is_prefix else ""}'
        return f"{expression.field} : {words}" if expression.field else words
    joint = " AND " if isinstance(expression, AllOf) else " OR "
    return f"({joint.join(written(part) for part in expression.parts)})"


@contextmanager
def time_limit() -> Iterator[None]:
    """Raises `SearchTookTooLong` when the statement inside takes more than `SECONDS`."""
    end = time.monotonic() + SECONDS
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
