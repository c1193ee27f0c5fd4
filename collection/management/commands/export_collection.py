"""`export_collection FOLDER`: write everything that editors made as a folder of plain files."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from collection.exporting import ExportRefused, export


class Command(BaseCommand):
    help = (
        "Write articles (published or not), images, lists, taxonomy and references as plain files. The same content "
        "is the same bytes. Full posts and drafts are among them, so keep the folder as closed as the site does."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--force", action="store_true", help="write into a folder that holds other things too")

    def handle(self, *_: Any, **options: Any) -> None:
        try:
            count = export(options["folder"], force=options["force"])
        except ExportRefused as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{count} files written to {options['folder']}.")
