"""Visitors who ask for the same pages again and again, each over a new connection, and what every one of them got."""

import http.client
import itertools
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

WATCHERS: Final = 8
PATIENCE: Final = 60  # seconds


@dataclass(frozen=True)
class Look:
    """`began`, `ended`: by the monotonic clock. `status`: 0 where the connection broke. `cache`: its `Cache-Status`."""

    path: str
    began: float
    ended: float
    status: int
    cache: str = ""
    retry_after: str = ""
    body: bytes = b""

    @property
    def seconds(self) -> float:
        return self.ended - self.began

    @property
    def is_stale(self) -> bool:
        return "ttl=-1" in self.cache

    @property
    def was_made(self) -> bool:
        return "fwd=miss" in self.cache


def look(port: int, path: str, headers: Mapping[str, str] | None = None) -> Look:
    began = time.monotonic()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", path, headers=dict(headers or {}))
        answer = connection.getresponse()
        body = answer.read()
    except (OSError, http.client.HTTPException):
        return Look(path, began, time.monotonic(), 0)
    finally:
        connection.close()
    cache, retry_after = (answer.getheader(name, "") for name in ("Cache-Status", "Retry-After"))
    return Look(path, began, time.monotonic(), answer.status, cache, retry_after, body)


@contextmanager
def watched(port: int, paths: Sequence[str], pause: float = 0.01) -> Iterator[list[Look]]:
    """What `WATCHERS` visitors get as long as this holds. `pause`: seconds of each after an answer."""
    looks: list[Look] = []
    over = threading.Event()

    def watch(first: int) -> None:
        for path in itertools.cycle([*paths[first:], *paths[:first]]):
            looks.append(look(port, path))
            if over.wait(pause):
                return

    watchers = [threading.Thread(target=watch, args=(number % len(paths),)) for number in range(WATCHERS)]
    for watcher in watchers:
        watcher.start()
    try:
        yield looks
    finally:
        over.set()
        for watcher in watchers:
            watcher.join()


def at_once(port: int, path: str, visitors: int) -> list[Look]:
    """As many visitors, who all wait for one signal and then ask."""
    looks: list[Look] = []
    ready = threading.Barrier(visitors)

    def come() -> None:
        ready.wait()
        looks.append(look(port, path))

    crowd = [threading.Thread(target=come) for _ in range(visitors)]
    for visitor in crowd:
        visitor.start()
    for visitor in crowd:
        visitor.join()
    return looks
