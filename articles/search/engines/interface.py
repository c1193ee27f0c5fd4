"""One interface to both engines. What differs between them stands in their modules and nowhere else."""

from collections.abc import Sequence
from types import ModuleType
from typing import Final

from django.db import connection

from articles.search.engines import postgres, sqlite
from articles.search.engines.expressions import Expression
from tags.cache.bitmaps import Bitmap

ENGINES: Final[dict[str, ModuleType]] = {"sqlite": sqlite, "postgresql": postgres}


def bitmap_of_matches(expression: Expression, *, full: bool = False) -> Bitmap:
    """The same for one expression."""
    return bitmaps_of_matches([expression], full=full)[0]


def bitmaps_of_matches(expressions: Sequence[Expression], *, full: bool = False) -> list[Bitmap]:
    """For each expression the sort keys of all articles that hold it, whoever may see them. One query.

    `full`: in their whole text with the full post; only for people who may read it. What is asked of a single field is
    looked for in public words all the same. Raises `SearchTookTooLong`.
    """
    found: list[Sequence[int]] = ENGINES[connection.vendor].sort_keys(expressions, full=full)
    return [Bitmap(keys) for keys in found]


def follow_words() -> None:
    """What an engine has to do when words have become common that were not. To be called now and then."""
    ENGINES[connection.vendor].follow_words()
