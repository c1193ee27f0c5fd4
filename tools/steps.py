"""How the tools talk: one line a step, in plain words, with the seconds it took."""

import ctypes
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@contextmanager
def step(words: str) -> Iterator[None]:
    """Print `words` before the work and the seconds after it."""
    print(f"{words} ...", end=" ", flush=True)
    started = time.monotonic()
    yield
    print(f"{time.monotonic() - started:.1f} s", flush=True)


def quietly(command: Sequence[str | Path], env: Mapping[str, str] | None = None, folder: Path = ROOT) -> str:
    """Run `command` in the project's folder; show what it printed only when it fails, and then stop."""
    done = subprocess.run(
        command, cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    if done.returncode:
        print(f"\n{done.stdout}", file=sys.stderr)
        sys.exit(f"This command failed with code {done.returncode}: {shlex.join(map(str, command))}")
    return done.stdout


def aloud(command: Sequence[str | Path], env: Mapping[str, str] | None = None) -> None:
    """Run `command` in the project's folder and let it print; stop when it fails."""
    done = subprocess.run(command, cwd=ROOT, env=env, check=False)
    if done.returncode:
        sys.exit(f"This command failed with code {done.returncode}: {shlex.join(map(str, command))}")


def die_with_parent() -> None:
    """Ask Linux to stop the present process when the one that started it is killed outright.

    A `preexec_fn` for servers, which would otherwise go on and hold their port.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # 1 is PR_SET_PDEATHSIG
