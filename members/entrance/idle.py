"""Who works at the desk or in the admin logs in anew after `STAFF_IDLE_HOURS` without doing anything there.

The same account goes on reading until its session ends: what matters is a desk that somebody else may sit down at.
"""

import time
from typing import Final

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.logout import logout
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest

HOUR: Final = 3600  # seconds
SEEN: Final = "seen_at_work"  # in the session: when they last did something there, in seconds
NOTED_EVERY: Final = 300  # seconds, so that not every page writes the session


def ends_as_idle(request: HttpRequest, *, is_use: bool = True) -> bool:
    """Whether their session was too old, and is ended now. `is_use`: what they do counts as doing something."""
    now = time.time()
    last = last_use(request)
    if last and settings.STAFF_IDLE_HOURS and now - last > settings.STAFF_IDLE_HOURS * HOUR:
        logout(request, show_message=False)
        told = f"{settings.STAFF_IDLE_HOURS:g} hours"
        messages.info(request, f"You did nothing at the desk for {told}. Log in again to go on there.")
        return True
    if is_use and now - last > NOTED_EVERY:
        request.session[SEEN] = now
    return False


def last_use(request: HttpRequest) -> float:
    """When they last did something there, or logged in; 0 of a session that says neither."""
    shown = [float(record["at"]) for record in get_authentication_records(request, request.user)]
    return max(float(request.session.get(SEEN, 0)), *shown, 0.0)
