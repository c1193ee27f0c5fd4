"""`manage.py synthesize --articles N`: a made-up collection of any size, by which growth is measured."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from collection.synthesis.corpus import RealContentRefused, synthesize
from tags.management import progress


class Command(BaseCommand):
    help = (
        "Fill an empty database with made-up articles, tags, references and reading lists, or add to those made "
        "before. Every batch is committed: stop it at any moment (Ctrl-C), and the next run goes on where it was. "
        "Suggestions of related articles are left to rebuild_related."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--articles", type=int, required=True, help="How many there are to be in the end.")
        parser.add_argument("--tags", type=int, default=0, help="In the vocabulary; else a tenth of the articles.")
        parser.add_argument("--seed", type=int, default=1, help="Another number makes other texts.")
        parser.add_argument(
            "--abstracts", action="store_true", help="Texts of some 2 KB, which others have beyond 100,000 articles."
        )

    def handle(self, *args: Any, articles: int, tags: int, seed: int, abstracts: bool, **options: Any) -> None:
        del args, options
        try:
            added = synthesize(articles, progress.on(self.stdout), seed=seed, abstracts=abstracts, size=tags)
        except RealContentRefused as refused:
            raise CommandError(str(refused)) from None
        except KeyboardInterrupt:
            raise CommandError("Stopped. Run it again to go on.", returncode=130) from None
        self.stdout.write(f"{added:,} articles were added. Now run rebuild_related for what is related to them.")
