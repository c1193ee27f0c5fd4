"""A mail server that does not answer."""

from collections.abc import Sequence
from smtplib import SMTPServerDisconnected

from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage


class EmailBackend(BaseEmailBackend):
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        del email_messages
        raise SMTPServerDisconnected("The server did not answer.")
