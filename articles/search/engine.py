"""One interface to both engines. What differs between them stands in their modules and nowhere else."""

from collections.abc import Sequence
from types import ModuleType
from typing import Final

from django.db import connection

from articles.search import postgresql, sqlite
from articles.search.expressions import Expression
from tags.shelves import Numbers

ENGINES: Final[dict[str, ModuleType]] = {"sqlite": sqlite, "postgresql": postgresql}


def numbers_with(expression: Expression, *, full: bool = False) -> Numbers:
    """The numbers of all articles that hold the expression, whoever may see them. One query.

    `full`: in their whole text with the full post; only for people who may read it. Raises `SearchTookTooLong`.
    """
    found: Sequence[int] = ENGINES[connection.vendor].numbers(expression, full=full)
    return Numbers(found)
