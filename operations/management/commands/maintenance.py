"""`manage.py maintenance on`: readers go on reading, and nobody changes anything until `maintenance off`."""

from time import sleep
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.formats import date_format

from operations.models import Maintenance
from operations.read_only.state import ASKED_EVERY, begin, end


class Command(BaseCommand):
    help = "While it is on, whatever would change something is answered with 503, and everything can be read."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("state", nargs="?", choices=["on", "off"], help="without it: say how it is")
        parser.add_argument("--message", default="", help="for those who want to change something: until when, and why")

    def handle(self, *args: Any, state: str | None, message: str, **options: Any) -> None:
        del args, options
        if state == "on":
            begin(message, at=timezone.now())
            sleep(ASKED_EVERY)  # until every process has heard of it
            self.stdout.write("Maintenance is on: people read, and nobody changes anything.")
        elif state == "off":
            self.stdout.write("Maintenance is off." if end() else "Maintenance was off already.")
        else:
            row = Maintenance.objects.first()
            since = date_format(timezone.localtime(row.since), "j F Y, H:i") if row else ""
            self.stdout.write(f"Maintenance is on since {since}. {row.message}" if row else "Maintenance is off.")
