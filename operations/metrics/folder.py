"""Where the processes of a server keep their numbers: one folder for each run of the server.

A worker that replaces another goes on in the same folder, so that no number falls while a server runs; another run of
the server begins at nothing, as those who read such numbers expect. What former runs left is removed.
"""

import os
import re
import shutil
from contextlib import suppress
from pathlib import Path
from typing import Final

from prometheus_client.multiprocess import mark_process_dead

from operations.metrics.runs import is_alive, is_running

VARIABLE: Final = "PROMETHEUS_MULTIPROC_DIR"  # read by prometheus_client when it is imported
OF_A_RUN: Final = re.compile(r"\d+(-[\w-]+)?", re.ASCII)


def folder() -> Path | None:
    """None where one process counts in its memory."""
    named = os.environ.get(VARIABLE)
    return Path(named) if named else None


def prepare(kept_below: Path) -> None:
    """Once in each process. Folders below `kept_below` are named by their runs: `operations.metrics.runs`."""
    own = folder()
    if own is None:
        return
    own.mkdir(parents=True, exist_ok=True)
    for other in kept_below.iterdir() if own.parent == kept_below else ():
        if other != own and OF_A_RUN.fullmatch(other.name) and not is_running(other.name):
            shutil.rmtree(other, ignore_errors=True)


def forget_dead() -> None:
    """What waited in a process that ended waits no more."""
    own = folder()
    for file in own.glob("gauge_live*.db") if own else ():
        pid = file.stem.rpartition("_")[2]
        if pid.isdecimal() and not is_alive(int(pid)):
            with suppress(FileNotFoundError):  # another process forgot it just now
                mark_process_dead(int(pid), str(own))  # type: ignore[no-untyped-call]
