"""The states, kinds and access of what editors publish, and the pairs of columns that a database must refuse."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q


class Status(models.TextChoices):
    DRAFT = "draft", "Draft"
    IN_REVIEW = "in_review", "In review"
    APPROVED = "approved", "Approved"
    PUBLISHED = "published", "Published"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Kind(models.TextChoices):
    OVERVIEW = "overview", "Overview"
    PAPER_SUMMARY = "paper-summary", "Paper summary"


class Access(models.TextChoices):
    MEMBERS = "members", "Full post for members"
    OPEN = "open", "Full post open to all"


def is_shown(status: str, publish_at: datetime | None, at: datetime) -> bool:
    """Whether every reader sees what has this state: published, and its time has come."""
    return status == Status.PUBLISHED and publish_at is not None and publish_at <= at


def first_publication(known: datetime | None, at: datetime, publish_at: datetime | None) -> datetime | None:
    """The date that readers are told: the known one for good once it came true by `at`, until then the time set."""
    return known if known and known <= at else publish_at


def state_constraints(name: str) -> list[models.BaseConstraint]:
    """Published things have a time from which they are shown, and were not shown before the first publication that
    readers are told; withdrawn things, and they alone, have a time of withdrawal.
    """
    return [
        models.CheckConstraint(condition=Q(status__in=Status.values), name=f"{name}_status_known"),
        models.CheckConstraint(
            condition=~Q(status=Status.PUBLISHED) | Q(publish_at__isnull=False), name=f"{name}_published_has_a_time"
        ),
        models.CheckConstraint(
            condition=~Q(status=Status.PUBLISHED)
            | Q(first_published_at__isnull=False, first_published_at__lte=F("publish_at")),
            name=f"{name}_published_has_a_first_date",
        ),
        models.CheckConstraint(
            condition=(Q(status=Status.WITHDRAWN) & Q(withdrawn_at__isnull=False))
            | (~Q(status=Status.WITHDRAWN) & Q(withdrawn_at__isnull=True)),
            name=f"{name}_withdrawn_has_a_time",
        ),
    ]
