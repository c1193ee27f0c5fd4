"""How often one may ask: so many requests in a minute by a token, and by an address of who has none.

Counts are shared by all processes through the cache. Asking it for every request would cost more than the answer, so a
process takes some at once and gives them out by itself: nobody gets more than the limit, and somebody who asks several
processes at the end of a minute may get a few less.
"""

import threading
import time
from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from typing import Final

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from api.asking import Asking
from api.problems import Problem

WINDOW: Final = 60  # seconds
AT_ONCE: Final = 20  # parts of a limit, of which a process takes one
MOST_KEPT: Final = 10_000  # counts that a process remembers
OF_ONE_HOUSEHOLD: Final = 64  # bits of an address of IPv6 that belong to one customer


@dataclass
class Lease:
    """Of one window: what this process may still give out, and what was left for others when it took that."""

    window: int
    held: int = 0
    left: int = 0


@dataclass(frozen=True)
class Allowance:
    """What is told of a limit, by the draft of the IETF (draft-ietf-httpapi-ratelimit-headers)."""

    name: str
    limit: int
    left: int
    seconds: int

    @property
    def headers(self) -> dict[str, str]:
        return {
            "RateLimit-Policy": f'"{self.name}";q={self.limit};w={WINDOW}',
            "RateLimit": f'"{self.name}";r={self.left};t={self.seconds}',
        }


class Limits:
    def __init__(self) -> None:
        self.leases: dict[str, Lease] = {}
        self.lock = threading.Lock()

    def take(self, name: str, key: str, limit: int) -> Allowance:
        """One request more. Raises `Problem` (429) where the limit of this minute is used up."""
        now = time.time()
        window, seconds = int(now // WINDOW), max(1, round(WINDOW - now % WINDOW))
        with self.lock:
            lease = self.lease_of(f"{name}:{key}", window)
        if lease.held < 1:
            self.take_more(lease, f"api:{name}:{key}:{window}", limit)
        with self.lock:
            is_let_in = lease.held > 0
            lease.held -= is_let_in
            left = lease.held + lease.left
        allowance = Allowance(name, limit, left, seconds)
        if not is_let_in:
            detail = f"{limit} requests in a minute are answered here. Ask again in {seconds} seconds."
            raise Problem(429, detail, headers={**allowance.headers, "Retry-After": str(seconds)})
        return allowance

    def lease_of(self, key: str, window: int) -> Lease:
        """What it forgets for want of room is the oldest, in the cache it stays counted."""
        lease = self.leases.get(key)
        if lease is None or lease.window != window:
            self.leases.pop(key, None)  # so that the oldest stand first
            if len(self.leases) >= MOST_KEPT:
                del self.leases[next(iter(self.leases))]
            lease = self.leases[key] = Lease(window)
        return lease

    def take_more(self, lease: Lease, key: str, limit: int) -> None:
        """Outside of the lock, as the cache may be far away."""
        some = max(1, limit // AT_ONCE)
        cache.add(key, 0, timeout=2 * WINDOW)
        try:
            taken = cache.incr(key, some)
        except ValueError:  # it was thrown out between the two
            taken = some
        got = max(0, min(some, limit - (taken - some)))
        with self.lock:
            lease.held += got
            lease.left = max(0, limit - taken)


limits: Final = Limits()


def take(request: HttpRequest, asking: Asking | None) -> Allowance:
    """`asking`: None for who sent a token that does not hold."""
    if asking and asking.token:
        return limits.take("token", str(asking.token.pk), settings.API_REQUESTS_BY_TOKEN)
    return limits.take("address", network_of(address_of(request)), settings.API_REQUESTS_BY_ADDRESS)


def address_of(request: HttpRequest) -> str:
    """One for all of whom the server does not know it, as behind a socket."""
    try:
        return str(get_adapter().get_client_ip(request))
    except PermissionDenied:
        return "unknown"


def network_of(address: str) -> str:
    """The address, of IPv6 as much of it as belongs to one customer."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    return address if found.version == 4 else str(ip_network((found, OF_ONE_HOUSEHOLD), strict=False))
