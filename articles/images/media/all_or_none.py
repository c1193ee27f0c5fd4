"""Files that are stored beside rows: where the rows are not written in the end, the files go again.

Only the database knows whether they were: what is raised after a commit, or because its answer was lost,
takes no row back.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

from django.db import Error

from articles.images.media.store import take_away
from articles.models import Image, Rendition
from tags.management.parts import in_parts

BATCH: Final = 1000  # names that are asked for at once
_stored: Final[ContextVar[list[str] | None]] = ContextVar("stored", default=None)


@contextmanager
def files_with_their_rows() -> Iterator[None]:
    """Around a transaction: what is `noted` within is deleted again where the block fails, unless a row names it.

    Inside another such block its files are that one's, too.
    """
    around, own = _stored.get(), list[str]()
    token, is_done = _stored.set(own), False
    try:
        yield
        is_done = True
    finally:
        _stored.reset(token)
        if around is not None:
            around.extend(own)
        if not is_done:
            take_away(without_rows(own))


def noted(name: str) -> None:
    """A file was stored that belongs to rows of the present transaction. Outside such a block it stays."""
    own = _stored.get()
    if own is not None:
        own.append(name)


def without_rows(names: list[str]) -> list[str]:
    """None where the database does not say: a file too many does no harm."""
    named = set[str]()
    try:
        for some in in_parts(names, BATCH):
            named.update(Image.objects.filter(original__in=some).values_list("original", flat=True))
            named.update(Rendition.objects.filter(file__in=some).values_list("file", flat=True))
    except Error:
        return []
    return [name for name in names if name not in named]
