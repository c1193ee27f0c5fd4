"""The states, kinds and access of what editors publish, and the pairs of columns that a database must refuse."""

from django.db import models
from django.db.models import Q


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


def state_constraints(name: str) -> list[models.BaseConstraint]:
    """Published things have a time of publication; withdrawn things, and they alone, a time of withdrawal."""
    return [
        models.CheckConstraint(condition=Q(status__in=Status.values), name=f"{name}_status_known"),
        models.CheckConstraint(
            condition=~Q(status=Status.PUBLISHED) | Q(publish_at__isnull=False), name=f"{name}_published_has_a_time"
        ),
        models.CheckConstraint(
            condition=(Q(status=Status.WITHDRAWN) & Q(withdrawn_at__isnull=False))
            | (~Q(status=Status.WITHDRAWN) & Q(withdrawn_at__isnull=True)),
            name=f"{name}_withdrawn_has_a_time",
        ),
    ]
