"""How often a member wants mail of what is new; off unless they ask for it."""

from datetime import datetime
from typing import Final

from library.models import DigestSubscription
from members.models import User

NEVER: Final = "never"


def choices() -> list[tuple[str, str]]:
    return [*((value, str(label)) for value, label in DigestSubscription.Period.choices), (NEVER, "Never")]


def chosen(member: User) -> str:
    return DigestSubscription.objects.filter(member=member).values_list("period", flat=True).first() or NEVER


def choose(member: User, period: str, *, at: datetime) -> None:
    """Whoever had none before is told of what comes from now on."""
    if period == NEVER:
        stop(member.pk)
        return
    DigestSubscription.objects.update_or_create(
        member=member, defaults={"period": period}, create_defaults={"period": period, "covered_until": at}
    )


def stop(member: int) -> bool:
    """No mail any more, at once; whether there was any before."""
    return DigestSubscription.objects.filter(member=member).delete()[0] > 0
