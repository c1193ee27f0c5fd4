"""Since when a member's page of news tells: since the visit before this one."""

from datetime import datetime, timedelta
from typing import Final

from library.models import Visit
from members.models import User

PAUSE: Final = timedelta(minutes=30)  # after which one who comes back is on another visit
AT_MOST: Final = timedelta(days=60)  # told of a first visit, and of what came before the last one


def begin_visit(member: User, at: datetime) -> datetime:
    """The moment of the visit before. Whoever looks again within the pause is told the same again."""
    visit, is_first = Visit.objects.get_or_create(member=member, defaults={"since": at - AT_MOST, "at": at})
    if not is_first and at - visit.at >= PAUSE:
        Visit.objects.filter(member=member, at=visit.at).update(since=visit.at, at=at)
        return visit.at
    return visit.since
