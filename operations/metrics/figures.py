"""What waits and what there is, counted when somebody asks: some queries, none of which reads a text."""

import logging
from collections.abc import Iterator
from datetime import datetime
from typing import Final

from django.contrib.auth.models import AnonymousUser
from django.db import Error
from django.db.models import Count
from django.utils import timezone
from prometheus_client import Metric
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from articles.models import Article
from articles.status import Status
from bibliography.models import ImportBatch, Reference
from jobs.queue import numbers
from library.digests.sending import due_now
from lists.models import ReadingList
from members.models import User
from members.roles import PERMISSIONS
from operations.models import Backup
from webhooks.models import Delivery

logger = logging.getLogger(__name__)

Figures = dict[str, int]
WORKING: Final = (ImportBatch.State.READING, ImportBatch.State.WRITING)


def waiting(at: datetime) -> Figures:
    """By queue: what is due and not done."""
    return {
        "webhooks": Delivery.objects.waiting().count(),
        "imports": ImportBatch.objects.filter(state__in=WORKING).count(),
        "digests": due_now(at),
    }


def articles() -> Figures:
    found = dict(Article.objects.order_by().values_list("status").annotate(number=Count("pk")))
    return {status: found.get(status, 0) for status in Status.values}


def members() -> Figures:
    """By role; of accounts that are open."""
    active = User.objects.filter(is_active=True)
    found = dict(active.order_by().values_list("groups__name").annotate(number=Count("pk")))
    return {role: found.get(role, 0) for role in PERMISSIONS}


def publications(at: datetime) -> Figures:
    """What every visitor may see."""
    visitor = AnonymousUser()
    return {
        "articles": Article.objects.visible_to(visitor, at).count(),
        "lists": ReadingList.objects.visible_to(visitor, at).count(),
        "references": Reference.objects.count(),
    }


def last_backup() -> Iterator[Metric]:
    """Nothing where none is known."""
    for backup in Backup.objects.all():
        made, proved = (at.timestamp() if at else 0 for at in (backup.made_at, backup.proved_at))
        yield plain("last_backup_timestamp_seconds", "When the last backup was made.", made)
        yield plain("last_backup_proved_timestamp_seconds", "When it was restored to prove it; 0: never.", proved)
        yield plain("last_backup_size_bytes", "Its size.", backup.size)


def plain(name: str, told: str, value: float) -> Metric:
    return GaugeMetricFamily(f"cbtneuro_{name}", told, value=value)


def gauge(name: str, told: str, label: str, found: Figures) -> Metric:
    family = GaugeMetricFamily(f"cbtneuro_{name}", told, labels=[label])
    for value, number in found.items():
        family.add_metric([value], number)
    return family


class OfTheDatabase(Collector):
    """Where the database is away, that alone is told: the other numbers are wanted most then."""

    def collect(self) -> Iterator[Metric]:
        at = timezone.now()
        try:
            found = [
                gauge("waiting", "What is due and not done, by queue.", "queue", waiting(at)),
                gauge("jobs", "Jobs, by state: due, running, to be retried, failed for good.", "state", numbers(at)),
                gauge("articles", "Articles, by state.", "status", articles()),
                gauge("accounts", "Open accounts, by role.", "role", members()),
                gauge("published", "What every visitor may see.", "kind", publications(at)),
                *last_backup(),
            ]
        except Error:
            logger.exception("Figures could not be counted.")
            found = []
        yield GaugeMetricFamily("cbtneuro_database_up", "Whether the database answered.", value=bool(found))
        yield from found
