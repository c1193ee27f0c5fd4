"""Mail servers that take no mail, each for a reason of its own."""

from collections.abc import Callable, Sequence
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused, SMTPServerDisconnected
from typing import Final

from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage

# What happens to mail to an address, as `smtplib` tells it.
FAULTS: Final[dict[str, Callable[[str], SMTPException | OSError]]] = {
    "no answer": lambda _: SMTPServerDisconnected("Connection unexpectedly closed"),
    "no connection": lambda _: ConnectionRefusedError(111, "Connection refused"),
    "too slow": lambda _: TimeoutError("timed out"),
    "come again (450)": lambda email: SMTPRecipientsRefused({email: (450, b"4.2.0 Greylisted")}),
    "no such address (550)": lambda email: SMTPRecipientsRefused({email: (550, b"5.1.1 User unknown")}),
    "no such domain (553)": lambda email: SMTPRecipientsRefused({email: (553, b"5.1.2 Bad domain")}),
    "not our text (554)": lambda _: SMTPDataError(554, b"5.7.1 Looks like spam"),
}


class EmailBackend(BaseEmailBackend):
    fault = "no answer"

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        raise FAULTS[self.fault](email_messages[0].to[0])
