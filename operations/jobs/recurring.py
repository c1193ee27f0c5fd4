"""The worker of this site: what it does again and again, and when it rests."""

from datetime import timedelta
from typing import Final

from django.utils import timezone
from django_tasks import task

from jobs.worker import LEASE, Recurring, Worker
from library.digests.digest_job import send_digests
from library.following.list_states import prune
from members.personal_data import purge
from operations.models import Maintenance
from webhooks.sending import rest_of_webhooks, send_webhooks


@task()
def purge_expired() -> None:
    """What `manage.py purge_expired` removes."""
    list(purge(at=timezone.now()))


@task()
def prune_list_states() -> None:
    prune(timezone.now())


RECURRING: Final[Recurring] = {
    send_webhooks: rest_of_webhooks,
    send_digests: lambda: timedelta(minutes=10),
    purge_expired: lambda: timedelta(days=1),
    prune_list_states: lambda: timedelta(days=1),
}


def is_open() -> bool:
    """Under maintenance nothing is begun."""
    return not Maintenance.objects.exists()


def new_worker(lease: timedelta = LEASE) -> Worker:
    return Worker(RECURRING, is_open, lease)
