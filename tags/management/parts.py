"""Many values, so many at a time: what one statement takes, or one step of long work."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

Item = TypeVar("Item")


def in_parts(values: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """In their order, each once; nothing is read ahead of the part that is asked for."""
    rest = iter(values)
    while part := list(islice(rest, size)):
        yield part
