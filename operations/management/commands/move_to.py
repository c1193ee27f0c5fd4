"""`manage.py move_to DATABASE_URL`: from SQLite to PostgreSQL, or back."""

import time
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandParser
from django.db import connections

from operations.backups.connecting import at_address, connected, place_of
from operations.backups.moving import move
from tags.management import progress
from tags.management.progress import clock

ADDRESS: Final = (
    "postgres://user@host/name or sqlite:////path. A password on a command line is read by everybody on the machine: "
    "it belongs into ~/.pgpass, or into PGPASSWORD."
)


class Command(BaseCommand):
    help = (
        "Copy every row of the site into an empty database, and compare all tables at the end. Stop the site before. "
        "The database of now is only read. Killed at any moment, the same line goes on where it was."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("url", metavar="DATABASE_URL", help=ADDRESS)

    def handle(self, *args: Any, url: str, **options: Any) -> None:
        del args, options
        began = time.monotonic()
        source, target = connected(connections["default"].settings_dict), at_address(url)
        try:
            sums = move(source, target, progress.on(self.stdout))
        finally:
            source.close()
        rows = sum(one.rows for one in sums.values())
        self.stdout.write(
            f"{rows:,} rows of {len(sums)} tables stand in {place_of(target)} as they do in {place_of(source)} "
            f"({clock(time.monotonic() - began)}). Set DATABASE_URL to it, and start the site."
        )
