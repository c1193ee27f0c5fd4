"""Who asks which server for which page, and what an answer cost: in rounds, so that all share the machine's moods."""

import statistics
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

import psycopg

from tests.bench.http import cpu
from tests.bench.http.driver import FAST, Driven, drive
from tests.bench.http.pages import fetch
from tests.bench.http.sites import Server

MANY: Final = 24  # requests, each over a connection of its own, until both workers have surely seen some
FEW: Final = 8


@dataclass
class Case:
    """`who`: a visitor, a member, or one of the bare companions. `queries`: None for a companion."""

    who: str
    engine: str
    page: str
    server: Server
    path: str
    headers: Mapping[str, str]
    database: psycopg.Connection | None = None
    queries: int | None = None
    plain_bytes: int = 0
    sent_bytes: int = 0
    expected: float = 0.0  # seconds for an answer to one client alone
    rounds: list[tuple[Driven, float]] = field(default_factory=list)  # with CPU seconds of an answer

    @property
    def cpu_ms(self) -> float:
        return statistics.median(cost for _, cost in self.rounds) * 1000

    @property
    def a_second(self) -> float:
        return statistics.median(driven.requests / driven.seconds for driven, _ in self.rounds)

    @property
    def p50_ms(self) -> float:
        return statistics.median(driven.p50 for driven, _ in self.rounds) * 1000

    @property
    def p99_ms(self) -> float:
        return statistics.median(driven.p99 for driven, _ in self.rounds) * 1000

    @property
    def failed(self) -> int:
        return sum(driven.failed for driven, _ in self.rounds)


def warm_up(case: Case) -> None:
    """Each worker has made the page, and an address with a query was asked for twice. Also how large answers are."""
    unconditional = {name: value for name, value in case.headers.items() if name != "If-None-Match"}
    plain = {name: value for name, value in unconditional.items() if name != "Accept-Encoding"}
    times: list[float] = []
    while len(times) < (MANY if min(times, default=0.0) < FAST else FEW):
        began = time.perf_counter()
        sent = fetch(case.server.port, case.path, unconditional)
        assert sent.status == 200, (case.who, case.path, sent.status)
        times.append(time.perf_counter() - began)
    case.expected = min(times)
    case.plain_bytes = len(fetch(case.server.port, case.path, plain).body)
    case.sent_bytes = len(sent.body)
    if "If-None-Match" in case.headers:
        held = fetch(case.server.port, case.path, case.headers)
        assert held.status == 304, (case.who, case.path, held.status)
        case.sent_bytes = len(held.body)


def measure(case: Case, seconds: int) -> None:
    """One round of one case."""
    before = cpu.seconds([*cpu.family(case.server.pid), *cpu.backends(case.database)])
    driven = drive(case.server.port, case.path, case.headers, seconds, expected=case.expected)
    after = cpu.seconds([*cpu.family(case.server.pid), *cpu.backends(case.database)])
    case.rounds.append((driven, cpu.used_between(before, after) / max(1, driven.requests)))


def by_page(cases: Iterable[Case]) -> list[Case]:
    """The same, so that those of one page follow each other."""
    cases = list(cases)
    pages = list(dict.fromkeys(case.page for case in cases))
    return sorted(cases, key=lambda case: pages.index(case.page))


def measure_all(cases: Iterable[Case], rounds: int, seconds: int) -> None:
    """Every case once, then every case again: what disturbs the machine disturbs a page and its companions alike."""
    cases = by_page(cases)
    for case in cases:
        warm_up(case)
    for number in range(rounds):
        for case in cases:
            measure(case, seconds)
        print(f"Round {number + 1} of {rounds}", flush=True)
