"""Two accounts to try the site with, on one's own machine only."""

import json
import os
import secrets
from pathlib import Path
from typing import Any, Final

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from members.consent import give_consent
from members.models import User
from members.roles import EDITOR, MEMBER, assign_role

ACCOUNTS: Final = {"editor@example.org": EDITOR, "member@example.org": MEMBER}
FILE: Final = "demo-accounts.json"


class Command(BaseCommand):
    help = "Creates editor@example.org and member@example.org and prints their passwords. For one's own machine."

    def handle(self, *args: Any, **options: Any) -> None:
        del args, options
        if not settings.MAIL_STAYS_HERE:
            raise CommandError(
                "Demo accounts are for one's own machine, where mail stays (EMAIL_URL=terminal:): their passwords lie "
                "in a file and on the screen."
            )
        passwords = kept_passwords(settings.DATA_DIR / FILE)
        for email, role in ACCOUNTS.items():
            prepare(email, passwords[email], role)
        self.stdout.write("Demo accounts (on this machine only)")
        for email, role in ACCOUNTS.items():
            self.stdout.write(f"  {role:<8} {email:<20} {passwords[email]}")


def kept_passwords(path: Path) -> dict[str, str]:
    """The passwords of the last start, or new ones. Only the owner of the file can read it."""
    kept: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    passwords = {email: kept.get(email) or secrets.token_urlsafe(12) for email in ACCOUNTS}
    if passwords != kept:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            json.dump(passwords, file, indent=2)
    return passwords


@transaction.atomic
def prepare(email: str, password: str, role: str) -> None:
    """The account with this password and role, verified and agreed, whatever was there before."""
    user = User.objects.filter(email=email).first() or User.objects.create_user(email, password)
    if not user.is_active or not user.check_password(password):
        user.is_active = True
        user.set_password(password)
        user.save()
    EmailAddress.objects.update_or_create(user=user, email=email, defaults={"verified": True, "primary": True})
    assign_role(user, role)
    give_consent(user, at=timezone.now())
