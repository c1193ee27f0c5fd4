"""`manage.py rebuild_pages`: make what pages print of articles anew where it is outdated, or prove that it is right."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.documents.storing import is_wrong, make
from articles.models import Article
from tags.management.progress import Progress


class Command(BaseCommand):
    help = "Make the stored parts of pages anew. A page whose parts are outdated makes them itself, so nobody waits."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="Only say what is wrong; exit with 1 if anything is.")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        del args, options
        wrong = 0
        progress = Progress(self.stdout, "Comparing pages" if check else "Making pages", Article.objects.count())
        for pk in Article.objects.order_by("pk").values_list("pk", flat=True).iterator(chunk_size=1000):
            if not check:
                make(pk)
            elif is_wrong(pk):
                wrong += 1
                self.stderr.write(f"Article {pk}: what is stored does not say what stands in the database.")
            progress.more(1)
        if wrong:
            raise CommandError(f"{wrong} are wrong. Run rebuild_pages to mend them.")
        self.stdout.write("What is stored of every article is right." if check else "Done.")
