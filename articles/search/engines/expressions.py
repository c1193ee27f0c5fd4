"""What an engine is asked for: words side by side, all of several things, any of them. No typed text gets through.

Every word is one of `articles.text.tokenizer`: letters and digits alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Side:
    """These words side by side, in this order; with `is_prefix` the last one only begins so.

    `field`: title, head or names, the fields that may be asked for by themselves.
    """

    words: tuple[str, ...]
    is_prefix: bool = False
    field: str = ""


@dataclass(frozen=True)
class AllOf:
    parts: tuple["Expression", ...]


@dataclass(frozen=True)
class AnyOf:
    parts: tuple["Expression", ...]


Expression = Side | AllOf | AnyOf


def all_of(parts: Iterable[Expression]) -> Expression:
    found = tuple(dict.fromkeys(parts))
    return found[0] if len(found) == 1 else AllOf(found)


def any_of(parts: Iterable[Expression]) -> Expression:
    found = tuple(dict.fromkeys(parts))
    return found[0] if len(found) == 1 else AnyOf(found)


def within(field: str, expression: Expression) -> Expression:
    """The same, looked for in one field."""
    if isinstance(expression, Side):
        return Side(expression.words, expression.is_prefix, field)
    parts = tuple(within(field, part) for part in expression.parts)
    return AllOf(parts) if isinstance(expression, AllOf) else AnyOf(parts)


def is_of_field(expression: Expression) -> bool:
    if isinstance(expression, Side):
        return bool(expression.field)
    return any(map(is_of_field, expression.parts))


def loosened(expression: Expression) -> Expression:
    """The same with words wherever they stand: engines answer that without looking into texts."""
    if isinstance(expression, Side):
        words = [Side((word,), field=expression.field) for word in expression.words]
        return all_of([*words[:-1], Side(expression.words[-1:], expression.is_prefix, expression.field)])
    parts = tuple(loosened(part) for part in expression.parts)
    return AllOf(parts) if isinstance(expression, AllOf) else AnyOf(parts)
