"""Which tests each run takes, what is counted, and when the whole counts as failed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tools.testing import WITHOUT_DATABASE, Outcome, on_postgresql, read, run, selection, verdict

ENGINE = ["--ignore=tests/bench", "--ignore=tests/journeys"]
CASES = """
import pytest

def test_passes(): pass

def test_fails(): assert False

@pytest.fixture
def broken(): raise LookupError

def test_has_no_fixture(broken): pass

@pytest.mark.skip(reason="no data")
def test_is_skipped(): pass

@pytest.mark.xfail
def test_is_known_to_fail(): assert False
"""


def test_without_words_an_engine_runs_all_but_journeys_and_bench() -> None:
    assert selection([], journeys=False) == ["tests", *ENGINE]


def test_without_words_the_browser_runs_the_journeys() -> None:
    assert selection([], journeys=True) == ["tests/journeys", "--ignore=tests/bench"]


def test_what_needs_no_database_runs_once() -> None:
    left_out = selection([], journeys=False, without=WITHOUT_DATABASE)
    assert left_out is not None
    assert left_out[:4] == ["tests", *ENGINE, "--ignore=tests/tools"]
    assert "--ignore=tests/test_conventions.py" in left_out


def test_postgresql_runs_what_is_marked_unless_everything_is_asked_for() -> None:
    option, marker, *modules = on_postgresql(["tests"], everything=False)
    assert (option, marker) == ("-m", "both_engines")
    assert "tests/tags/curation/test_simultaneous.py" in modules
    assert not [module for module in modules if module.startswith(("tests/tools/", "tests/journeys/", "tests/bench/"))]
    assert on_postgresql(["tests/tags", "-x"], everything=False) == ["-m", "both_engines", "tests/tags", "-x"]
    assert on_postgresql(["tests"], everything=True) == ["tests"]


def test_chosen_tests_run_only_where_they_belong() -> None:
    words = ["tests/articles", "tests/journeys/test_reader.py::test_reads", "-k", "gate"]
    assert selection(words, journeys=False) == ["tests/articles", "-k", "gate", *ENGINE]
    assert selection(words, journeys=True) == [
        "tests/journeys/test_reader.py::test_reads",
        "-k",
        "gate",
        "--ignore=tests/bench",
    ]


def test_nothing_is_started_for_a_run_without_tests() -> None:
    assert selection(["tests/articles"], journeys=True) is None
    assert selection(["tests/journeys"], journeys=False) is None
    assert selection(["tests/tools/test_run.py"], journeys=False, without=WITHOUT_DATABASE) is None


def test_options_alone_go_to_every_run() -> None:
    assert selection(["-x"], journeys=False) == ["tests", "-x", *ENGINE]
    assert selection(["-x"], journeys=True) == ["tests/journeys", "-x", "--ignore=tests/bench"]


def test_the_counts_are_those_of_pytest(tmp_path: Path) -> None:
    (tmp_path / "test_cases.py").write_text(CASES)
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    report = tmp_path / "report.xml"
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:django", "-q", f"--junitxml={report}"],
        cwd=tmp_path,
        stdout=subprocess.DEVNULL,
        check=False,
    )
    outcome = Outcome("cases", done.returncode, 0)
    read(report, outcome)
    assert (outcome.passed, outcome.failed) == (2, 2)
    assert outcome.skipped == ["test_cases.test_is_skipped: no data"]


def test_a_stage_says_how_long_it_took_and_how_much_processors_worked(tmp_path: Path) -> None:
    busy = "import time\n\ndef test_is_busy_for_a_while():\n    until = time.process_time() + 1\n"
    (tmp_path / "test_busy.py").write_text(f"{busy}    while time.process_time() < until: pass\n")
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    words = ["-p", "no:django", "-q", "-n", "1", f"--rootdir={tmp_path}", f"--confcutdir={tmp_path}"]
    outcome = run("busy", [*words, "-c", str(tmp_path / "pytest.ini"), str(tmp_path)], os.environ, tmp_path / "stage")
    assert (outcome.code, outcome.passed) == (0, 1)
    assert outcome.work >= 1
    assert outcome.seconds >= 1
    assert str(outcome).endswith(f"{outcome.seconds:6.0f} s {outcome.work:6.0f} s of CPU")


@pytest.mark.parametrize(
    ("outcomes", "skips_allowed", "problem"),
    [
        ([Outcome("SQLite", 0, 1, passed=3)], False, ""),
        ([Outcome("SQLite", 0, 1, passed=3), Outcome("Browser", 5, 1)], False, ""),
        ([Outcome("SQLite", 0, 1, passed=3), Outcome("Browser", 1, 1, passed=2, failed=1)], True, "Failed: Browser."),
        ([Outcome("SQLite", 0, 1, passed=3), Outcome("Browser", 2, 1)], True, "Failed: Browser."),
        ([Outcome("SQLite", 5, 1)], True, "No test was run."),
        ([], True, "No test was run."),
        ([Outcome("SQLite", 0, 1, passed=3, skipped=["no data"])], True, ""),
        (
            [Outcome("SQLite", 0, 1, passed=3, skipped=["no data"])],
            False,
            "Tests were skipped, and CI=true allows none to be.",
        ),
    ],
)
def test_the_whole_fails_with_any_part(outcomes: list[Outcome], *, skips_allowed: bool, problem: str) -> None:
    assert verdict(outcomes, skips_allowed=skips_allowed) == problem
