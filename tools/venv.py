"""The project's virtual environment, `.venv`: made once, then left alone until a lock file changes.

This runs under the system's Python before any package is there, so it keeps to the standard library.
"""

import fcntl
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tools.steps import ROOT, quietly, step

FOLDER = ROOT / ".venv"
PYTHON = FOLDER / "bin" / "python"

RUN = (ROOT / "requirements.lock",)
DEVELOPMENT = (*RUN, ROOT / "requirements-dev.lock")
POSTGRES = (ROOT / "requirements-postgres.lock",)


def digest(lock: Path) -> str:
    return hashlib.sha256(lock.read_bytes()).hexdigest()


def stamp(folder: Path, lock: Path) -> Path:
    """The file in the environment that holds the digest of the lock it was last installed from."""
    return folder / "installed" / lock.name


def out_of_date(folder: Path, locks: Sequence[Path]) -> list[Path]:
    """Those of `locks` that the environment in `folder` was not installed from, or not in their present form."""
    stamps = {lock: stamp(folder, lock) for lock in locks}
    return [lock for lock, file in stamps.items() if not file.exists() or file.read_text() != digest(lock)]


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Make a second `make` in the same checkout wait until the first has installed its packages."""
    folder = os.open(ROOT, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def pip_install(locks: Sequence[Path]) -> None:
    """Install exactly what `locks` name, each file checked against its hash; on a terminal, say which one is next."""
    command = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--require-hashes"]
    command += [part for lock in locks for part in ("--requirement", str(lock))]
    printed = []
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as pip:
        for line in pip.stdout or ():
            printed.append(line)
            if sys.stdout.isatty() and line.startswith(("Collecting", "Installing")):
                print(f"\r\033[K{line.split('==')[0].rstrip():.78}", end="", flush=True)
    if sys.stdout.isatty():
        print("\r\033[K", end="")
    if pip.returncode:
        sys.exit("\n" + "".join(printed) + "\nThe packages could not be installed: see above.")


def ensure(locks: Sequence[Path]) -> None:
    """Make the environment hold the packages of `locks`. When it already does, this takes milliseconds."""
    with one_at_a_time():
        wanted = out_of_date(FOLDER, locks)
        if PYTHON.exists() and not wanted:
            return
        if not (PYTHON.exists() and (FOLDER / "installed").exists()):
            with step("Making a virtual environment in .venv"):
                quietly([sys.executable, "-m", "venv", FOLDER])
            wanted = list(locks)
        with step("Installing packages, about half a minute the first time"):
            pip_install(wanted)
        for lock in wanted:
            stamp(FOLDER, lock).parent.mkdir(exist_ok=True)
            stamp(FOLDER, lock).write_text(digest(lock))


if __name__ == "__main__":
    ensure(DEVELOPMENT)
