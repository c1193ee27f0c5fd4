"""The runs at other dates and in another order: when they are, and that pytest does as they say."""

import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from tools.steps import ROOT
from tools.variations import Variation, all_of, of_the_day

CASES = """
import random
from datetime import datetime

import pytest
from django.utils import timezone

@pytest.mark.parametrize("place", range(9))
def test_case(place, request):
    with open("seen", "a") as seen:
        seen.write(f"{place} {timezone.now():%Y-%m-%d %H:%M} {datetime.now():%H:%M}\\n")
"""


def named(today: date) -> dict[str, Variation]:
    return {variation.name: variation for variation in all_of(today)}


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (
            date(2026, 11, 28),
            ["2027-12-29T12:00:00Z", "2028-02-29T12:00:00Z", "2026-12-31T23:30:00Z", "2027-03-28T00:50:00Z",
             "2027-10-31T00:50:00Z"],
        ),
        (
            date(2028, 2, 29),
            ["2029-03-31T12:00:00Z", "2032-02-29T12:00:00Z", "2028-12-31T23:30:00Z", "2028-03-26T00:50:00Z",
             "2028-10-29T00:50:00Z"],
        ),
    ],
)  # fmt: skip
def test_the_dates_are_the_next_of_their_kind(today: date, expected: list[str]) -> None:
    found = named(today)
    names = ("in-13-months", "leap-day", "new-year", "spring-night", "autumn-night")
    assert [found[name].env["TEST_CLOCK"] for name in names] == expected


def test_the_nights_of_summer_time_are_spent_where_there_is_summer_time() -> None:
    for name in ("spring-night", "autumn-night"):
        assert named(date(2026, 11, 28))[name].env["TIME_ZONE"] == "Europe/Berlin"


def test_every_run_has_its_day_before_any_comes_again() -> None:
    days = [date(2026, 12, 29) + timedelta(days=number) for number in range(len(all_of(date(2026, 12, 29))))]
    assert {of_the_day(day).name for day in days} == set(named(days[0]))


def cases(folder: Path, *arguments: str, clock: str = "") -> list[tuple[int, str, str]]:
    """Run nine cases in `folder`: the number of each, in UTC when it was, and what o'clock for Python."""
    (folder / "test_cases.py").write_text(CASES)
    (folder / "conftest.py").write_text("from tests.clock import set_clock\n\nset_clock()\n")
    (folder / "pytest.ini").write_text("[pytest]\n")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:django", *arguments]
    env = {"PYTHONPATH": str(ROOT), "DJANGO_SETTINGS_MODULE": "tests.settings", "TEST_CLOCK": clock}
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    lines = [line.split() for line in (folder / "seen").read_text().splitlines()]
    return [(int(place), f"{day} {hour}", hour_of_python) for place, day, hour, hour_of_python in lines]


@pytest.mark.parametrize("processes", [[], ["-n", "2"]])
def test_the_clock_begins_when_it_is_told_in_every_process(tmp_path: Path, processes: list[str]) -> None:
    found = cases(tmp_path, "-p", "no:randomly", *processes, clock="2028-02-29T12:00:30Z")
    assert {(moment, hour) for _, moment, hour in found} == {("2028-02-29 12:00", "12:00")}


def test_a_clock_without_a_zone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="does not say how far it is from UTC"):
        cases(tmp_path, "-p", "no:randomly", clock="2028-02-29T12:00:30")


def test_the_order_is_another_with_a_seed_and_the_same_with_the_same_seed(tmp_path: Path) -> None:
    orders = []
    for number, seed in enumerate((1, 1, 2)):
        folder = tmp_path / str(number)
        folder.mkdir()
        arguments = ["-p", "no:randomly", "-p", "randomly", f"--randomly-seed={seed}"]  # as pyproject.toml has it first
        orders.append([place for place, *_ in cases(folder, *arguments)])
    assert orders[0] == orders[1] != orders[2]
    assert sorted(orders[0]) == list(range(9))
