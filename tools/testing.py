"""`make test`: the whole suite on SQLite, what the engines do each in its own way on a real PostgreSQL, and a browser.

Words in ARGS go to pytest: `make test ARGS="tests/articles -k gate"`. With `--all`, which is `make test-all`, the whole
suite runs on PostgreSQL, too, and on SQLite at the date or in the order whose turn it is today; VARIED=1 is that alone.
"""

import os
import resource
import shlex
import signal
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from tools import browser, postgres, variations
from tools.steps import ROOT

TESTS = ROOT / "tests"
JOURNEYS = TESTS / "journeys"
BENCH = TESTS / "bench"
WITHOUT_DATABASE = (TESTS / "tools", *sorted(TESTS.glob("test_conventions*.py")))  # once, on SQLite, is enough
REAL_DATA = ROOT.parent / "shared" / "data" / "real"
NOT_DURABLE = "-c synchronous_commit=off"  # what tests write need not outlive a loss of power
BOTH_ENGINES = ("-m", "both_engines")  # tests/test_conventions_of_engines.py says which those are
SLOWEST = ("--durations=15", "--durations-min=3")  # are named, as each has to pay for itself
NO_TESTS = 5  # pytest's exit code when nothing was collected


@dataclass
class Outcome:
    """What one run of pytest counted. `work`: seconds of all processors, without those of a PostgreSQL server."""

    name: str
    code: int
    seconds: float
    work: float = 0
    passed: int = 0
    failed: int = 0
    skipped: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        counts = f"{self.passed:5} passed {self.failed:3} failed {len(self.skipped):3} skipped"
        return f"{self.name:24}{counts} {self.seconds:6.0f} s {self.work:6.0f} s of CPU"


def on_postgresql(arguments: Sequence[str], *, everything: bool) -> list[str]:
    """Of these, what PostgreSQL is asked as well; a `-m` among the arguments counts in place of ours."""
    if everything:
        return [*arguments]
    named = (marked() if argument == str(TESTS.relative_to(ROOT)) else [argument] for argument in arguments)
    return [*BOTH_ENGINES, *(argument for arguments in named for argument in arguments)]


def marked() -> list[str]:
    """The modules with a test that is marked: to import the others only to leave them out takes long."""
    modules = (path for path in TESTS.rglob("test_*.py") if BOTH_ENGINES[1] in path.read_text(encoding="utf-8"))
    left_out = (BENCH, JOURNEYS, *WITHOUT_DATABASE)
    return sorted(str(path.relative_to(ROOT)) for path in modules if not any(map(path.is_relative_to, left_out)))


def split(words: Sequence[str]) -> tuple[list[str], list[str]]:
    """The tests that `words` name, and the options among them."""
    chosen = [word for word in words if word == "tests" or word.startswith(("tests/", "./tests"))]
    return chosen, [word for word in words if word not in chosen]


def inside(chosen: str, folder: Path) -> bool:
    """Whether the tests named `chosen`, a path with or without `::test_name`, lie in `folder`."""
    return (ROOT / chosen.partition("::")[0]).resolve().is_relative_to(folder)


def selection(words: Sequence[str], *, journeys: bool, without: Sequence[Path] = ()) -> list[str] | None:
    """Arguments that run what `words` name of the journeys, or of all other tests; None when that is nothing."""
    chosen, options = split(words)
    if not chosen:
        chosen = [str(JOURNEYS.relative_to(ROOT)) if journeys else str(TESTS.relative_to(ROOT))]
    left_out = [BENCH, *without] if journeys else [BENCH, JOURNEYS, *without]
    ours = [
        word for word in chosen if inside(word, JOURNEYS) == journeys and not any(inside(word, p) for p in left_out)
    ]
    return [*ours, *options, *(f"--ignore={path.relative_to(ROOT)}" for path in left_out)] if ours else None


def read(report: Path, outcome: Outcome) -> None:
    """Count the cases in pytest's XML `report`. What was expected to fail and did counts as passed."""
    for case in ET.parse(report).iter("testcase"):  # noqa: S314 - pytest wrote it a moment ago
        skip = case.find("skipped")
        if case.find("failure") is not None or case.find("error") is not None:
            outcome.failed += 1
        elif skip is not None and skip.get("type") == "pytest.skip":
            outcome.skipped.append(f"{case.get('classname')}.{case.get('name')}: {skip.get('message')}")
        else:
            outcome.passed += 1


