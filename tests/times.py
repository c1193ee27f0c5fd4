"""The one time that tests reckon from, so that none of them mixes a fixed date with the clock."""

from datetime import datetime
from typing import Final

from django.utils import timezone

# The clock as the session began: before what the site says of itself during a test, after what stands in texts.
NOW: Final[datetime] = timezone.now()


def day(year: int, month: int, day_of_month: int) -> datetime:
    """Its first moment on the site's clock, as files mean it."""
    return datetime(year, month, day_of_month, tzinfo=timezone.get_default_timezone())


def printed(moment: datetime) -> str:
    """As machines are told it: on the site's clock."""
    return timezone.localtime(moment).isoformat()
