"""Counts in the memory of one process, until its writer adds them to what all processes share.

To note a request is one step that no other thread can come between. A process that is killed loses a second of numbers.
"""

from collections import Counter, defaultdict, deque
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, TypeVar

from django.conf import settings
from django.urls import Resolver404, resolve

from operations.metrics.meters import queries, query_errors, query_seconds, request_seconds, requests

Seen = tuple[str, str, str, str, float]  # view or path, method, status, what the page cache did, seconds
Asked = tuple[str, int, float, int]  # database, statements, seconds, refused ones
Noted = TypeVar("Noted")

VIEW: Final = "cbtneuro.view"  # in the environ of a request: the name of the view that answered
STATIC, UNKNOWN, OTHER = "static", "none", "other"
METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
MOST_WAITING: Final = 200_000  # where nobody writes, the oldest are forgotten

seen_requests: Final[deque[Seen]] = deque(maxlen=MOST_WAITING)
asked_queries: Final[deque[Asked]] = deque(maxlen=MOST_WAITING)


def write() -> None:
    """Add all that was noted. Any thread may."""
    numbers: Counter[tuple[str, str, str, str]] = Counter()
    seconds: defaultdict[str, list[float]] = defaultdict(list)
    for where, method, status, cache, took in taken(seen_requests):
        view = view_at(where) if where.startswith("/") or not where else where
        numbers[view, method if method in METHODS else OTHER, status, cache] += 1
        seconds[view].append(took)
    for labels, number in numbers.items():
        requests.labels(*labels).inc(number)
    for view, measured in seconds.items():
        request_seconds.labels(view).observe_all(measured)
    for database, number, waited, refused in taken(asked_queries):
        queries.labels(database).inc(number)
        query_seconds.labels(database).inc(waited)
        query_errors.labels(database).inc(refused)


def taken(waiting: deque[Noted]) -> Iterator[Noted]:
    """What is there now, each for one thread alone."""
    for _ in range(len(waiting)):
        try:
            yield waiting.popleft()
        except IndexError:  # another thread writes, too
            return


@lru_cache(maxsize=4096)
def view_at(path: str) -> str:
    """The name of the view at a path as WSGI has it (bytes in Latin-1), and of no other: no address that somebody
    thinks of makes a meter more.
    """
    if path.startswith(settings.STATIC_URL):
        return STATIC
    try:
        return resolve(path.encode("latin-1").decode()).view_name or UNKNOWN
    except (Resolver404, UnicodeError):
        return UNKNOWN
