"""What one run of the server is called. Settings ask it, before anything of prometheus_client is imported."""

import os
from pathlib import Path

PROCESSES = Path("/proc")


def name_of_run(pid: int) -> str:
    """By the process that began it, and by when: in a container it has the same number after each restart.

    Where the system does not tell when a process began, by its number alone.
    """
    try:
        boot = (PROCESSES / "sys/kernel/random/boot_id").read_text()[:8]
        behind_its_name = (PROCESSES / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return str(pid)
    return f"{pid}-{boot}-{behind_its_name[19]}"  # field 22 of proc(5): ticks since the start of the machine


def is_running(name: str) -> bool:
    pid = name.partition("-")[0]
    return is_alive(int(pid)) and name_of_run(int(pid)) == name


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # somebody else's
        return True
    return True
