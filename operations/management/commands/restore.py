"""`manage.py restore FILE`: put a backup back, or prove that it could be."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import connection
from django.utils import timezone

from articles.images.media.store import store
from operations.backups.connecting import place_of
from operations.backups.manifest import Manifest
from operations.backups.media_places import place_of_site
from operations.backups.noting import NotNoted, note
from operations.backups.restoring import (
    Now,
    in_words,
    is_under_maintenance,
    not_up_to_date,
    restore,
    rows_told,
    verify,
)
from tags.management import progress


class Command(BaseCommand):
    help = (
        "Prove a file that `backup` wrote, and put its database and images in the place of those that are there: all "
        "of it or nothing. Stop the site before. A backup of the other engine is taken, too."
    )
    requires_system_checks = ()
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--no-input", action="store_false", dest="is_asked", help="Replace without a question.")
        parser.add_argument(
            "--verify",
            action="store_true",
            help="Only restore into a database of its own, compare all rows with the manifest, and drop it again.",
        )

    def handle(self, *args: Any, file: Path, is_asked: bool, **options: Any) -> None:
        del args
        begin = progress.on(self.stdout)
        if options["verify"]:
            proved = verify(file, connection, begin)
            rows = sum(one.rows for one in proved.sums.values())
            self.stdout.write(f"{file} can be restored: {rows:,} rows came back as they were.")
            self.note(proved, file, is_in_place=False)
            return
        made = restore(
            file, connection, place_of_site(), self.agree if is_asked else self.tell, progress.on(self.stdout)
        )
        if made is None:
            self.stdout.write("Nothing was replaced.")
            return
        self.stdout.write(f"Restored: {in_words(rows_told(made))}.")
        self.note(made, file, is_in_place=True)
        if not_up_to_date(made):
            self.stdout.write("The backup is of an older release. Run migrate before the site starts.")
        if is_under_maintenance(made):
            self.stdout.write("It was made during maintenance, which holds again. Say maintenance off to end it.")

    def note(self, proved: Manifest, file: Path, *, is_in_place: bool) -> None:
        try:
            note(proved.made_at, file.stat().st_size, proved_at=timezone.now(), is_in_place=is_in_place)
        except NotNoted as reason:
            self.stderr.write(f"The page System will not tell of it: {reason}.")

    def tell(self, manifest: Manifest, now: Now, files: int) -> bool:
        self.stdout.write(
            f"{place_of(connection)} ({in_words(now)}) and the images in {store().place()} are replaced by the "
            f"backup of {manifest.made_at:%Y-%m-%d %H:%M} UTC (release {manifest.release}; "
            f"{in_words(rows_told(manifest))}; files: {files:,})."
        )
        return True

    def agree(self, manifest: Manifest, now: Now, files: int) -> bool:
        return self.tell(manifest, now, files) and input("Type yes to go on: ").strip() == "yes"
