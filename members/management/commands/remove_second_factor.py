"""For somebody who has lost passkey, app and recovery codes, and has shown in another way who they are."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from members.models import User
from members.personal_data import remove_second_factor


class Command(BaseCommand):
    help = "Remove the passkeys, the app and the recovery codes of an account, and log it out everywhere."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        del args
        try:
            user = User.objects.get_by_natural_key(options["email"])
        except User.DoesNotExist:
            raise CommandError(f"No account has the address {options['email']}.") from None
        self.stdout.write(f"{remove_second_factor(user)} removed. The password alone logs in again.")
