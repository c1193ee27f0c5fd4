"""`manage.py backup FILE`: database, images and a manifest in one file, while the site runs."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import connection

from operations.backups.backing_up import back_up
from operations.backups.media_places import place_of_site
from operations.backups.noting import NotNoted, note
from tags.management import progress


class Command(BaseCommand):
    help = (
        "Write the database, all files of images, and a manifest with versions and checksums into one file. The site "
        "may run meanwhile. production.env is not in it: keep that beside."
    )
    requires_system_checks = ()
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="Where to; FILE.….part beside it while it is written.")
        parser.add_argument("--force", action="store_true", help="Take the place of a file that is there.")

    def handle(self, *args: Any, file: Path, force: bool, **options: Any) -> None:
        del args, options
        made = back_up(connection, place_of_site(), file.absolute(), progress.on(self.stdout), force=force)
        rows = sum(one.rows for one in made.sums.values())
        size = file.stat().st_size
        self.stdout.write(f"{file}: {rows:,} rows in {len(made.sums)} tables, {size:,} bytes in all.")
        try:
            note(made.made_at, size)
        except NotNoted as reason:
            self.stderr.write(f"The page System will not tell of it: {reason}.")
