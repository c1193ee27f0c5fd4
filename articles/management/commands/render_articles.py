"""Renders the texts of every article again, after a change of the renderer."""

from typing import Any

from django.core.management.base import BaseCommand

from articles.content import render_stored
from articles.management.progress import write_over
from articles.models import Article


class Command(BaseCommand):
    help = "Render all articles again from their Markdown. Safe to stop and to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        del args, options
        keys = list(Article.objects.order_by("pk").values_list("pk", flat=True))
        total = len(keys)
        for done, pk in enumerate(keys, start=1):
            render_stored(pk)
            write_over(self.stdout, f"{done} of {total} articles")
        write_over(self.stdout, f"Rendered {total} articles.", is_over=True)
