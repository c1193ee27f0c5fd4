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
SHORTEST_WAIT: Final = 60  # seconds: most limits count over one minute
PATIENCE: Final = 5.0  # seconds


def too_many_requests(request: HttpRequest, *, wait: int = SHORTEST_WAIT) -> HttpResponse:
    """The page for a limit that is used up. `wait` is in seconds. It is the site's `handler429` as well."""
    response = render(request, "errors/429.html", {"minutes": ceil(wait / 60)}, status=429)
    response["Retry-After"] = str(wait)
    add_never_cache_headers(response)
    return response


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
            raise ImmediateHttpResponse(too_many_requests(request))


def is_shut(request: HttpRequest, action: str) -> bool:
    """Count one attempt, and tell whether a limit is used up.

    For limits that may be approximate: what comes at the same moment, more than can be counted in a second, passes.
    """
    return not consume(request, app=APP, action=action) and seconds_shut(request, action) > 0
