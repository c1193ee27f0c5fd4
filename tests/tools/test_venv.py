"""When the packages are installed again, and that the locks say what pyproject.toml asks for."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tools import venv
from tools.steps import ROOT

PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^ ;\\]+)", re.MULTILINE)


def pins(lock: Path) -> dict[str, str]:
    return {name.lower(): version for name, version in PIN.findall(lock.read_text())}


def stamped(folder: Path, lock: Path) -> None:
    stamp = venv.stamp(folder, lock)
    stamp.parent.mkdir(exist_ok=True)
    stamp.write_text(venv.digest(lock))


def test_a_new_environment_lacks_every_lock(tmp_path: Path) -> None:
    assert venv.out_of_date(tmp_path, venv.DEVELOPMENT) == list(venv.DEVELOPMENT)


def test_nothing_is_installed_again_while_the_locks_stay_the_same(tmp_path: Path) -> None:
    for lock in venv.DEVELOPMENT:
        stamped(tmp_path, lock)
    assert venv.out_of_date(tmp_path, venv.DEVELOPMENT) == []


def test_only_the_lock_that_changed_is_installed_again(tmp_path: Path) -> None:
    first, second = tmp_path / "first.lock", tmp_path / "second.lock"
    for lock in (first, second):
        lock.write_text("Django==5.2\n")
        stamped(tmp_path, lock)
    second.write_text("Django==5.2.1\n")
    assert venv.out_of_date(tmp_path, [first, second]) == [second]


@pytest.mark.parametrize("lock", [*venv.DEVELOPMENT, *venv.POSTGRES], ids=lambda lock: lock.name)
def test_a_lock_pins_every_package_with_hashes_and_names_no_address(lock: Path) -> None:
    text = lock.read_text()
    entries = re.split(r"\n(?=\S)", text.strip())
    assert entries
    assert [entry for entry in entries if not (PIN.match(entry) and "--hash=sha256:" in entry)] == []
    assert not re.search(r"https?:|index-url|find-links", text)


def test_the_locks_hold_what_pyproject_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    groups = project["dependency-groups"]
    run, development, postgres = (pins(lock) for lock in [*venv.DEVELOPMENT, *venv.POSTGRES])
    asked = [
        *((run, line) for line in project["project"]["dependencies"]),
        *((development, line) for line in project["project"]["dependencies"] + groups["dev"]),
        *((postgres, line) for line in groups["postgres"]),
    ]
    wanted = [(lock, Requirement(line)) for lock, line in asked]
    missing = [str(it) for lock, it in wanted if not it.specifier.contains(lock.get(it.name.lower(), "0"))]
    assert missing == [], "run: make lock"


def test_development_uses_the_very_versions_that_the_site_runs_with() -> None:
    run, development = (pins(lock) for lock in venv.DEVELOPMENT)
    assert run.items() <= development.items()
