"""Search with PostgreSQL's own tsvector and GIN."""

import sys
from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from django.db import OperationalError, connection, transaction

from articles.search.engines import time_limit
from articles.search.engines.expressions import AllOf, AnyOf, Expression, Side
from articles.search.engines.time_limit import SearchTookTooLong

TABLES: Final = {False: "articles_publicwords", True: "articles_fullpostwords"}
COLUMNS: Final = {"": "words", "title": "title_words", "head": "head_words", "names": "names_words"}
AND, OR = " AND ", " OR "
UNSIGNED: Final = "I"  # four bytes, as the sort keys in `tags.cache.bitmaps`
CANCELLED: Final = "57014"  # query_canceled, which a statement that ran out of time gets
SETTINGS: Final = "SELECT set_config('statement_timeout', %s, true), set_config('enable_seqscan', 'off', true)"

Condition = tuple[str, list[str]]


def sort_keys(expressions: Sequence[Expression], *, full: bool) -> list[Sequence[int]]:
    """For each the sort keys of the articles that hold it, all in one row, four bytes each.

    `full`: with the words of full posts.

    The planner does not know what it costs to read texts that lie outside of their rows, and would read them all for a
    common word: it has to use the index. The settings end with the statement, by rolling back what wrote nothing.
    """
    conditions = [condition_of(expression) for expression in expressions]
    keys = [
        f"(SELECT string_agg(substr(int8send(a.sort_key), 5), '') FROM {TABLES[full]} w "  # noqa: S608 - ours
        f"JOIN articles_article a ON a.id = w.article_id WHERE {condition} AND a.sort_key IS NOT NULL)"
        for condition, _ in conditions
    ]
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(SETTINGS, [f"{time_limit.SECONDS * 1000:.0f}"])
            cursor.execute(f"SELECT {', '.join(keys)}", [word for _, words in conditions for word in words])
            row = cursor.fetchone()
            transaction.set_rollback(True)
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") == CANCELLED:
            raise SearchTookTooLong from error
        raise
    return [keys_in(held) for held in row]


def keys_in(held: bytes | memoryview | None) -> Sequence[int]:
    found = array(UNSIGNED, bytes(held or b""))
    if sys.byteorder == "little":  # the network's is the other
        found.byteswap()
    return found


def condition_of(expression: Expression) -> Condition:
    """The condition in SQL and what it is given: one question for all that one column can answer."""
    if field_of(expression) is not None:
        return asked(expression)
    if isinstance(expression, Side):
        return side_by_side(expression)
    return joined(AND if isinstance(expression, AllOf) else OR, map(condition_of, gathered(expression)))


def field_of(expression: Expression) -> str | None:
    """The field of which the index of words answers it all, without a look at where words stand; else None."""
    fields = {None if is_row(side) else side.field for side in sides(expression)}
    return fields.pop() if len(fields) == 1 else None


def is_row(side: Side) -> bool:
    """Whether its words stand side by side in a text. The single fields are short enough to look into."""
    return len(side.words) > 1 and not side.field


def gathered(expression: AllOf | AnyOf) -> list[Expression]:
    """Its parts, those together that one index of words answers."""
    parts: dict[str | None, list[Expression]] = {}
    for part in expression.parts:
        parts.setdefault(field_of(part), []).append(part)
    rows = parts.pop(None, [])
    return [*(type(expression)(tuple(same)) if len(same) > 1 else same[0] for same in parts.values()), *rows]


def side_by_side(side: Side) -> Condition:
    """By their pairs. Only those with all pairs are looked into, unless one pair says it all."""
    whole = side.words[:-1] if side.is_prefix else side.words
    by_pairs: Condition = ("w.pairs @> word_pairs(%s)", [" ".join(whole)])
    if len(whole) == 1:
        return asked(side)
    return by_pairs if whole == side.words and len(whole) == 2 else joined(AND, [by_pairs, asked(side)])


def asked(expression: Expression) -> Condition:
    """What is asked of the index of one field's words, or of all."""
    field = next(sides(expression)).field
    return f"w.{COLUMNS[field]} @@ to_tsquery('simple', %s)", [written(expression)]


def joined(word: str, conditions: Iterable[Condition]) -> Condition:
    found = list(conditions)
    return f"({word.join(sql for sql, _ in found)})", [given for _, more in found for given in more]


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
