"""When mail is due: each morning, or on Monday morning, on the site's clock."""

from datetime import datetime, time, timedelta
from typing import Final

from django.utils import timezone

from library.models import DigestSubscription

MORNING: Final = time(6)
DAILY, WEEKLY = DigestSubscription.Period


def begin_of_period(period: str, at: datetime) -> datetime:
    """The last moment before `at` at which mail of this period became due."""
    local = timezone.localtime(at)
    day = local.date() if local.time() >= MORNING else local.date() - timedelta(days=1)
    if period == WEEKLY:
        day -= timedelta(days=day.weekday())
    return datetime.combine(day, MORNING, tzinfo=local.tzinfo)
