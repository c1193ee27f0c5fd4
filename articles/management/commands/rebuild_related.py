"""`manage.py rebuild_related`: compare all articles anew. It may be stopped, and goes on where it was."""

import os
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.models import Suggestion
from articles.related.rebuild import is_reading, rebuild, unfinished
from tags.management import progress


class Command(BaseCommand):
    help = (
        "Make the suggestions of related articles anew. Every batch is committed: stop it at any moment (Ctrl-C), "
        "and the next run goes on where it was. Readers see the old lists until the new ones are there."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        ways = parser.add_mutually_exclusive_group()
        ways.add_argument("--resume", action="store_true", help="Only go on with what was stopped, if anything was.")
        ways.add_argument("--restart", action="store_true", help="Begin anew, even if a run was stopped.")

        parser.add_argument(
            "--processes", type=int, default=os.cpu_count() or 1, help="That read and compare; else one for each core."
        )

    def handle(self, *args: Any, resume: bool, restart: bool, processes: int, **options: Any) -> None:
        del args, options
        stopped, was_reading = unfinished(), is_reading()
        if resume and stopped is None and not was_reading:
            self.stdout.write("Nothing was stopped.")
            return
        if was_reading and not restart:
            self.stdout.write("Going on with the texts.")
        elif stopped is not None and not restart:
            self.stdout.write(f"Going on with snapshot {stopped.version} of {stopped.articles:,} articles.")
        try:
            snapshot = rebuild(progress.on(self.stdout), resume=not restart, processes=processes)
        except KeyboardInterrupt:
            raise CommandError("Stopped. Run it again to go on.", returncode=130) from None
        lists = Suggestion.objects.order_by().values("article").distinct().count()
        self.stdout.write(f"{lists:,} lists follow snapshot {snapshot.version} of {snapshot.articles:,} articles.")
