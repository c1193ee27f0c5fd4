"""`import_skos FILE`: what a SKOS file would change; with --yes, all of it or nothing."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from tags.management.progress import Progress
from tags.skos.importing import Plan, import_triples, planned, refuse_problems, report
from tags.skos.parsing import FORMATS, RdfRefused, read_file, triples


class Command(BaseCommand):
    help = (
        "Read taxonomies and tags from SKOS in Turtle, RDF/XML or JSON-LD, and print what would change. With --yes "
        "everything is brought in at once, or nothing while the file has an error; with --leave-out everything but "
        "what is at fault. Tags that the file does not hold are left alone. Importing the same file again changes "
        "nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--format", choices=FORMATS, default="", help="without it: by the ending of FILE")
        parser.add_argument(
            "--taxonomy", default="", metavar="SLUG or NAME", help="for tags in no taxonomy, or in one without a title"
        )
        parser.add_argument("--yes", action="store_true", help="bring it in")
        parser.add_argument("--leave-out", action="store_true", help="name and count what cannot stand, and go on")
        parser.add_argument("--by", default="", metavar="EMAIL", help="who does it, for the log")

    def handle(self, *_: Any, **options: Any) -> None:
        file: Path = options["file"]
        by = self.person(options["by"])
        how = {"taxonomy": options["taxonomy"], "leave_out": options["leave_out"], "begin": self.begin}
        try:
            data, format = read_file(file, options["format"])
            if options["yes"]:
                plan = import_triples(triples(data, format, self.begin), file.name, by=by, at=timezone.now(), **how)
            else:
                plan = planned(triples(data, format, self.begin), **how)
            for line in report(plan):
                self.stdout.write(line)
            refuse_problems(plan)
        except RdfRefused as refused:
            raise CommandError(f"{refused}\nNothing was written.") from refused
        self.stdout.write(closing(plan, file, is_done=options["yes"]))

    def begin(self, step: str, total: int) -> Callable[[int], None]:
        """Progress stands beside the report, which may go to a file."""
        self.stderr.style_func = None
        return Progress(self.stderr, step, total).more

    def person(self, email: str) -> AbstractUser | None:
        if not email:
            return None
        person = get_user_model()._default_manager.filter(email__iexact=email).first()
        if not isinstance(person, AbstractUser):
            raise CommandError(f"Nobody here has the address {email}.")
        return person


def closing(plan: Plan, file: Path, *, is_done: bool) -> str:
    """The last line: what was done, or how to do it."""
    summary = plan.summary(file.name)
    if plan.is_empty:
        return f"{summary}. Nothing to bring in."
    return f"{summary}. Brought in." if is_done else f"{summary}. Nothing was written; add --yes to bring this in."
