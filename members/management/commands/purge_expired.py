"""To be run every day, by cron or a timer."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from members.personal_data import UNCONFIRMED, purge


class Command(BaseCommand):
    help = (
        "Removes expired sessions, with the addresses that visitors typed, and accounts whose address was not "
        f"confirmed within {UNCONFIRMED.days} days. Safe to repeat and to stop."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="count, and remove nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        del args
        done = "to remove" if options["dry_run"] else "removed"
        for what, number in purge(at=timezone.now(), dry_run=options["dry_run"]):
            self.stdout.write(f"{what}: {number} {done}")
