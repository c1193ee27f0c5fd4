"""Renders the texts of every article and every reference again, after a change of what makes them."""

from typing import Any

from django.core.management.base import BaseCommand

from articles.bitmaps.reindex import reindex_about
from articles.content import render_stored
from articles.models import Article
from bibliography.models import Reference
from bibliography.writing import ReferenceRefused, save_reference
from tags.management.progress import write_over


class Command(BaseCommand):
    help = "Render all references and articles again from what is stored of them. Safe to stop and to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        del args, options
        for reference in Reference.objects.order_by("pk"):
            try:
                reindex_about(save_reference(reference.key, reference.csl))
            except ReferenceRefused as refused:
                self.stderr.write(f"Left as it was: {refused}")
        keys = list(Article.objects.order_by("pk").values_list("pk", flat=True))
        total = len(keys)
        for done, pk in enumerate(keys, start=1):
            for problem in render_stored(pk):
                self.stderr.write(problem)
            write_over(self.stdout, f"{done} of {total} articles")
        write_over(self.stdout, f"Rendered {total} articles.", is_over=True)
