"""A server program that is started, killed and started again at one port."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tools import postgres
from tools.steps import ROOT, die_with_parent

START_LIMIT: Final = 60.0  # seconds


def program(name: str, package: str) -> str:
    """Where it is. Who has it not is told which package of Debian brings it."""
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")
    return found or sys.exit(f"There is no {name} here; it comes by: apt-get install {package}")


def listens(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


@dataclass
class Process:
    """`command` is asked anew at each start. `by`: the account that it runs under, which owns its folder.

    `release`: the folder of the code that runs.
    """

    name: str
    port: int
    log: Path
    command: Callable[[], list[str]]
    by: postgres.Account = field(default_factory=postgres.Account)
    env: Mapping[str, str] | None = None
    release: Path = ROOT
    running: subprocess.Popen[bytes] | None = None

    def start(self, *, is_there: Callable[[], bool] | None = None) -> None:
        """Returns once it answers, and ends the program with its log where it does not."""
        with self.log.open("ab") as output:
            folder = self.log.parent if self.by else self.release
            self.running = subprocess.Popen(
                self.command(), cwd=folder, env=self.env, stdin=subprocess.DEVNULL,
                stdout=output, stderr=output, process_group=0, preexec_fn=die_with_parent, **self.by,
            )  # fmt: skip
        limit = time.monotonic() + START_LIMIT
        while not (is_there or self.answers)():
            if self.running.poll() is not None or time.monotonic() > limit:
                sys.exit(f"{self.name} did not start:\n{self.log.read_text(errors='replace')[-2000:]}")
            time.sleep(0.1)

    def answers(self) -> bool:
        return listens(self.port)

    def end(self) -> None:
        if self.running and self.running.poll() is None:
            self.running.terminate()
            self.running.wait()

    def kill(self) -> None:
        """As a machine that loses its power: with its children, which would go on answering."""
        if self.running and self.running.poll() is None:
            os.killpg(self.running.pid, signal.SIGKILL)
            self.running.wait()
