"""The table of broken lines fits the tree, and the runner tells what was noticed from what was not."""

import ast
import subprocess
from pathlib import Path

import pytest

from tests.source import ROOT, read
from tools import mutants
from tools.broken_lines import MUTANTS, Mutant
from tools.mutants import (
    NOTICED,
    UNNOTICED,
    OutOfDate,
    broken,
    chosen,
    copied,
    environment,
    is_noticed,
    named_tests,
    run,
    table,
    tracked,
    verdict,
)

RULE = "def may(age: int) -> bool:\n    return age >= 18\n"
TESTS = """
from rule import may

def test_the_young_may_not(): assert not may(17)

def test_somebody_may(): assert may(50)
"""
BROKEN = Mutant("age", "rule.py", "age >= 18", "True", ("test_rule.py::test_the_young_may_not",))
MISSED = Mutant("age missed", "rule.py", "age >= 18", "age > 18", ("test_rule.py::test_somebody_may",))


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A tree with one rule and its tests."""
    folder = tmp_path / "tree"
    folder.mkdir()
    (folder / "rule.py").write_text(RULE)
    (folder / "test_rule.py").write_text(TESTS)
    (folder / "pytest.ini").write_text("[pytest]\npythonpath = .\naddopts = -p no:django\n")
    return folder


# --- The table ----------------------------------------------------------------------------------------------------


def test_there_are_enough_lines_and_each_has_a_name_of_its_own() -> None:
    assert len(MUTANTS) >= 40
    assert len({mutant.name for mutant in MUTANTS}) == len(MUTANTS)


def test_every_line_stands_once_in_its_file_and_is_python_when_it_is_broken() -> None:
    wrong = []
    for mutant in MUTANTS:
        text = (ROOT / mutant.path).read_text(encoding="utf-8")
        if text.count(mutant.text) != 1:
            wrong.append(f"{mutant.name}: {mutant.path} holds its text {text.count(mutant.text)} times")
        else:
            ast.parse(text.replace(mutant.text, mutant.becomes), mutant.name)
        assert mutant.text != mutant.becomes, mutant.name
    assert not wrong


def test_every_test_of_the_table_is_there() -> None:
    names: dict[str, set[str]] = {}
    wrong = []
    for test in named_tests(MUTANTS):
        path, _, name = test.partition("::")
        if path not in names:
            names[path] = {function.name for function in read(ROOT / path).functions()}
        if name.partition("[")[0] not in names[path]:
            wrong.append(test)
    assert not wrong
    assert all(mutant.tests for mutant in MUTANTS)


# --- The runner ---------------------------------------------------------------------------------------------------


def test_a_copy_holds_what_git_holds_or_would(tree: Path, tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q"], cwd=tree, check=True)
    (tree / ".gitignore").write_text("*.log\n")
    (tree / "noise.log").write_text("")
    (tree / "inner").mkdir()
    (tree / "inner" / "new.py").write_text("")
    subprocess.run(["git", "add", "rule.py"], cwd=tree, check=True)
    names = [".gitignore", "inner/new.py", "pytest.ini", "rule.py", "test_rule.py"]
    assert sorted(tracked(tree)) == names
    folder = copied(tree, tracked(tree), tmp_path / "copy")
    assert sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()) == names


def test_a_line_is_broken_for_a_while_and_whole_again_whatever_happens(tree: Path) -> None:
    def stopped() -> None:
        with broken(tree, BROKEN):
            assert "return True" in (tree / "rule.py").read_text()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stopped()
    assert (tree / "rule.py").read_text() == RULE


def test_what_was_compiled_of_a_broken_line_is_forgotten(tree: Path) -> None:
    compiled = tree / "__pycache__" / "rule.cpython-311.pyc"
    compiled.parent.mkdir()
    compiled.touch()
    with broken(tree, BROKEN):
        assert not compiled.exists()
        compiled.touch()
    assert not compiled.exists()


@pytest.mark.parametrize(
    ("mutant", "message"),
    [
        (Mutant("gone", "gone.py", "x", "y", ()), "gone.py is not there"),
        (Mutant("text", "rule.py", "age > 18", "y", ()), "the text is not found"),
        (Mutant("twice", "rule.py", "age", "y", ()), "the text stands there 2 times"),
    ],
)
def test_a_table_that_is_out_of_date_is_told(tree: Path, mutant: Mutant, message: str) -> None:
    with pytest.raises(OutOfDate, match=message), broken(tree, mutant):
        pass
    assert not is_noticed(verdict(tree, mutant))
    assert (tree / "rule.py").read_text() == RULE


def test_a_red_test_has_noticed_and_a_green_one_has_not(tree: Path) -> None:
    assert verdict(tree, BROKEN) == NOTICED
    assert verdict(tree, MISSED) == UNNOTICED
    assert is_noticed(NOTICED)
    assert not is_noticed(UNNOTICED)


def test_tests_that_cannot_be_run_have_noticed_nothing(tree: Path) -> None:
    absent = Mutant("absent", "rule.py", "age >= 18", "True", ("test_rule.py::test_of_something_else",))
    assert verdict(tree, absent) == "pytest could not run its tests: code 4"
    assert not is_noticed(verdict(tree, absent))


def test_the_table_that_is_printed_counts_what_was_missed(
    tree: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mutants, "verdict", lambda _, mutant: NOTICED if mutant == BROKEN else UNNOTICED)
    other = copied(tree, ["rule.py", "test_rule.py", "pytest.ini"], tmp_path / "other")
    assert [outcome for _, outcome, _ in run([BROKEN, MISSED, BROKEN], [tree, other])] == [NOTICED, UNNOTICED, NOTICED]
    assert table([MISSED, BROKEN], [tree, other]) == 1
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("age missed ")
    assert first.endswith(UNNOTICED)
    assert second.endswith(NOTICED)


def test_lines_are_chosen_by_words_of_their_name_or_path() -> None:
    assert chosen([], [BROKEN, MISSED]) == [BROKEN, MISSED]
    assert chosen(["missed"], [BROKEN, MISSED]) == [MISSED]
    assert chosen(["missed", "rule.py"], [BROKEN, MISSED]) == [BROKEN, MISSED]
    with pytest.raises(SystemExit, match="nothing"):
        chosen(["missed", "nothing"], [BROKEN, MISSED])


def test_a_run_sees_the_copy_and_no_settings_of_others(tmp_path: Path) -> None:
    env = environment({"PATH": "/bin", "DJANGO_SETTINGS_MODULE": "other", "DATABASE_URL": "postgres://x"}, tmp_path)
    assert env["DATABASE_URL"].startswith(f"sqlite:///{tmp_path}")
    assert env["PATH"] == "/bin"
    assert "DJANGO_SETTINGS_MODULE" not in env
