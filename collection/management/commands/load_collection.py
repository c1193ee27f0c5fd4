"""`load_collection [FOLDER]`: check a folder of plain files, then bring all of it into the database."""

from pathlib import Path
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from articles.images.media.store import StoreAway
from collection.exporting import files_of
from collection.faults import CollectionRefused
from collection.loading import checked, load
from collection.report import Report
from tags.management.progress import write_over
from tags.text.plurals import counted

SHIPPED: Final = Path(__file__).resolve().parents[2] / "shipped"
ONE_AND_MANY: Final = {
    "Site": ("description of the site", "descriptions of the site"),
    "Tags": ("tag", "tags"),
    "Maps": ("map", "maps"),
    "References": ("reference", "references"),
    "Images": ("image", "images"),
    "Articles": ("article", "articles"),
    "Links": ("article's links", "articles' links"),
    "Lists": ("list", "lists"),
}


class Command(BaseCommand):
    help = (
        "Check a collection (articles, images, lists, taxonomy, references as plain files), then load it. "
        "Every fault is named with its file and line, and nothing is written while there is one."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=SHIPPED, help="by default the one that is shipped")
        parser.add_argument(
            "--check", action="store_true", help="only check, and name the files that export_collection would change"
        )

    def handle(self, *_: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        try:
            if options["check"]:
                self.check_only(folder)
            else:
                self.summarise(load(folder, at=timezone.now(), tell=self.tell), in_full=options["verbosity"] > 1)
        except CollectionRefused as error:
            for fault in error.faults:
                self.stderr.write(str(fault))
            faults = counted(len(error.faults), "fault")
            raise CommandError(f"{faults} in {folder}; nothing was written.") from error
        except StoreAway as error:
            raise CommandError(f"Images cannot be stored: {error}. Nothing was written; run it again later.") from error

    def check_only(self, folder: Path) -> None:
        """Raises `CommandError` unless every file stands in the spelling that `export_collection` writes."""
        canonical = files_of(checked(folder))
        unusual = [
            name
            for name, data in canonical.items()
            if (folder / name).exists() and (folder / name).read_bytes() != data
        ]
        for name in unusual:
            self.stderr.write(f"{name}: export_collection would write this file otherwise.")
        if unusual:
            raise CommandError(f"{len(unusual)} of {len(canonical)} files are not in their canonical spelling.")
        self.stdout.write(f"{len(canonical)} files without a fault, all in their canonical spelling.")

    def tell(self, step: str, done: int, total: int) -> None:
        """A line that counts in a terminal; in a log, one line for each step."""
        text = f"{step}: {done} of {total}" if self.stdout.isatty() else f"{step}: {total}"
        write_over(self.stdout, text, is_over=done == total)

    def summarise(self, report: Report, *, in_full: bool) -> None:
        for note in report.notes:
            self.stdout.write(f"Note: {note}")
        for told in report.worth_a_look.values() if in_full else ():
            for fault in told:
                self.stdout.write(f"Worth a look: {fault}")
        if report.worth_a_look and not in_full:
            kinds = (f"{len(told)} × {check.replace('-', ' ')}" for check, told in sorted(report.worth_a_look.items()))
            self.stdout.write(f"Worth a look: {', '.join(kinds)} (--verbosity 2 names each place).")
        written = {step: counts["new"] + counts["changed"] for step, counts in report.counts.items()}
        parts = [counted(number, *ONE_AND_MANY[step]) for step, number in written.items() if number]
        self.stdout.write(f"Written: {', '.join(parts)}." if parts else "Everything was here already.")
