"""Too many attempts: how long to wait, and the page that says so."""

import time
from math import ceil

from allauth.core.internal.ratelimit import get_cache_key, get_rates
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

APP = "allauth.account"
SHORTEST_WAIT = 60  # seconds: most limits count over one minute


def too_many_requests(request: HttpRequest, *, wait: int = SHORTEST_WAIT) -> HttpResponse:
    """The page for a limit that is used up. `wait` is in seconds. It is the site's `handler429` as well."""
    response = render(request, "errors/429.html", {"minutes": ceil(wait / 60)}, status=429)
    response["Retry-After"] = str(wait)
    add_never_cache_headers(response)
    return response


def seconds_locked_out(request: HttpRequest, key: str) -> int:
    """How long log-in stays shut for this account or this network address; it is the same for unknown addresses."""
    now = time.time()
    waits = [1.0]
    for rate in get_rates(app=APP, action="login_failed"):
        failures = cache.get(get_cache_key(request, app=APP, action="login_failed", rate=rate, key=key), [])
        if len(failures) >= rate.amount:
            waits.append(failures[rate.amount - 1] + rate.duration - now)
    return ceil(max(waits))
