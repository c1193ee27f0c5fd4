"""The mail of what is new, as a job: `manage.py send_digests` does the same by hand."""

from django.conf import settings
from django.utils import timezone
from django_tasks import task

from library.digests.sending import send_due


@task()
def send_digests() -> None:
    """Nothing where links in mail would lead nowhere. Raises `MailAway`: what is left is sent by the next attempt."""
    if settings.SITE_URL:
        send_due(at=timezone.now())
