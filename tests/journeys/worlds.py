"""What stands on the site while a journey goes on: made once in each process, then copied into place as it was."""

import sqlite3
from collections.abc import Callable
from typing import Final

import pytest
from django.core.management import call_command
from django.db import connection

World = Callable[[], None]
of_shipped: Final = pytest.mark.xdist_group("shipped")  # in one process: loading takes seconds


class Worlds:
    """Databases by the function that makes their rows. Changes are told by tokens, so what the site keeps holds too."""

    def __init__(self) -> None:
        self.made: dict[World, sqlite3.Connection] = {}

    def enter(self, make: World) -> None:
        """Have the rows that `make` makes, and no others: whatever else a test needs is made after them."""
        if connection.vendor != "sqlite":  # no server copies a database as quickly as a file is copied
            make()
            return
        connection.ensure_connection()
        if made := self.made.get(make):
            made.backup(connection.connection)
            return
        make()
        self.made[make] = sqlite3.connect(":memory:")
        connection.connection.backup(self.made[make])


def shipped() -> None:
    """The collection that comes with the site."""
    call_command("load_collection", verbosity=0)
