"""Whoever may look after accounts is told when somebody else may, too: a door that nobody opened unseen."""

import logging
from smtplib import SMTPException
from typing import TYPE_CHECKING

from allauth.account.adapter import get_adapter
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

if TYPE_CHECKING:
    from members.models import User

logger = logging.getLogger(__name__)


def tell_of_administrator(user: "User") -> None:
    """By mail to all administrators, the new one among them, once it is so. A mail server that is away undoes
    nothing.
    """
    at = date_format(timezone.localtime(), "j F Y, H:i e")
    transaction.on_commit(lambda: send(user, at), robust=True)


def send(user: "User", at: str) -> None:
    site = get_adapter().format_email_subject("a new administrator")
    told = (
        f"{user.email} is an administrator since {at}: this account may read and change everything, and make and erase "
        "accounts.\n\nIf none of you did this, close the account in the administration, change your passwords, and "
        "tell whoever runs the server."
    )
    mails = [
        EmailMessage(site, told, None, [address], headers={"Auto-Submitted": "auto-generated"})
        for address in type(user).objects.administrators().values_list("email", flat=True)
    ]
    try:
        get_connection().send_messages(mails)
    except (SMTPException, OSError):
        logger.exception("Administrators could not be told of a new one.")
