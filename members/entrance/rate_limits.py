"""Counting attempts, and what is said when there were too many. The rates stand in `ACCOUNT_RATE_LIMITS`."""

import time
from math import ceil
from typing import Final

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal.ratelimit import consume, get_cache_key, get_rates
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

APP: Final = "allauth.account"
BUSY: Final = 10  # seconds after which a count that somebody else is writing is free again, whatever became of them
PATIENCE: Final = 5.0  # seconds
LEFT_TO_LIBRARY: Final = ("change_password", "reauthenticate", "manage_email")


def too_many_requests(request: HttpRequest, *, wait: int) -> HttpResponse:
    """The page for a limit that is used up. `wait`: seconds until it lets people in; 0 where the count is busy."""
    seconds = wait or BUSY
    response = render(request, "errors/429.html", {"seconds": seconds, "minutes": ceil(seconds / 60)}, status=429)
    response["Retry-After"] = str(seconds)
    add_never_cache_headers(response)
    return response


def refused_by_library(request: HttpRequest) -> HttpResponse:
    """The site's `handler429`, for the limits that are left to allauth: nearly all are of people who are logged in."""
    waits = [seconds_shut(request, action) for action in LEFT_TO_LIBRARY if request.user.is_authenticated]
    return too_many_requests(request, wait=max(waits, default=0))


def seconds_shut(request: HttpRequest, action: str, key: str = "") -> int:
    """How long until another attempt is let in: 0 unless a limit is used up. The same for unknown addresses."""
    now = time.time()
    waits = [0.0]
    for rate in get_rates(app=APP, action=action):
        attempts = cache.get(get_cache_key(request, app=APP, action=action, rate=rate, key=key), [])
        if len(attempts) >= rate.amount:
            waits.append(attempts[rate.amount - 1] + rate.duration - now)
    return ceil(max(waits))


def refuse_while_shut(request: HttpRequest, action: str, key: str = "") -> None:
    """Raises ImmediateHttpResponse with the page that names the wait, while a limit is used up."""
    if wait := seconds_shut(request, action, key):
        raise ImmediateHttpResponse(too_many_requests(request, wait=wait))


def count(request: HttpRequest, action: str, key: str = "") -> None:
    """One attempt more. Raises ImmediateHttpResponse when a limit is used up.

    Attempts from one network address are counted one after the other. The library waits a second for its turn and then
    refuses; a crowd behind one address would be taken for an attack. So this waits longer, as long as there is room.
    """
    until = time.monotonic() + PATIENCE
    while not consume(request, app=APP, action=action, key=key):
        refuse_while_shut(request, action, key)
        if time.monotonic() > until:
            raise ImmediateHttpResponse(too_many_requests(request, wait=0))


def attempt(request: HttpRequest, action: str, *, by_reading: bool = False) -> int:
    """Count one attempt, `by_reading` a page, too. Seconds until another is let in where a limit is used up, else 0.

    For limits that may be approximate: what comes at the same moment, more than can be counted in a second, passes.
    """
    is_let_in = consume(request, app=APP, action=action, limit_get=by_reading)
    return 0 if is_let_in else seconds_shut(request, action)
