"""What processes have used, as Linux counts it in /proc: seconds of processor time and bytes of memory."""

import os
from collections import defaultdict
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

import psycopg

PROC: Final = Path("/proc")
TICKS: Final = os.sysconf("SC_CLK_TCK")  # a second
BACKENDS: Final = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"


def fields(pid: int) -> list[str]:
    """Those of /proc/PID/stat that come after the name, which may hold blanks: the state is the first."""
    return (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()


def family(root: int) -> list[int]:
    """A process, its children and theirs."""
    children = defaultdict(list)
    for folder in PROC.iterdir():
        if folder.name.isdecimal():
            with suppress(OSError):
                children[int(fields(int(folder.name))[1])].append(int(folder.name))
    found = [root]
    for pid in found:
        found += children[pid]
    return found


def seconds(pids: Iterable[int]) -> dict[int, float]:
    """User and system time of each process that still runs."""
    used = {}
    for pid in pids:
        with suppress(OSError):
            told = fields(pid)
            used[pid] = (int(told[11]) + int(told[12])) / TICKS
    return used


def used_between(before: dict[int, float], after: dict[int, float]) -> float:
    """Seconds. A process that began meanwhile counts whole."""
    return sum(used - before.get(pid, 0.0) for pid, used in after.items())


def backends(database: psycopg.Connection | None) -> list[int]:
    """The server processes of PostgreSQL that work for this database, where they run on this machine."""
    if database is None:
        return []
    return [pid for (pid,) in database.execute(BACKENDS).fetchall() if (PROC / str(pid)).exists()]


def memory(pid: int) -> tuple[int, int]:
    """Bytes that are resident (RSS), and the share of them that is this process's own (PSS)."""
    told = dict(line.split(":", 1) for line in (PROC / str(pid) / "smaps_rollup").read_text().splitlines()[1:])
    rss, pss = (int(told[name].split()[0]) * 1024 for name in ("Rss", "Pss"))
    return rss, pss
