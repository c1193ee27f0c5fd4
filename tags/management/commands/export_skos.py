"""`export_skos [FILE]`: the vocabulary for others, as SKOS."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from tags.skos.database import stored_vocabulary
from tags.skos.parsing import FORMATS, SUFFIXES
from tags.skos.writer import serialized


class Command(BaseCommand):
    help = "Write taxonomies and tags as SKOS, to FILE or to standard output. Importing it again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path)
        parser.add_argument("--format", choices=FORMATS, help="without it: by the ending of FILE, else turtle")
        parser.add_argument("--taxonomy", default="", metavar="SLUG", help="only this one")

    def handle(self, *_: Any, **options: Any) -> None:
        file: Path | None = options["file"]
        format = options["format"] or (SUFFIXES.get(file.suffix.lower()) if file else None) or "turtle"
        vocabulary, slug = stored_vocabulary(), options["taxonomy"]
        slugs = [scheme.slug for scheme in vocabulary.schemes]
        if slug and slug not in slugs:
            raise CommandError(f"There is no taxonomy “{slug}”; there are {', '.join(slugs) or 'none'}.")
        data = serialized(vocabulary, format, origin=settings.SITE_URL, taxonomy=slug)
        if file is None:
            self.stdout.write(data.decode(), ending="")
            return
        try:
            file.write_bytes(data)
        except OSError as error:
            raise CommandError(f"{file} cannot be written: {error.strerror}.") from error
        count = sum(slug in {"", concept.scheme} for concept in vocabulary.concepts)
        self.stdout.write(f"{count} tags written to {file}.")
