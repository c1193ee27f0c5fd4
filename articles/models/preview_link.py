"""Links by which people without an account read what is not published yet."""

import secrets
from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from articles.models.article import Article


def new_key() -> str:
    return secrets.token_hex(16)


class PreviewLinkQuerySet(models.QuerySet["PreviewLink"]):
    def of(self, article: Article) -> Self:
        """Newest first, each with who made and ended it."""
        return self.filter(article=article).select_related("by", "ended_by").order_by("-pk")

    def open_at(self, at: datetime) -> Self:
        return self.filter(ended_at=None, expires_at__gt=at)


class PreviewLink(models.Model):
    """Whoever holds it reads the article as its editors have it, until it expires or is ended.

    Its address is `key` with a signature: neither a copy of the database nor the site's secret alone opens it.
    """

    class SeenAs(models.TextChoices):
        VISITOR = "visitor", "As a visitor"
        MEMBER = "member", "As a member, with the full post"

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="preview_links")
    key = models.CharField(max_length=32, unique=True, default=new_key)
    seen_as = models.CharField(max_length=7, choices=SeenAs, default=SeenAs.VISITOR)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="preview_links")
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    objects: ClassVar["models.Manager[PreviewLink]"] = models.Manager.from_queryset(PreviewLinkQuerySet)()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(seen_as__in=["visitor", "member"]), name="preview_link_seen_as_known"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="preview_link_expires_later"),
            models.CheckConstraint(
                condition=Q(ended_by=None) | Q(ended_at__isnull=False), name="preview_link_ended_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article}, {self.get_seen_as_display().lower()} until {self.expires_at:%Y-%m-%d %H:%M}"

    @property
    def is_ended(self) -> bool:
        return self.ended_at is not None

    def is_open(self, at: datetime) -> bool:
        return not self.is_ended and at < self.expires_at
