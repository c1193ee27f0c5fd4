"""To be run as a service; takes the place of the command of django-tasks-db, whose worker keeps no lease."""

import signal
from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand

from jobs.worker import LEASE
from operations.jobs.recurring import new_worker


class Command(BaseCommand):
    help = (
        "Does the jobs of the site (mail of what is new, webhooks, cards, related articles, what is removed each day) "
        "until it is told to stop. Any number of them share the work; set JOBS_IN_SERVER=0 where one runs."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--batch", action="store_true", help="end when nothing is due")
        parser.add_argument(
            "--lease",
            type=float,
            default=LEASE.total_seconds(),
            metavar="SECONDS",
            help="after which what a killed worker held is taken by another",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        del args
        worker = new_worker(timedelta(seconds=options["lease"]))
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda _number, _frame: worker.stop())
        worker.go_on(until_idle=options["batch"])
