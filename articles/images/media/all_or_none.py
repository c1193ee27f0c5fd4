"""Files that are stored beside rows: where the rows are not written in the end, the files go again."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

from articles.images.media.store import take_away

_stored: Final[ContextVar[list[str] | None]] = ContextVar("stored", default=None)


@contextmanager
def files_with_their_rows() -> Iterator[None]:
    """Around a transaction: what is `noted` within is deleted again where the block fails.

    Inside another such block its files are that one's as soon as it ended well.
    """
    around, own = _stored.get(), list[str]()
    token, is_done = _stored.set(own), False
    try:
        yield
        is_done = True
    finally:
        _stored.reset(token)
        if not is_done:
            take_away(own)
        elif around is not None:
            around.extend(own)


def noted(name: str) -> None:
    """A file was stored that belongs to rows of the present transaction. Outside such a block it stays."""
    own = _stored.get()
    if own is not None:
        own.append(name)
