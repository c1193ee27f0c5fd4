"""The whole suite runs on SQLite; on PostgreSQL runs what is marked `both_engines`. These hold the marker in its place.

A module is marked when it tests what the engines do each in their own way: it speaks of transactions, locks,
constraints or SQL itself, it calls a module of the site that does, or its subject is one of those listed here.
"""

import ast
import re
from pathlib import Path
from typing import Final

import pytest

from tests.source import ROOT, Module, imports, in_rooms, modules, places

NAMES_A_DATABASE: Final = re.compile(
    r"django_db|\b(transactional_)?db: None|\bworld: World|\bshipped: None|live_server"
)
SAID_BY_TESTS: Final = re.compile(
    r"transaction=True|transactional_db|live_server|connection\.vendor|IntegrityError|select_for_update|\.cursor\(|RunSQL"
)
SAID_BY_SITE: Final = re.compile(r"connection\.vendor|\.cursor\(|select_for_update|IntegrityError|pyroaring|RawSQL")
SUBJECTS: Final = (
    "access/test_matrix*.py", "access/test_search.py",  # who sees what
    "articles/search/**/test_*.py", "articles/test_latest_and_search.py",
    "articles/bitmaps/test_*.py",
    "articles/browse/test_f*.py", "articles/browse/test_matrix.py", "articles/browse/test_narrowing.py",
    "articles/browse/test_pagination.py", "articles/browse/test_scope.py",  # what reads bitmaps
    "tags/cache/test_*.py", "tags/curation/test_*.py",
    "articles/test_publishing.py", "members/test_simultaneous_registration.py", "collection/test_loading.py",
)  # fmt: skip
ELSEWHERE: Final = ("tests/journeys/", "tests/bench/", "tests/tools/", "tests/test_conventions")


def on_a_database() -> list[Module]:
    """Those that never name it have none: pytest-django would stop them."""
    found = [m for m in modules() if m.room == "tests" and m.path.name.startswith("test_")]
    return [m for m in found if NAMES_A_DATABASE.search(m.text) and not m.place.startswith(ELSEWHERE)]


def is_marked(module: Module) -> bool:
    marks = [
        node.value
        for node in module.tree.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "pytestmark"
    ]
    return any("pytest.mark.both_engines" in ast.unparse(mark) for mark in marks)


def of_one_engine() -> list[Module]:
    return [module for module in on_a_database() if not is_marked(module)]


def test_a_test_that_speaks_of_the_database_itself_runs_on_both_engines() -> None:
    found = [f"{m.place}: {said[0]}" for m in of_one_engine() if (said := SAID_BY_TESTS.search(m.text))]
    assert not found, places(found)


def test_a_test_of_a_module_that_speaks_of_the_database_itself_runs_on_both_engines() -> None:
    """Packages count for themselves alone: who imports a model from `tags.models` does not test its locks."""
    speaking = {module.name for module in in_rooms() if SAID_BY_SITE.search(module.text) and not module.is_package}
    assert {"articles.search.engines.interface", "articles.publishing"} <= speaking
    found = [
        f"{module.place}:{line} imports {name}"
        for module in of_one_engine()
        for name, line in imports(module)
        if name in speaking
    ]
    assert not found, places(found)


@pytest.mark.parametrize("pattern", SUBJECTS)
def test_these_subjects_run_on_both_engines(pattern: str) -> None:
    chosen = set(ROOT.joinpath("tests").glob(pattern))
    assert chosen, "no test module is called so any longer"
    found = [module.place for module in of_one_engine() if Path(module.path) in chosen]
    assert not found, places(found)
