"""Who sends which mail: a sender claims a subscription in the database, sends, and confirms.

Each step is one statement, so any number of senders work side by side, and none holds a lock while it talks to the mail
server. What a sender leaves behind that was stopped, another takes over when the claim is `STALE`.
"""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from allauth.account.models import EmailAddress
from django.db.models import Case, DateTimeField, Exists, F, OuterRef, Value, When

from library.models import DigestSubscription
from library.models.follow import DigestSubscriptionQuerySet

STALE: Final = timedelta(minutes=10)  # a mail takes seconds: `EMAIL_TIMEOUT`
AT_ONCE: Final = 200  # keys in memory


@dataclass(frozen=True)
class Claim:
    """One mail to one member: what came after `since` and up to `until`, for the period that began at `boundary`."""

    member: int
    secret: str
    since: datetime
    until: datetime
    boundary: datetime


def due_members(period: str, boundary: datetime) -> Iterator[list[int]]:
    """The keys of those to whom mail is due, in parts, however many there are."""
    confirmed = EmailAddress.objects.filter(user=OuterRef("pk"), email=OuterRef("member__email"), verified=True)
    due = DigestSubscription.objects.due(period, boundary).filter(Exists(confirmed), member__is_active=True)
    last = 0
    while keys := list(due.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        yield keys
        last = keys[-1]


def claim(
    member: int, period: str, boundary: datetime, *, at: datetime, now: datetime, stale: timedelta
) -> Claim | None:
    """None when it is another's, or is not due any more. What an interrupted sender told of ends where it had it end.

    The conditions are all on the row itself: PostgreSQL asks them again of a row for which it had to wait.
    """
    secret = secrets.token_hex(16)
    free = DigestSubscription.objects.due(period, boundary).free(now - stale).filter(pk=member)
    end = Case(
        When(claimed_until__gte=boundary, then=F("claimed_until")), default=Value(at), output_field=DateTimeField()
    )
    if not free.update(claim=secret, claimed_at=now, claimed_until=end):
        return None
    row = (
        DigestSubscription.objects.filter(pk=member, claim=secret).values_list("covered_until", "claimed_until").first()
    )
    if row is None or row[1] is None:
        return None
    return Claim(member, secret, row[0], row[1], boundary)


def confirm(claim: Claim, *, sent_at: datetime | None) -> bool:
    """They were told of all up to then; `sent_at` is None where there was nothing. False: another took it over."""
    told = {"covered_until": claim.until} if sent_at is None else {"covered_until": claim.until, "sent_at": sent_at}
    return bool(of(claim).update(claim="", claimed_at=None, claimed_until=None, **told))


def release(claim: Claim, *, refused_at: datetime | None = None) -> None:
    """It was not sent: the next run tries again; with `refused_at` that of the next period, which tells of it, too."""
    of(claim).update(claim="", claimed_at=None, claimed_until=None, refused_at=refused_at)


def of(claim: Claim) -> DigestSubscriptionQuerySet:
    return DigestSubscription.objects.filter(pk=claim.member, claim=claim.secret)


def claimed(period: str, boundary: datetime) -> int:
    """How many are due and claimed: others are at work on them, or were stopped."""
    return DigestSubscription.objects.due(period, boundary).filter(claimed_at__isnull=False).count()
