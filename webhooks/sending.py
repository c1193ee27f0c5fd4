"""Handing over what waits: to each endpoint in order, again and again until it is taken, by any number of senders.

A sender claims an endpoint and hands over one message after the other. What it was about to note when it was killed is
handed over once more under the same `webhook-id`, by which receivers know it.
"""

import logging
import random
import secrets
from collections import Counter
from datetime import datetime, timedelta
from time import monotonic
from typing import Final

from django.conf import settings
from django.core.mail import send_mail
from django.db.models import Exists, OuterRef
from django.template.loader import render_to_string
from django.utils import timezone
from django_tasks import task

from articles.site.snapshot import site_name
from members.entrance.sealing import Unreadable
from members.models import User
from webhooks.gathering import gather
from webhooks.models import Delivery, Endpoint, Message
from webhooks.posting import Outcome, post

AFTER: Final = (5, 60, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400)  # seconds after each attempt that failed
IN_A_ROW: Final = 100  # messages to one endpoint before the next has its turn
TURN: Final = 60.0  # seconds after which the next has it, too
LOOKS_EVERY: Final = timedelta(seconds=5)  # while there is an endpoint
KEPT_FOR: Final = timedelta(days=30)  # messages, so that they can be sent again

logger = logging.getLogger(__name__)


@task(priority=10)
def send_webhooks() -> None:
    """Nothing where addresses in messages would lead nowhere."""
    if settings.SITE_URL:
        send_all(timezone.now())


def rest_of_webhooks() -> timedelta:
    return LOOKS_EVERY if Endpoint.objects.working().exists() else timedelta(hours=1)


def send_all(at: datetime) -> Counter[str]:
    """Look for what happened, and hand over all that is due. `found`, `delivered`, `failed`, `paused` are counted."""
    told = Counter(found=gather(at))
    for endpoint in Endpoint.objects.working().order_by("pk"):
        told += send_to(endpoint, at)
    prune(at)
    return told


def send_to(endpoint: Endpoint, at: datetime) -> Counter[str]:
    """Nothing where another sender is at it."""
    told: Counter[str] = Counter()
    claim = secrets.token_hex(16)
    if not Endpoint.objects.working().free(at).filter(pk=endpoint.pk).update(claim=claim, claimed_at=at):
        return told
    mine = Endpoint.objects.filter(pk=endpoint.pk, claim=claim)
    until = monotonic() + TURN
    try:
        for _ in range(IN_A_ROW):
            now = timezone.now()
            delivery = Delivery.objects.to(endpoint).undelivered().select_related("message").first()
            if delivery is None or delivery.due_at > now or not mine.working().update(claimed_at=now):
                break
            asked = mine.working().first()  # as it is now: somebody may have paused or changed it
            if asked is None or monotonic() > until:
                break
            outcome = hand_over(asked, delivery, now)
            told[outcome] += 1
            if outcome != "delivered":
                break
    finally:
        mine.update(claim="", claimed_at=None)
    return told


def hand_over(endpoint: Endpoint, delivery: Delivery, at: datetime) -> str:
    """What became of it, noted."""
    try:
        outcome = post(endpoint, delivery.message, at)
    except Unreadable as error:
        logger.error("Messages to %s cannot be signed. %s", endpoint.address, error)
        outcome = Outcome(is_delivered=False, told=f"It could not be signed. {error}", is_gone=True)
    delivery.attempts += 1
    delivery.outcome = outcome.told
    if outcome.is_delivered:
        delivery.delivered_at = at
    elif delivery.attempts <= len(AFTER):
        delivery.due_at = at + timedelta(seconds=max(outcome.wait, wait_after(delivery.attempts)))
    Delivery.objects.filter(pk=delivery.pk).update(  # it is gone where its endpoint was removed meanwhile
        attempts=delivery.attempts, tried_at=at, outcome=delivery.outcome, delivered_at=delivery.delivered_at,
        due_at=delivery.due_at,
    )  # fmt: skip
    if outcome.is_delivered:
        return "delivered"
    if outcome.is_gone or delivery.attempts > len(AFTER):
        give_up(endpoint, delivery, at)
        return "paused"
    return "failed"


def wait_after(attempts: int) -> float:
    """Seconds, up to a fifth more by chance, so that not all come back at once."""
    return AFTER[attempts - 1] * random.uniform(1, 1.2)  # noqa: S311  no secret


def give_up(endpoint: Endpoint, delivery: Delivery, at: datetime) -> None:
    """It is paused, and administrators are told; what waits goes on waiting."""
    reason = f"It was tried {delivery.attempts} times: {delivery.outcome}"
    Endpoint.objects.filter(pk=endpoint.pk).update(paused_at=at, pause_reason=reason)
    addresses = User.objects.administrators().values_list("email", flat=True)
    text = render_to_string("webhooks/paused.txt", {"endpoint": endpoint, "reason": reason})
    send_mail(f"{site_name()}: a webhook was paused", text, None, list(addresses), fail_silently=True)


def prune(at: datetime) -> None:
    """Old messages that nobody waits for."""
    waiting = Delivery.objects.filter(message=OuterRef("pk"), delivered_at=None, endpoint__paused_at=None)
    Message.objects.filter(~Exists(waiting), at__lt=at - KEPT_FOR).delete()
