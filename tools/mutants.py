"""Break one important line after the other, and demand that a named test turns red for each.

`python -m tools.mutants [NAME ...]` works on copies of the tree, on SQLite, two at a time: on all lines, or on those
whose name or path holds one of the words. They stand in `tools.broken_lines`; every new rule of access adds one.
"""

import os
import queue
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tools.broken_lines import MUTANTS, Mutant
from tools.steps import ROOT

AT_ONCE: Final = 2
PATIENCE: Final = 300  # seconds for the tests of one line: what it breaks may run for ever
NOTICED: Final = "noticed"
UNNOTICED: Final = "NOT NOTICED"
HUNG: Final = "noticed: the tests came to no end"
TEST_FAILED: Final = 1  # pytest's exit code; any other but 0 means that it could not run the tests


class OutOfDate(Exception):
    """Raised for a line that cannot be broken as the table says."""


def chosen(words: Sequence[str], mutants: Iterable[Mutant] = MUTANTS) -> list[Mutant]:
    """Those whose name or path holds one of the words; without words all. Stops for a word that stands nowhere."""
    held = {word: [one for one in mutants if word in f"{one.name} {one.path}"] for word in words or [""]}
    if unknown := [word for word, found in held.items() if not found]:
        sys.exit(f"No broken line is called {', '.join(unknown)}.")
    return [one for one in mutants if any(one in found for found in held.values())]


def named_tests(mutants: Iterable[Mutant]) -> list[str]:
    return list(dict.fromkeys(test for mutant in mutants for test in mutant.tests))


# --- Copies of the tree -------------------------------------------------------------------------------------------


def tracked(root: Path) -> list[str]:
    """The files of the tree: what git tracks or would."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=root, capture_output=True, check=True).stdout.decode()
    return [name for name in listed.split("\0") if name and (root / name).is_file()]


def copied(root: Path, names: Iterable[str], folder: Path) -> Path:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(root / name, folder / name)
    return folder


@contextmanager
def broken(folder: Path, mutant: Mutant) -> Iterator[None]:
    """The copy in `folder` with this line broken; afterwards it is whole again. Raises `OutOfDate`."""
    path = folder / mutant.path
    if not path.is_file():
        raise OutOfDate(f"{mutant.path} is not there: the table is out of date")
    whole = path.read_text(encoding="utf-8")
    times = whole.count(mutant.text)
    if times != 1:
        found = "the text is not found" if times == 0 else f"the text stands there {times} times"
        raise OutOfDate(f"{found}: the table is out of date")
    try:
        write(path, whole.replace(mutant.text, mutant.becomes))
        yield
    finally:
        write(path, whole)


def write(path: Path, text: str) -> None:
    """Python tells a module that changed by its size and the second: what it compiled is put out of the way."""
    path.write_text(text, encoding="utf-8")
    for compiled in (path.parent / "__pycache__").glob(f"{path.stem}.*"):
        compiled.unlink()


# --- Runs ---------------------------------------------------------------------------------------------------------


def environment(inherited: Mapping[str, str], folder: Path) -> dict[str, str]:
    """Settings, packages and data of the copy alone."""
    others = ("DJANGO_", "PYTEST_", "PYTHON", "TEST_")
    kept = {name: value for name, value in inherited.items() if not name.startswith(others)}
    (folder / "tmp").mkdir(exist_ok=True)
    ours = {"DATABASE_URL": f"sqlite:///{folder / 'tmp' / 'tests.sqlite3'}", "DATA_DIR": str(folder / "tmp" / "data")}
    return {**kept, **ours, "TMPDIR": str(folder / "tmp"), "DEBUG": "0"}


def pytest(folder: Path, arguments: Sequence[str], *, aloud: bool = False) -> int:
    """The exit code of pytest over the copy in `folder`. Raises `subprocess.TimeoutExpired`."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments]
    out = None if aloud else subprocess.DEVNULL
    env = environment(os.environ, folder)
    limit = None if aloud else PATIENCE
    return subprocess.run(command, cwd=folder, env=env, stdout=out, stderr=out, timeout=limit, check=False).returncode


def verdict(folder: Path, mutant: Mutant) -> str:
    """What became of the broken line."""
    try:
        with broken(folder, mutant):
            code = pytest(folder, ["-x", *mutant.tests])
    except OutOfDate as problem:
        return str(problem)
    except subprocess.TimeoutExpired:
        return HUNG
    if code == TEST_FAILED:
        return NOTICED
    return UNNOTICED if code == 0 else f"pytest could not run its tests: code {code}"


def is_noticed(outcome: str) -> bool:
    return outcome in (NOTICED, HUNG)


def run(mutants: Sequence[Mutant], folders: Sequence[Path]) -> Iterator[tuple[Mutant, str, float]]:
    """Each with its verdict and the seconds that it took, one at a time in each folder, in the order of the table."""
    free: queue.SimpleQueue[Path] = queue.SimpleQueue()
    for folder in folders:
        free.put(folder)

    def judged(mutant: Mutant) -> tuple[Mutant, str, float]:
        folder, began = free.get(), time.monotonic()
        try:
            return mutant, verdict(folder, mutant), time.monotonic() - began
        finally:
            free.put(folder)

    with ThreadPoolExecutor(len(folders)) as workers:
        yield from workers.map(judged, mutants)


def table(mutants: Sequence[Mutant], folders: Sequence[Path]) -> int:
    """Print a line for each; how many were not noticed."""
    width = max(len(mutant.name) for mutant in mutants)
    missed = 0
    for mutant, outcome, seconds in run(mutants, folders):
        missed += not is_noticed(outcome)
        print(f"{mutant.name:{width}}  {seconds:4.0f} s  {outcome}", flush=True)
    return missed


def main() -> int:
    began = time.monotonic()
    mutants = chosen(sys.argv[1:])
    with tempfile.TemporaryDirectory(prefix="cbt-mutants-") as temporary:
        names = tracked(ROOT)
        folders = [copied(ROOT, names, Path(temporary) / str(place)) for place in range(min(AT_ONCE, len(mutants)))]
        print("The tests with every line whole:", flush=True)
        if pytest(folders[0], ["-n", str(len(folders)), *named_tests(mutants)], aloud=True):
            print("They have to be green before a line is broken.")
            return 1
        missed = table(mutants, folders)
    print(f"{len(mutants) - missed} of {len(mutants)} broken lines were noticed, in {time.monotonic() - began:.0f} s.")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
