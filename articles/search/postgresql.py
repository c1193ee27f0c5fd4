"""Search with PostgreSQL's own tsvector and GIN."""

from typing import Final

from django.db import OperationalError, connection, transaction

from articles.search.expressions import FIELDS, AllOf, Expression, Side
from articles.search.limits import SECONDS, SearchTookTooLong

TABLES: Final = {False: "articles_publicwords", True: "articles_fullpostwords"}
WEIGHT_OF: Final = dict(zip(FIELDS, "ABCD", strict=True))
CANCELLED: Final = "57014"  # query_canceled, which a statement that ran out of time gets


def numbers(expression: Expression, *, full: bool) -> list[int]:
    """The numbers of the articles that hold it. `full`: in their whole text, full post included."""
    sql = (
        f"SELECT a.number FROM {TABLES[full]} w JOIN articles_article a ON a.id = w.article_id "  # noqa: S608 - ours
        "WHERE w.words @@ to_tsquery('simple', %s) AND a.number IS NOT NULL"
    )
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", [f"{SECONDS * 1000:.0f}"])
            cursor.execute(sql, [written(expression)])
            return [number for (number,) in cursor.fetchall()]
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") == CANCELLED:
            raise SearchTookTooLong from error
        raise


def written(expression: Expression) -> str:
    """The expression in the language of to_tsquery, every word in quotation marks."""
    if isinstance(expression, Side):
        weight = WEIGHT_OF.get(expression.field, "")
        *first, last = expression.words
        words = [suffixed(word, weight) for word in first]
        words.append(suffixed(last, ("*" if expression.is_prefix else "") + weight))
        return f"({' <-> '.join(words)})" if first else words[0]
    joint = " & " if isinstance(expression, AllOf) else " | "
    return f"({joint.join(written(part) for part in expression.parts)})"


def suffixed(word: str, suffix: str) -> str:
    return f"'{word}':{suffix}" if suffix else f"'{word}'"
