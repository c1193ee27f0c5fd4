"""Search with PostgreSQL's own tsvector and GIN."""

from collections.abc import Iterator
from typing import Final

from django.db import OperationalError, connection, transaction

from articles.search import limits
from articles.search.expressions import AllOf, Expression, Side
from articles.search.limits import SearchTookTooLong

TABLES: Final = {False: "articles_publicwords", True: "articles_fullpostwords"}
COLUMNS: Final = {"": "words", "title": "title_words", "head": "head_words", "names": "names_words"}
CANCELLED: Final = "57014"  # query_canceled, which a statement that ran out of time gets
SETTINGS: Final = "SELECT set_config('statement_timeout', %s, true), set_config('enable_seqscan', 'off', true)"


def numbers(expression: Expression, *, full: bool) -> list[int]:
    """The numbers of the articles that hold it, in one row. `full`: in their whole text, full post included.

    The planner does not know what it costs to read texts that lie outside of their rows, and would read them all for a
    common word: it has to use the index. The settings end with the statement, by rolling back what wrote nothing.
    """
    condition, words = condition_of(expression)
    sql = (
        f"SELECT string_agg(a.number::text, ',') FROM {TABLES[full]} w "  # noqa: S608 - ours
        f"JOIN articles_article a ON a.id = w.article_id WHERE {condition} AND a.number IS NOT NULL"
    )
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(SETTINGS, [f"{limits.SECONDS * 1000:.0f}"])
            cursor.execute(sql, words)
            (listed,) = cursor.fetchone()
            transaction.set_rollback(True)
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") == CANCELLED:
            raise SearchTookTooLong from error
        raise
    return list(map(int, listed.split(","))) if listed else []


def condition_of(expression: Expression) -> tuple[str, list[str]]:
    """The condition in SQL and what it is given: one question for all that is looked for in one column."""
    if len({side.field for side in sides(expression)}) == 1:
        field = next(sides(expression)).field
        return f"w.{COLUMNS[field]} @@ to_tsquery('simple', %s)", [written(expression)]
    assert not isinstance(expression, Side)  # noqa: S101 - for the type checker
    parts = [condition_of(part) for part in expression.parts]
    joint = " AND " if isinstance(expression, AllOf) else " OR "
    return f"({joint.join(sql for sql, _ in parts)})", [word for _, words in parts for word in words]


def sides(expression: Expression) -> Iterator[Side]:
    if isinstance(expression, Side):
        yield expression
    else:
        for part in expression.parts:
            yield from sides(part)


def written(expression: Expression) -> str:
    """The expression in the language of to_tsquery, every word in quotation marks."""
    if isinstance(expression, Side):
        words = [f"'{word}'" for word in expression.words]
        words[-1] += ":*" if expression.is_prefix else ""
        return f"({' <-> '.join(words)})" if len(words) > 1 else words[0]
    joint = " & " if isinstance(expression, AllOf) else " | "
    return f"({joint.join(written(part) for part in expression.parts)})"
