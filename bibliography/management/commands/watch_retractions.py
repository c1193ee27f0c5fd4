"""`watch_retractions`: what a file of notices, or Crossref, would change; with --yes, all of it or nothing."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from bibliography.notices.heard import WatchRefused
from bibliography.notices.watching import Plan, carry_out, planned
from tags.management.progress import write_over


class Command(BaseCommand):
    help = (
        "Read the data set of Retraction Watch (CSV) or Crossref's records of works (JSON), and print which references "
        "were retracted, doubted or corrected, and which notices are gone. With --yes all of it is noted at once, or "
        "nothing where the file cannot be read. The same file again changes nothing. --ask asks Crossref for the "
        "record of each paper that has a DOI, where METADATA_LOOKUP is on."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        source = parser.add_mutually_exclusive_group(required=True)
        source.add_argument("--from", dest="file", type=Path, metavar="FILE")
        source.add_argument("--ask", action="store_true", help="ask Crossref")
        parser.add_argument("--yes", action="store_true", help="note it")
        parser.add_argument(
            "--allow-gone", action="store_true", help="take notices back that the file does not have, however many"
        )

    def handle(self, *_: Any, **options: Any) -> None:
        allowed = {"allow_gone": options["allow_gone"]}
        try:
            if options["yes"]:
                plan = carry_out(options["file"], at=timezone.now(), progress=self.progress, **allowed)
            else:
                plan = planned(options["file"], self.progress, **allowed)
        except WatchRefused as refused:
            raise CommandError(f"{refused}\nNothing was written.") from refused
        for line in plan.lines():
            self.stdout.write(line)
        self.stdout.write(closing(plan, is_done=options["yes"]))

    def progress(self, read: int) -> None:
        """Beside the report, which may go to a file."""
        write_over(self.stderr, f"{read} records")


def closing(plan: Plan, *, is_done: bool) -> str:
    if plan.is_empty:
        return f"{plan.summary}. Nothing to note."
    return f"{plan.summary}. Noted." if is_done else f"{plan.summary}. Nothing was written; add --yes to note this."
