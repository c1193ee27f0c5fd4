"""The first administrator of a site, or one more: verified, because whoever types here owns the machine."""

import os
from getpass import getpass
from typing import Any, Final

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction

from members.models import User
from members.roles import ADMINISTRATOR, assign_role

VARIABLE: Final = "ADMINISTRATOR_PASSWORD"


class Command(BaseCommand):
    help = (
        "Makes an account that may do everything an editor may, and look after accounts. Asks for its password, "
        f"or takes it from {VARIABLE}. An account that is there already keeps its password and becomes one."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="the e-mail address to log in with")

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        del args, options
        email = User.objects.normalize_email(email)
        try:
            validate_email(email)
            with transaction.atomic():
                user = User.objects.filter(email=email).first()
                is_new = user is None
                user = user or User.objects.create_user(email, password_for(email))
                user.is_active = user.is_superuser = True
                user.save(update_fields=["is_active", "is_superuser"])
                assign_role(user, ADMINISTRATOR)
                EmailAddress.objects.update_or_create(
                    user=user, email=email, defaults={"verified": True, "primary": True}
                )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        made = "is an administrator now" if is_new else "was there already and is an administrator now"
        self.stdout.write(f"{email} {made}. Log in at /login/; the desk is at /desk/, accounts at /admin/.")


def password_for(email: str) -> str:
    """The one in the environment, or as it is typed twice. Raises `ValidationError` for one that is too weak."""
    password = os.environ.get(VARIABLE) or getpass("Password: ")
    if VARIABLE not in os.environ and getpass("The same again: ") != password:
        raise ValidationError("The two passwords differ. Nothing was made.")
    validate_password(password, User(email=email))
    return password
