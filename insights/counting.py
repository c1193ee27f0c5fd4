"""Counts in the memory of one process, until they are written: `insights.writing`.

To count is a line in a dictionary. A process that is killed loses a minute of numbers, which is worth no more.
"""

import threading
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from time import monotonic
from typing import Final, TypeVar

from insights.models import Measure

Seen = tuple[date, Measure, str | int]  # an article or a topic: by its slug, or by its key
Asked = tuple[date, str]  # a query
Key = TypeVar("Key", bound=Hashable)

WRITTEN_EVERY: Final = 60.0  # seconds, where anything comes in
MOST_WAITING: Final = 5_000  # different things; what is new beyond them is not counted
MOST_OF_ONE: Final = 300  # in a minute, from one network address: as many as may register from there


@dataclass
class Waiting:
    """What was counted and is not written yet."""

    seen: Counter[Seen] = field(default_factory=Counter)
    in_vain: Counter[Asked] = field(default_factory=Counter)

    def __bool__(self) -> bool:
        return bool(self.seen or self.in_vain)


class Counting:
    """`askers`: how much came from each network address since the last writing."""

    def __init__(self) -> None:
        self.turn = threading.Lock()
        self.waiting = Waiting()
        self.askers: Counter[str] = Counter()
        self.since = monotonic()

    def lets_in(self, asker: str) -> bool:
        """Whether this network address has not told too much in this minute. It is forgotten after it."""
        with self.turn:
            if len(self.askers) >= MOST_WAITING and asker not in self.askers:
                return False
            self.askers[asker] += 1
            return self.askers[asker] <= MOST_OF_ONE

    def add(self, seen: Iterable[Seen] = (), in_vain: Iterable[Asked] = ()) -> None:
        self.add_numbers(Counter(seen), Counter(in_vain))

    def add_numbers(self, seen: Mapping[Seen, int], in_vain: Mapping[Asked, int]) -> None:
        with self.turn:
            add_up(self.waiting.seen, seen)
            add_up(self.waiting.in_vain, in_vain)

    def due(self) -> Waiting | None:
        """Hand over what waits, to one thread in a minute."""
        with self.turn:
            return self.handed_over() if monotonic() - self.since >= WRITTEN_EVERY else None

    def all(self) -> Waiting:
        with self.turn:
            return self.handed_over()

    def handed_over(self) -> Waiting:
        waiting, self.waiting, self.since = self.waiting, Waiting(), monotonic()
        self.askers.clear()
        return waiting


def add_up(into: Counter[Key], numbers: Mapping[Key, int]) -> None:
    for key, number in numbers.items():
        if key in into or len(into) < MOST_WAITING:
            into[key] += number


counting: Final = Counting()
