"""What is counted. Each process of the server writes into files of its own, and whoever is asked adds them all up.

Every meter has labels, so that a command which imports this writes no file.
"""

from bisect import bisect_left
from collections.abc import Iterable
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

SECONDS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)


class ManyAtOnce(Histogram):
    """What was measured since one last looked, in one step: alone each would cost more than a kept page."""

    def observe_all(self, seconds: Iterable[float]) -> None:
        numbers, total = [0] * len(self._upper_bounds), 0.0
        for measured in seconds:
            numbers[bisect_left(self._upper_bounds, measured)] += 1
            total += measured
        self._sum.inc(total)
        for bucket, number in zip(self._buckets, numbers, strict=True):
            if number:
                bucket.inc(number)


registry: Final = CollectorRegistry()
requests: Final = Counter(
    "cbtneuro_requests",
    "Requests; cache: what the page cache did (hit, stale, miss, or none of its matter).",
    ("view", "method", "status", "cache"),
    registry=registry,
)
request_seconds: Final = ManyAtOnce(
    "cbtneuro_request_seconds",
    "From the first moment of a request to the last byte of its answer.",
    ("view",),
    buckets=SECONDS,
    registry=registry,
)
queries: Final = Counter("cbtneuro_queries", "Statements to the database.", ("database",), registry=registry)
query_seconds: Final = Counter(
    "cbtneuro_query_seconds", "Seconds that requests waited for the database.", ("database",), registry=registry
)
query_errors: Final = Counter(
    "cbtneuro_query_errors", "Statements that the database refused, or did not get.", ("database",), registry=registry
)
waiting_jobs: Final = Gauge(
    "cbtneuro_jobs_waiting",
    "What the threads beside the requests have before them.",
    ("job",),
    multiprocess_mode="livesum",
    registry=registry,
)
