"""Tests hold on any day, at any hour, in any zone, with primary keys of any size: the rules for that."""

import ast
import re
from collections.abc import Callable, Iterator
from typing import Final

import pytest

from tests.source import Function, Module, at, calls, modules, names_in, places

FIXED: Final = {  # times in digits, and why nothing there is before or after what the clock says
    "tests/bibliography/notices/": "days of notices, which pages print in words",
    "tests/bibliography/test_normalization.py": "dates of publication as records write them",
    "tests/collection/": "dates as they stand in the files of a collection",
    "tests/desk/test_scheduling.py": "nights on which clocks change",
    "tests/library/test_periods.py": "a night on which clocks change",
    "tests/tools/": "the tools of the project, without the site",
    "tests/real_records.py": "long past, so that the rows are the same on any day",
    "tests/operations/backups/test_rows.py": "as databases spell them",
    "tests/synthetic.py": "long past or far ahead, so that the rows are the same on any day",
    "tests/test_conventions_of_tests.py": "examples",
}
DAY: Final = re.compile(r"(19|20)\d\d-\d\d-\d\d([T ]\d\d.*)?")
CLOCK: Final = {"now", "utcnow", "today", "localdate", "localtime", "time", "time_ns"}

Finder = Callable[[ast.AST], Iterator[ast.AST]]


def of_tests() -> list[Module]:
    return [module for module in modules() if module.room == "tests"]


def fixed_times(tree: ast.AST) -> Iterator[ast.AST]:
    """`datetime(2026, 11, 1)`, `date(2026, 11, 1)`, "2026-11-01", "2026-11-01T10:00": a time that no clock moves."""
    for call, name in calls(tree):
        if name in ("datetime", "date") and call.args and isinstance(call.args[0], ast.Constant):
            yield call
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and DAY.fullmatch(node.value):
            yield node


def run_on_import(tree: ast.AST) -> Iterator[ast.AST]:
    """Every node but those of function bodies, which run when they are called."""
    for node in ast.iter_child_nodes(tree):
        if not isinstance(node, Function | ast.Lambda):
            yield node
            yield from run_on_import(node)


def readings_of_the_clock(tree: ast.AST) -> Iterator[ast.AST]:
    """Calls of `timezone.now`, `date.today`, `time.time` while the module is imported."""
    for node in run_on_import(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CLOCK:
            yield node


def times_by_key(tree: ast.AST) -> Iterator[ast.AST]:
    """`timedelta(minutes=article.pk)`: a time that goes where the database's keys go."""
    for node, name in calls(tree):
        if name == "timedelta" and {"pk", "id"} & set(names_in(node)):
            yield node


def test_a_time_in_digits_is_never_mixed_with_the_clock() -> None:
    """Everywhere else times are so and so long before or after `tests.times.NOW`, or `timezone.now()` in a test."""
    found = [
        at(module, node)
        for module in of_tests()
        if not module.place.startswith(tuple(FIXED))
        for node in fixed_times(module.tree)
    ]
    assert not found, places(found)


def test_tests_reckon_from_one_time_and_not_from_when_each_module_was_imported() -> None:
    """That time is `tests.times.NOW`."""
    found = [at(module, node) for module in of_tests() for node in readings_of_the_clock(module.tree)]
    assert [place.partition(":")[0] for place in found] == ["tests/times.py"], places(found)


def test_no_time_depends_on_the_size_of_a_primary_key() -> None:
    found = [at(module, node) for module in of_tests() for node in times_by_key(module.tree)]
    assert not found, places(found)


@pytest.mark.parametrize(
    ("finder", "text"),
    [
        (fixed_times, "NOW = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)"),
        (fixed_times, "withdraw(make_article(), at=datetime.datetime(2026, 11, 1))"),
        (fixed_times, "saved(editor, article, publish_at='2030-01-01T10:00')"),
        (readings_of_the_clock, "NOW = timezone.now()"),
        (readings_of_the_clock, "def article(at=NOW): ...\nclass Case:\n    day = date.today()"),
        (times_by_key, "moment = now - timedelta(days=30) + timedelta(minutes=article.pk)"),
    ],
)
def test_such_a_line_would_be_found(finder: Finder, text: str) -> None:
    assert list(finder(ast.parse(text)))


@pytest.mark.parametrize(
    ("finder", "text"),
    [
        (fixed_times, "publish(article, at=NOW - timedelta(days=3))"),
        (fixed_times, "found = datetime(*parts)"),
        (readings_of_the_clock, "def test_it(): publish(article, at=timezone.now())\nact = lambda: timezone.now()"),
        (times_by_key, "timedelta(milliseconds=next(_moment))"),
    ],
)
def test_what_the_rules_ask_for_passes_them(finder: Finder, text: str) -> None:
    assert not list(finder(ast.parse(text)))
