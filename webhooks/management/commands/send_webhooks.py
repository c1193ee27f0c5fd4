"""To be run every minute, by cron or a timer, or without end."""

import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections
from django.utils import timezone

from webhooks.sending import send_all


class Command(BaseCommand):
    help = (
        "Looks for what was published, changed or withdrawn since the last run, and tells the webhooks that asked for "
        "it, each in order. Safe to repeat, to stop, and to run on several machines at once."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--every", type=float, metavar="SECONDS", help="go on until it is stopped")

    def handle(self, *args: Any, **options: Any) -> None:
        del args
        if not settings.SITE_URL:
            raise CommandError("Set SITE_URL: addresses in messages begin with it.")
        every = options["every"]
        if every is not None and not 0 < every <= 3600:
            raise CommandError("--every: give seconds between 0 and 3600.")
        while True:
            told = send_all(timezone.now())
            if told or every is None:
                counts = (f"{told[what]:,} {what}" for what in ("found", "delivered", "failed", "paused"))
                self.stdout.write(f"{', '.join(counts)}.")
            if every is None:
                return
            close_old_connections()
            time.sleep(every)
