"""Agreement to the terms and the privacy policy: which version, and when."""

from datetime import datetime
from typing import Final

from django.db import transaction

from members.models import Consent, User

# The day from which the present texts hold. A new value here asks every member again.
CURRENT_VERSION: Final = "2026-11-30"


def has_agreed(user: User) -> bool:
    return user.agreed_version == CURRENT_VERSION


@transaction.atomic
def give_consent(user: User, *, at: datetime) -> None:
    """`user` agreed to both documents as they now stand. The first time counts when it is said twice."""
    Consent.objects.bulk_create(
        (Consent(user=user, document=name, version=CURRENT_VERSION, given_at=at) for name in Consent.Document),
        ignore_conflicts=True,
    )
    user.agreed_version = CURRENT_VERSION
    user.save(update_fields=["agreed_version"])
