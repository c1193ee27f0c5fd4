"""`manage.py check_taxonomy`: what is wrong or doubtful in the vocabulary, each with its tags and what mends it."""

from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tags.curation.integrity import Finding, groups, how_many, report


class Command(BaseCommand):
    help = "Look through all taxonomies and tags for errors and warnings; exit with 1 if there is an error."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--errors-only", action="store_true", help="Leave the warnings out.")

    def handle(self, *args: Any, errors_only: bool, **options: Any) -> None:
        del args, options
        found = report()
        self.tell("Error", found.errors)
        if not errors_only:
            self.tell("Warning", found.warnings)
        counted = how_many(found.errors, "error") + "." if errors_only else found.counted()
        if found.errors:
            raise CommandError(counted)
        self.stdout.write(counted[0].upper() + counted[1:])

    def tell(self, word: str, findings: Iterable[Finding]) -> None:
        for group in groups(findings):
            self.stdout.write(f"{word}: {group.remedy.title} ({len(group.findings)}). {group.remedy.mends}")
            for finding in group.findings:
                self.stdout.write(f"  {finding.message} [{', '.join(finding.slugs)}]")
            self.stdout.write("")
