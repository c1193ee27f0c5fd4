"""`manage.py rebuild_search`: bring the index of search up to date with the articles."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from articles.models import Article
from articles.search.engines.interface import follow_words
from articles.search.index import index
from tags.management.progress import write_over


class Command(BaseCommand):
    help = "Write the words of every article for search again, where they differ. Safe to stop and to repeat."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--missing", action="store_true", help="Only published articles that have no words yet.")

    def handle(self, *args: Any, missing: bool, **options: Any) -> None:
        del args, options
        articles = Article.objects.without_words() if missing else Article.objects.all()
        total = articles.count()
        for done, article in enumerate(
            articles.select_related("paper").order_by("pk").iterator(chunk_size=100), start=1
        ):
            index(article)
            write_over(self.stdout, f"{done} of {total} articles")
        if not missing:
            follow_words()
        write_over(self.stdout, f"{total} articles were read for search.", is_over=True)
