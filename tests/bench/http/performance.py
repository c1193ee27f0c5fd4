"""The results with machine and versions: printed, and as docs/performance.md with a drawing beside it."""

import platform
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Final

from tests.bench.http import cpu, table
from tests.bench.http.measures import Case
from tests.bench.http.plot import drawing
from tests.bench.http.publication import Publication
from tests.source import ROOT

DRAWING: Final = "performance.svg"
PACKAGES: Final = ("Django", "granian", "psycopg", "brotli", "pyroaring")
MEBIBYTE: Final = 1024 * 1024


@dataclass
class Measured:
    """All of one size of collection; 0 is the shipped one.

    `workers`: RSS and PSS in bytes, by engine. `rebuilds`: engine, command, seconds.
    """

    articles: int
    cases: list[Case]
    publications: list[Publication]
    workers: dict[str, list[tuple[int, int]]]
    rebuilds: list[tuple[str, str, float]]

    @property
    def name(self) -> str:
        return f"{self.articles:,} articles" if self.articles else "The shipped collection"


def workers_memory(server: int) -> list[tuple[int, int]]:
    """RSS and PSS of each worker of a server. What holds less than the site is a process that only looks after them."""
    return [told for pid in cpu.family(server)[1:] if (told := cpu.memory(pid))[0] > 40 * MEBIBYTE]


def text(results: Sequence[Measured], rounds: int, seconds: int) -> str:
    parts = [machine(rounds, seconds)]
    for result in results:
        parts += [f"## {result.name}", table.markdown(table.HEAD, table.rows(result.cases)), *besides(result)]
    if len(results) > 1:
        parts += ["## Growth", growth(results)]
    return "\n\n".join(parts)


def machine(rounds: int, seconds: int) -> str:
    model = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if "model name" in line
        ),
        platform.machine(),
    )
    cores = Path("/proc/cpuinfo").read_text().count("processor\t")
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.strip()
    return (
        f"Measured on {datetime.now(UTC):%d %B %Y} at commit {commit}: {cores} cores ({model}), Linux "
        f"{platform.release()}, Python {platform.python_version()}, {packages}. granian with 2 workers, 8 clients, "
        f"medians of {rounds} rounds of {seconds} s. Clients and servers share the cores, so ratios and CPU say more "
        "than requests a second. CPU ms are those of the server's processes and of PostgreSQL's for one answer."
    )


def besides(result: Measured) -> list[str]:
    lines = []
    for engine, workers in result.workers.items():
        told = ", ".join(f"{rss / MEBIBYTE:.0f} MB (its own share {pss / MEBIBYTE:.0f})" for rss, pss in workers)
        lines.append(f"Memory of the workers on {engine}: {told}.")
    lines += [f"`{command}` on {engine}: {lasted:.1f} s." for engine, command, lasted in result.rebuilds]
    for one in result.publications:
        lines.append(
            f"One publication on {one.engine}, while readers ask: {one.application_ms:.0f} ms of CPU in Python, "
            f"{one.database_ms:.0f} in the database, {one.statements:.0f} statements, {one.seconds * 1000:.0f} ms; "
            f"readers got {one.meanwhile.requests / one.meanwhile.seconds:,.0f} pages a second in place of "
            f"{one.calm.requests / one.calm.seconds:,.0f}, {one.meanwhile.failed} failed."
        )
    return lines


def growth(results: Sequence[Measured]) -> str:
    """CPU of each case at each size, and the last as a multiple of the first."""
    names = [(case.page, case.who, case.engine) for case in results[0].cases]
    found = [{(c.page, c.who, c.engine): c.cpu_ms for c in result.cases} for result in results]
    head = ["page", "who asks", "engine", *(f"{result.name}, CPU ms" for result in results), "growth"]
    body = [
        [*name, *(f"{costs[name]:.3f}" for costs in found), table.ratio(found[-1][name], found[0][name])]
        for name in names
        if all(name in costs for costs in found)
    ]
    return table.markdown(head, body)


def write(results: Sequence[Measured], rounds: int, seconds: int, folder: Path) -> None:
    """performance.md and the drawing of the last size."""
    last = results[-1]
    groups = [
        (page, [(f"{c.who} {c.engine}".strip(), c.cpu_ms) for c in last.cases if c.page == page])
        for page in dict.fromkeys(case.page for case in last.cases)
    ]
    title = f"CPU of an answer, server and database, {last.name[0].lower()}{last.name[1:]}"
    (folder / DRAWING).write_text(drawing(title, groups))
    parts = [
        "# Performance",
        "`make bench` writes this page.",
        f"![{title}]({DRAWING})",
        text(results, rounds, seconds),
    ]
    (folder / "performance.md").write_text("\n\n".join(parts) + "\n")
