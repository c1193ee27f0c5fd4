"""Who is told of what, what there was to tell, and what became of telling them."""

import base64
import secrets
from contextlib import suppress
from datetime import datetime, timedelta
from typing import ClassVar, Final, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from members.columns import CharColumn, JSONColumn, TextColumn
from members.entrance.sealing import Unreadable, seal, unsealed

PURPOSE: Final = "webhook"
STALE: Final = timedelta(minutes=2)  # after which what a sender claimed that was stopped is free again


class EventType(models.TextChoices):
    """What a receiver can be told of."""

    PUBLISHED = "article.published", "A summary is published"
    UPDATED = "article.updated", "A published summary is changed"
    WITHDRAWN = "article.withdrawn", "A summary is withdrawn or deleted"
    RETRACTED = "article.retracted", "The paper of a published summary is retracted"
    TAXONOMY = "taxonomy.changed", "The taxonomy is changed"


TEST: Final = "webhook.test"  # sent by hand, whatever a receiver asked for


def new_secret() -> str:
    """32 random bytes, spelled as the Standard Webhooks rules spell them, and sealed."""
    return seal(f"whsec_{base64.b64encode(secrets.token_bytes(32)).decode()}", PURPOSE)


def new_message_id() -> str:
    return f"msg_{secrets.token_hex(16)}"


class EndpointQuerySet(models.QuerySet["Endpoint"]):
    def working(self) -> Self:
        return self.filter(paused_at=None)

    def free(self, at: datetime) -> Self:
        """That no sender has claimed, or one that was stopped."""
        return self.filter(Q(claimed_at=None) | Q(claimed_at__lt=at - STALE))

    def with_deliveries(self) -> Self:
        """`waiting`: how many messages it has not got yet; `last_got_at`: when it last got one."""
        waiting = models.Count("deliveries", filter=Q(deliveries__delivered_at=None))
        return self.annotate(waiting=waiting, last_got_at=models.Max("deliveries__delivered_at")).order_by("pk")


class Endpoint(models.Model):
    """An address that messages are sent to. Its secrets are sealed; the former one signs, too, until `former_until`."""

    address = models.URLField(max_length=500)
    name = CharColumn(max_length=100, blank=True)
    events = JSONColumn(default=list, help_text="Values of `EventType`.")
    secret = models.TextField(default=new_secret)
    former_secret = models.TextField(blank=True)
    former_until = models.DateTimeField(null=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    paused_at = models.DateTimeField(null=True)
    pause_reason = TextColumn(blank=True, help_text="Where the site paused it by itself.")
    claim = models.CharField(max_length=32, blank=True)
    claimed_at = models.DateTimeField(null=True)

    objects: ClassVar["models.Manager[Endpoint]"] = models.Manager.from_queryset(EndpointQuerySet)()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(claim="", claimed_at=None) | (~Q(claim="") & Q(claimed_at__isnull=False)),
                name="endpoint_claim_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(former_secret="", former_until=None)
                | (~Q(former_secret="") & Q(former_until__isnull=False)),
                name="endpoint_former_secret_ends",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.address

    def secrets_at(self, at: datetime) -> list[str]:
        """What messages are signed with, the newest first; a former one that cannot be read any more signs nothing.

        Raises `members.entrance.sealing.Unreadable`.
        """
        found = [unsealed(self.secret, PURPOSE)]
        if self.former_until and at < self.former_until:
            with suppress(Unreadable):
                found.append(unsealed(self.former_secret, PURPOSE))
        return found


class Message(models.Model):
    """One thing that happened. `payload` is JSON as it is sent, byte for byte, however often."""

    message_id = models.CharField(max_length=40, unique=True, default=new_message_id)
    type = models.CharField(max_length=20)
    at = models.DateTimeField()
    payload = models.TextField()

    def __str__(self) -> str:
        return f"{self.type} {self.message_id}"


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def to(self, endpoint: Endpoint) -> Self:
        return self.filter(endpoint=endpoint)

    def undelivered(self) -> Self:
        """In the order in which they have to arrive."""
        return self.filter(delivered_at=None).order_by("message_id")

    def waiting(self) -> Self:
        """What a receiver that is not paused has not got yet."""
        return self.filter(delivered_at=None, endpoint__paused_at=None)

    def newest(self) -> Self:
        return self.select_related("message").order_by("-message_id")


class Delivery(models.Model):
    """One message for one endpoint. `due_at`: before that it is not tried again."""

    endpoint = models.ForeignKey(Endpoint, on_delete=models.CASCADE, related_name="deliveries")
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="deliveries")
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    outcome = CharColumn(max_length=200, blank=True, help_text="What became of the last attempt, in words.")

    objects: ClassVar["models.Manager[Delivery]"] = models.Manager.from_queryset(DeliveryQuerySet)()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["endpoint", "message"], name="delivery_once")]
        indexes = [
            models.Index(fields=["endpoint", "message"], condition=Q(delivered_at=None), name="delivery_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.message} to {self.endpoint}"


class Watch(models.Model):
    """One row, as long as there are endpoints: up to when changes were looked for, and the taxonomy that was seen."""

    looked_at = models.DateTimeField()
    vocabulary = models.CharField(max_length=16, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="watch_is_one_row")]

    def __str__(self) -> str:
        return f"looked at {self.looked_at:%Y-%m-%d %H:%M}"


class SeenArticle(models.Model):
    """An article that every visitor could see when changes were last looked for. `saved_at` tells its state."""

    key = models.PositiveBigIntegerField(primary_key=True, help_text="Of the article, which may be gone.")
    slug = models.CharField(max_length=255)
    saved_at = models.DateTimeField()
    is_retracted = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.slug
