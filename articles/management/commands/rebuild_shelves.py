"""`manage.py rebuild_shelves`: make all sort keys and bitmaps anew from the articles, and say which were wrong."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from articles.bitmaps.reindex import rebuild
from articles.models import Article
from tags.cache.snapshot import current_snapshot


class Command(BaseCommand):
    help = "Make the bitmaps, which lists and counts are read from, anew from the articles."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="Only say what is wrong; exit with 1 if anything is.")

        parser.add_argument(
            "--renumber", action="store_true", help="Give all articles new sort keys, which lie as close as may be."
        )

    def handle(self, *args: Any, check: bool, renumber: bool, **options: Any) -> None:
        del args, options
        with transaction.atomic():
            wrong = rebuild(renumber=renumber)
            transaction.set_rollback(check)
        for key in wrong:
            self.stdout.write(f"{key} was wrong.")
        if check and wrong:
            raise CommandError(f"{len(wrong)} shelves are wrong. Run rebuild_shelves to mend them.")
        articles = Article.objects.published().count()
        done = f"{len(wrong)} shelves were mended." if wrong else "Every shelf was right."
        self.stdout.write(f"{articles} articles stand on {len(current_snapshot().bitmaps)} shelves. {done}")
