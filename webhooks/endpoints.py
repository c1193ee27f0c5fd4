"""The acts on endpoints. Each is logged by what it leaves: who made it stands with it, what was sent in its list."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from members.models import User
from webhooks.destinations import DestinationRefused, parts_of
from webhooks.gathering import Found, begin, end, tell_these
from webhooks.models import TEST, Delivery, Endpoint, EventType, new_secret
from webhooks.sending import send_webhooks

MOST: Final = 20  # endpoints of a site
FORMER_SIGNS_FOR: Final = timedelta(hours=24)


class EndpointRefused(Exception):
    """Raised in words; nothing was changed."""


def refuse_wrong(address: str, events: Collection[str]) -> None:
    try:
        parts_of(address)
    except DestinationRefused as refused:
        raise EndpointRefused(str(refused)) from refused
    if not events or not set(events) <= set(EventType.values):
        raise EndpointRefused("Choose what it is told of.")


@transaction.atomic
def add(address: str, name: str, events: Collection[str], *, by: User | None, at: datetime) -> Endpoint:
    """It is told of what happens from now on."""
    refuse_wrong(address, events)
    if Endpoint.objects.count() >= MOST:
        raise EndpointRefused(f"There are {MOST} webhooks already, and no more are kept. Remove one first.")
    begin(at)
    send_webhooks.enqueue()
    return Endpoint.objects.create(address=address, name=name, events=in_order(events), made_by=by, made_at=at)


def change(endpoint: Endpoint, address: str, name: str, events: Collection[str]) -> None:
    refuse_wrong(address, events)
    Endpoint.objects.filter(pk=endpoint.pk).update(address=address, name=name, events=in_order(events))


def in_order(events: Collection[str]) -> list[str]:
    return [one for one in EventType.values if one in events]


@transaction.atomic
def rotate_secret(endpoint: Endpoint, *, at: datetime) -> None:
    """A new secret. The former one signs beside it for a day, so that a receiver can change over."""
    stored = Endpoint.objects.select_for_update().get(pk=endpoint.pk)
    stored.former_secret, stored.former_until = stored.secret, at + FORMER_SIGNS_FOR
    stored.secret = new_secret()
    stored.save(update_fields=["secret", "former_secret", "former_until"])


def pause(endpoint: Endpoint, *, at: datetime) -> None:
    """What happens meanwhile waits."""
    Endpoint.objects.working().filter(pk=endpoint.pk).update(paused_at=at, pause_reason="")


@transaction.atomic
def resume(endpoint: Endpoint, *, at: datetime) -> None:
    """What waits is sent at once, with as many attempts as at first."""
    Endpoint.objects.filter(pk=endpoint.pk).update(paused_at=None, pause_reason="")
    Delivery.objects.to(endpoint).undelivered().update(due_at=at, attempts=0)
    send_webhooks.enqueue()


@transaction.atomic
def remove(endpoint: Endpoint) -> None:
    """With what it was sent. With the last one goes what was seen."""
    Endpoint.objects.filter(pk=endpoint.pk).delete()
    if not Endpoint.objects.exists():
        end()


def send_again(endpoint: Endpoint, *, since: datetime, at: datetime) -> int:
    """All that it got since then once more, in order, under the identifiers that they had; how many."""
    got = Delivery.objects.to(endpoint).filter(delivered_at__isnull=False, message__at__gte=since)
    return got.update(delivered_at=None, due_at=at, attempts=0)


def send_one_again(endpoint: Endpoint, delivery: int, *, at: datetime) -> int:
    mine = Delivery.objects.to(endpoint).filter(pk=delivery)
    return mine.update(delivered_at=None, due_at=at, attempts=0)


@transaction.atomic
def send_test(endpoint: Endpoint, *, at: datetime) -> None:
    """A message that tells of nothing, in its turn."""
    tell_these([endpoint], Found(at, TEST, {}))
