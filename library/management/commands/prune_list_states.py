"""To be run every day, by cron or a timer."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from library.following.list_states import prune
from tags.text.plurals import counted


class Command(BaseCommand):
    help = (
        "Removes what followed reading lists held long ago, once all who follow them were told of it. Safe to repeat "
        "and to stop."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="count, and remove nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        del args
        number = prune(timezone.now(), dry_run=options["dry_run"])
        done = "to remove" if options["dry_run"] else "removed"
        self.stdout.write(f"{counted(number, 'former state of a list', 'former states of lists')} {done}.")