def work_done() -> float:
    """Seconds of processor time that the programs started from here, and now ended, have taken."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def run(name: str, arguments: Sequence[str], env: Mapping[str, str], folder: Path) -> Outcome:
    """One run of pytest that leaves nothing outside `folder`."""
    print(f"\n=== {name}", flush=True)
    folder.mkdir(mode=0o755)  # PostgreSQL's programs pass through it as another user
    began, worked = time.monotonic(), work_done()
    report = folder / "report.xml"
    command = [sys.executable, "-m", "pytest", f"--junitxml={report}", *SLOWEST, *arguments]
    own = {"TMPDIR": str(folder), "DATA_DIR": str(folder / "data")}
    code = subprocess.run(command, cwd=ROOT, env={**env, **own}, check=False).returncode
    outcome = Outcome(name, code, time.monotonic() - began, work_done() - worked)
    if report.exists():
        read(report, outcome)
    return outcome


def environment(inherited: Mapping[str, str], real_data: Path) -> dict[str, str]:
    """What every run of pytest sees: the settings of tests/settings.py, and the real data where it is at hand."""
    env = {**inherited, "DEBUG": "0"}
    if real_data.is_dir():
        env.setdefault("REAL_DATA", str(real_data))
    return env


def run_all(words: Sequence[str], inherited: Mapping[str, str], folder: Path, *, everything: bool) -> list[Outcome]:
    """Every stage that `words` leave something to do for, one after the other, whatever the earlier ones brought."""
    env = environment(inherited, REAL_DATA)
    sqlite = {**env, "DATABASE_URL": f"sqlite:///{folder / 'tests.sqlite3'}"}
    path = inherited.get("PATH", os.defpath)
    at_once = [] if split(words)[0] else ["-n", "auto", "--dist", "loadgroup"]  # every core, when it is worth starting
    outcomes = []
    if arguments := selection(words, journeys=False):
        is_varied = everything or inherited.get("VARIED") == "1"
        way = variations.of_the_day(datetime.now(UTC).date()) if is_varied else variations.AS_IT_IS
        asked = [*at_once, *way.arguments, *arguments]
        outcomes.append(run(f"SQLite, {way.name}", asked, {**sqlite, **way.env}, folder / "1"))
    if arguments := selection(words, journeys=False, without=WITHOUT_DATABASE):
        with postgres.server(inherited.get("TEST_POSTGRES_URL", ""), path=path) as server:
            print(f"\nPostgreSQL is {server.source}.", flush=True)
            with postgres.database(server.address) as name:
                ours = {"DATABASE_URL": server.address, "TEST_DATABASE_NAME": name, "PGOPTIONS": NOT_DURABLE}
                asked = [*at_once, *on_postgresql(arguments, everything=everything)]
                outcomes.append(run("PostgreSQL", asked, {**env, **ours}, folder / "2"))
    if arguments := selection(words, journeys=True):
        program = browser.find(inherited.get("CHROMIUM_PATH", ""), path)
        print(f"\nThe browser is {program}.", flush=True)
        own = {**sqlite, "CHROMIUM_PATH": str(program)}
        outcomes.append(run("Browser, on SQLite", [*at_once, "--dist=loadgroup", *arguments], own, folder / "3"))
    return outcomes


def verdict(outcomes: Sequence[Outcome], *, skips_allowed: bool) -> str:
    """Why the whole run failed; nothing when it did not."""
    broken = [outcome.name for outcome in outcomes if outcome.code not in (0, NO_TESTS)]
    if broken:
        return f"Failed: {', '.join(broken)}."
    if not any(outcome.passed for outcome in outcomes):
        return "No test was run."
    if not skips_allowed and any(outcome.skipped for outcome in outcomes):
        return "Tests were skipped, and CI=true allows none to be."
    return ""


def main() -> int:
    began = time.monotonic()
    words = shlex.split(os.environ.get("ARGS", ""))
    with tempfile.TemporaryDirectory(prefix="cbt-") as folder:
        Path(folder).chmod(0o755)
        outcomes = run_all(words, os.environ, Path(folder), everything="--all" in sys.argv[1:])
    print("\n=== Summary")
    for outcome in outcomes:
        print(outcome)
        print("".join(f"    skipped {reason}\n" for reason in outcome.skipped), end="")
    problem = verdict(outcomes, skips_allowed=os.environ.get("CI") != "true")
    if problem:
        print(problem)
    passed, failed = sum(outcome.passed for outcome in outcomes), sum(outcome.failed for outcome in outcomes)
    skipped = sum(len(outcome.skipped) for outcome in outcomes)
    print(f"This took {time.monotonic() - began:.0f} s, and {sum(outcome.work for outcome in outcomes):.0f} s of CPU.")
    print("The CPU seconds of a PostgreSQL server are not among them.")
    print(f"Total: {passed} passed, {failed} failed, {skipped} skipped", flush=True)
    return 1 if problem else 0


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # either signal stops what was started, and tidies up
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit("\nStopped.")
