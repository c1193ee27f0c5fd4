"""Renders the texts of every article again, after a change of the renderer."""

from typing import Any

from django.core.management.base import BaseCommand

from articles.content import content_of, write_texts
from articles.models import Article


class Command(BaseCommand):
    help = "Render all articles again from their Markdown. Safe to stop and to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        del args, options
        total = Article.objects.count()
        for done, article in enumerate(Article.objects.order_by("pk").iterator(chunk_size=100), start=1):
            write_texts(article, content_of(article).full_post)
            if self.stdout.isatty():
                self.stdout.write(f"\r{done} of {total} articles", ending="")
                self.stdout.flush()
        self.stdout.write(f"{chr(13) if self.stdout.isatty() else ''}Rendered {total} articles.")
