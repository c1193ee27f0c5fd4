"""A Debian that is booted: systemd as its first process, in namespaces and a network of its own."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tools.steps import die_with_parent

NEEDED: Final = {"debootstrap": "debootstrap", "systemd-nspawn": "systemd-container", "slirp4netns": "slirp4netns"}
NAMESERVER: Final = "nameserver 10.0.2.3\n"  # slirp4netns answers there
LIMIT: Final = 120  # seconds


def refuse_without_programs() -> None:
    lacking = [package for program, package in NEEDED.items() if not shutil.which(program)]
    if lacking:
        sys.exit(f"This needs: apt-get install {' '.join(lacking)}")


@contextmanager
def network(of: int) -> Iterator[None]:
    """A way out for the network namespace that this process has made for itself, and none to what listens here."""
    ours = os.readlink("/proc/self/ns/net")
    while os.readlink(f"/proc/{of}/ns/net") == ours:
        time.sleep(0.01)
    command = ["slirp4netns", "--configure", "--disable-host-loopback", str(of), "tap0"]
    slirp = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, preexec_fn=die_with_parent)
    try:
        yield
    finally:
        slirp.terminate()
        slirp.wait()


@contextmanager
def booted(root: Path, log: Path) -> Iterator[list[str]]:
    """The words before a command that is to run in the Debian in `root`."""
    command = ["systemd-nspawn", "--quiet", "--register=no", "--keep-unit", "--boot", f"--directory={root}"]
    with log.open("wb") as output:
        machine = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, preexec_fn=die_with_parent
        )
    try:
        enter = entering(machine, log)
        yield enter
    finally:
        machine.send_signal(signal.SIGTERM)  # an orderly shutdown
        machine.wait()


def entering(machine: "subprocess.Popen[bytes]", log: Path) -> list[str]:
    until = time.monotonic() + LIMIT
    while time.monotonic() < until and machine.poll() is None:
        if first := first_process(machine.pid):
            enter = ["nsenter", f"--target={first}", "--mount", "--uts", "--ipc", "--pid", "--root", "--wd=/", "--"]
            asked = subprocess.run(
                [*enter, "systemctl", "is-system-running"], capture_output=True, text=True, check=False
            )
            if asked.stdout.strip() in ("running", "degraded"):
                return enter
        time.sleep(0.2)
    raise SystemExit(f"The Debian does not boot:\n{log.read_text(errors='replace')}")


def first_process(parent: int) -> int:
    """The child of `parent` that is number 1 to those inside; 0: none yet."""
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            lines = dict(line.split(":\t", 1) for line in status.read_text().splitlines() if ":\t" in line)
        except OSError:
            continue
        if int(lines["PPid"]) == parent and lines["NSpid"].split()[-1] == "1":
            return int(lines["Pid"])
    return 0
