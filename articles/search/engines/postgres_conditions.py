"""What is asked of PostgreSQL's index, as conditions in SQL. No typed text is in them: words are letters and digits."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from articles.search.engines.expressions import AllOf, Expression, Side
from articles.search.engines.postgres_keys import COMMON_PAIR, DRAWER, DRAWERS, UNREADABLE, Noted

FIELDS: Final = {"": "", "title": "=t", "head": "=h", "names": "=n"}  # before the words of single fields
AND, OR = " AND ", " OR "
HEX: Final = (1 << 64) - 1  # how a hash, which may be negative, is written

Condition = tuple[str, list[str]]  # and what it is given


@dataclass(frozen=True)
class Table:
    """`keys`: the expression that is indexed; `texts`: the columns in which words stand."""

    name: str
    keys: str
    texts: tuple[str, ...]


PUBLIC: Final = Table(
    "articles_publicwords", "search_keys({0}.title, {0}.head, {0}.body, {0}.names)", ("title", "head", "body", "names")
)
FULL: Final = Table("articles_fullpostwords", "search_keys(NULL::text, NULL::text, {0}.body, NULL::text)", ("body",))


@dataclass(frozen=True)
class Conditions:
    """`hashes`: of every two and three words that are asked for side by side. `noted`: which words are common."""

    table: Table
    hashes: Mapping[str, int]
    noted: Noted

    def of(self, expression: Expression, also: str = "") -> Condition:
        """One question for all that keys alone answer. `also`: what the rows have to hold besides, so that no other
        texts are looked into.
        """
        if is_answered(expression):
            return self.holds("w", written(expression))
        if isinstance(expression, Side):
            return self.side_by_side(expression, also)
        is_all = isinstance(expression, AllOf)
        conditions = []
        if answered := [written(part) for part in expression.parts if is_answered(part)]:
            together = joint_of(answered, is_all=is_all)
            conditions.append(self.holds("w", together))
            also = joint_of(filter(None, (also, together)), is_all=True) if is_all else also
        conditions += [self.of(part, also) for part in expression.parts if not is_answered(part)]
        return joined(AND if is_all else OR, conditions)

    def side_by_side(self, side: Side, also: str) -> Condition:
        """Two common words have a key of their own. Else the texts are looked into that have all words, and something
        in the drawers of the pairs.
        """
        rows = list(rows_in(side))
        is_pair = len(side.words) == 2 and bool(rows) and not side.field
        words = [Side((word,), field=side.field) for word in side.words[:-1]]
        keys = [written(word) for word in (*words, Side(side.words[-1:], side.is_prefix, side.field))]
        for row in rows:
            any_of_keys = [one for one in self.keys(row) if not (is_pair and one == self.common(row))]
            keys += [joint_of(any_of_keys, is_all=False)] if any_of_keys else []
        looked_into = self.looked_into(side, joint_of(filter(None, (*keys, also)), is_all=True))
        return joined(OR, [self.holds("w", self.common(rows[0])), looked_into]) if is_pair else looked_into

    def looked_into(self, side: Side, keys: str) -> Condition:
        found, given = self.holds("v", keys)
        row = f" {' '.join(side.words)}{'' if side.is_prefix else ' '}"
        columns = [side.field] if side.field else self.table.texts
        said = OR.join(f"strpos(' ' || v.{column} || ' ', %s) > 0" for column in columns)
        rows = f"SELECT v.article_id FROM {self.table.name} v WHERE {found} AND ({said})"  # noqa: S608 - ours
        return f"w.article_id = ANY(ARRAY({rows}))", [*given, *([row] * len(columns))]

    def keys(self, row: str) -> list[str]:
        """Of which texts with this row of words have one; none where no key tells. What was written while other words
        were common may have either key, so both are asked for until the index is made anew.
        """
        words = row.split()
        drawer, is_common = f"'{DRAWER}{self.hashes[row] & DRAWERS:x}'", self.noted.common.issuperset(words)
        if len(words) > 2:
            return [drawer, f"'{UNREADABLE}'"] if is_common and self.noted.is_settled else []
        if self.noted.is_settled:
            return [self.common(row) if is_common else drawer, f"'{UNREADABLE}'"]
        return [self.common(row), drawer, f"'{UNREADABLE}'"]

    def common(self, pair: str) -> str:
        """The key of a pair of common words."""
        return f"'{COMMON_PAIR}{self.hashes[pair] & HEX:x}'"

    def holds(self, row: str, query: str) -> Condition:
        return f"{self.table.keys.format(row)} @@ %s::tsquery", [query]


def rows_in(expression: Expression) -> Iterator[str]:
    """Every two and every three words that are asked for side by side, without one that only begins so."""
    if isinstance(expression, Side):
        words = expression.words[:-1] if expression.is_prefix else expression.words
        yield from (" ".join(words[at : at + size]) for size in (2, 3) for at in range(len(words) - size + 1))
    else:
        for part in expression.parts:
            yield from rows_in(part)


def is_answered(expression: Expression) -> bool:
    """Whether keys answer it all, without a look at where words stand."""
    if isinstance(expression, Side):
        return len(expression.words) == 1
    return all(map(is_answered, expression.parts))


def written(expression: Expression) -> str:
    """An expression of single words in the language of tsquery, every word in quotation marks."""
    if isinstance(expression, Side):
        return f"'{FIELDS[expression.field]}{expression.words[0]}'{':*' if expression.is_prefix else ''}"
    return joint_of(map(written, expression.parts), is_all=isinstance(expression, AllOf))


def joint_of(queries: Iterable[str], *, is_all: bool) -> str:
    return f"({(' & ' if is_all else ' | ').join(queries)})"


def joined(word: str, conditions: Iterable[Condition]) -> Condition:
    found = list(conditions)
    return f"({word.join(sql for sql, _ in found)})", [given for _, more in found for given in more]
