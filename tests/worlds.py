"""Worlds that many tests begin from: made once for all that follow one another, and the same for each of them.

    @shared
    def vocabulary() -> Vocabulary:
        return make_vocabulary()

is a fixture as `pytest.fixture` would make it, but the rows are made once, in a transaction of a database of their own
that stays open; each test works in a transaction inside it, with copies of the objects. A fixture that writes rows of
its own has to come after such a one in the list of a test's arguments: before it, it writes into another database.
"""

import copy
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, TypeVar

import pytest

from tests import databases

T = TypeVar("T")


class Worlds:
    """The world that stands at present, and who made it; the next one takes its place."""

    def __init__(self, filled: databases.Filled) -> None:
        self.filled = filled
        self.maker: Callable[[], object] | None = None
        self.made: Any = None
        self.standing = ExitStack()

    @contextmanager
    def of(self, make: Callable[[], T]) -> Iterator[T]:
        with databases.in_place(self.filled.connection_to(databases.WORLD)):
            if self.maker is not make:
                self.end()
                self.standing.enter_context(databases.undone())
                self.made, self.maker = make(), make
            with databases.undone():
                yield copy.deepcopy(self.made)

    def end(self) -> None:
        """Has to be called with the connection of the world in place."""
        self.maker = None
        self.standing.close()


def shared(make: Callable[[], T]) -> Any:
    """A fixture of the name of `make`, which takes no arguments."""

    @pytest.fixture(name=make.__name__)
    def fixture(worlds: Worlds, db: None) -> Iterator[T]:
        with worlds.of(make) as made:
            yield made

    return fixture
