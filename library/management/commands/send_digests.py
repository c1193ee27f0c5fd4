"""To be run every hour, by cron or a timer."""

from argparse import ArgumentParser
from collections import Counter
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from library.digests.claiming import STALE
from library.digests.sending import MailAway, Told, due_now, send_due
from tags.management.progress import Progress
from tags.text.plurals import counted


class Command(BaseCommand):
    help = (
        "Sends the mail of what is new to those who asked for it and to whom it is due: in the morning, or on Monday "
        "morning, once a period. Safe to repeat, to stop, and to run on several machines at once."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="count, and send nothing")
        parser.add_argument(
            "--stale-after",
            type=int,
            default=int(STALE.total_seconds()),
            metavar="SECONDS",
            help="how long ago a sender that was stopped has begun a mail before another takes it over",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        del args
        if not settings.SITE_URL:
            raise CommandError("Set SITE_URL: links in mail begin with it.")
        now = timezone.now()
        due = due_now(now)
        if options["dry_run"]:
            self.stdout.write(f"{counted(due, 'mail is', 'mails are')} due.")
            return
        told: Told = Counter()
        stale = timedelta(seconds=options["stale_after"])
        try:
            send_due(at=now, done=Progress(self.stdout, "Mail", due).more, stale=stale, told=told)
        except MailAway as error:
            self.stdout.write(summed_up(told))
            raise CommandError("The mail server cannot be reached. Run this again: it goes on where it was.") from error
        self.stdout.write(summed_up(told))


def summed_up(told: Told) -> str:
    parts = [
        f"{told['sent']:,} sent",
        f"{told['nothing new']:,} with nothing new",
        *(f"{told[what]:,} {words}" for what, words in OTHERS.items() if told[what]),
    ]
    return f"{', '.join(parts)}."


OTHERS = {
    "refused": "whose address was refused",
    "failed": "to be tried again",
    "of another": "left to another sender, or to a later run where that one was stopped",
}
