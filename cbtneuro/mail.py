"""Mail on a developer's machine: read it in the terminal, or open it in the mail folder."""

from django.core.mail import EmailMessage
from django.core.mail.backends.console import EmailBackend as TerminalBackend
from django.core.mail.backends.filebased import EmailBackend as FolderBackend


class TerminalAndFolderBackend(FolderBackend):
    """Writes each message into `EMAIL_FILE_PATH` and shows it in the terminal as well."""

    def write_message(self, message: EmailMessage) -> None:
        super().write_message(message)
        TerminalBackend(fail_silently=self.fail_silently).send_messages([message])
