"""A program of the site in a process of its own, which gives way to all others: it makes something of its input."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

LONGEST: Final = 60  # seconds
BEHIND_ALL_ELSE: Final = 10  # niceness
ROOT: Final = Path(__file__).resolve().parents[2]


def made_beside(module: str, sent: bytes) -> bytes:
    """What `module`, run as a program, makes of it. Raises `subprocess.SubprocessError`."""
    program = [sys.executable, "-m", module]
    done = subprocess.run(  # noqa: S603  a module of the site
        program, input=sent, capture_output=True, check=True, timeout=LONGEST, cwd=ROOT
    )
    return done.stdout


def answer(make: Callable[[bytes], bytes]) -> None:
    """In that process: make something of what was sent."""
    os.nice(BEHIND_ALL_ELSE)
    sys.stdout.buffer.write(make(sys.stdin.buffer.read()))
