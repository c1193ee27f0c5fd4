"""The whole suite runs on SQLite; on PostgreSQL runs what is marked `both_engines`. These hold the marker in its place.

Marked is what tests what the engines do each in their own way: a test that speaks of transactions, locks, constraints
or SQL itself, the tests of each module of the site that does (ASKED), and a few SUBJECTS, among them every address of
the site, asked once as everybody. Nothing else: what Python does with what it read is the same on both.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.source import ROOT, Module, in_rooms, modules, places

SAID_BY_TESTS: Final = re.compile(
    r"transaction=True|transactional_db|live_server|connection\.vendor|IntegrityError|select_for_update|\.cursor\(|RunSQL"
)
SAID_BY_SITE: Final = re.compile(r"connection\.vendor|\.cursor\(|select_for_update|IntegrityError|RawSQL")
ASKED: Final = {
    "articles.documents.triggers": "articles/documents/test_documents.py",
    "articles.models.revision": "articles/revisions/test_saving.py",
    "articles.publishing": "articles/test_publishing.py",
    "articles.related.candidates": "articles/related/test_update.py",
    "articles.related.document_frequency": "articles/related/test_update.py",
    "articles.search.engines.interface": "articles/search/engines/test_interface.py",
    "articles.search.engines.postgres": "articles/search/engines/test_interface.py",
    "articles.search.engines.postgres_keys": "articles/search/engines/test_postgres_keys.py",
    "articles.search.engines.sqlite": "articles/search/engines/test_interface.py",
    "members.admin": "members/test_admin.py",
    "tags.planner": "articles/related/test_rebuild.py",
    "webhooks.endpoints": "webhooks/test_sending.py",
    "webhooks.gathering": "webhooks/test_gathering.py",
    "cbtneuro.outages.health": "cbtneuro/outages/test_health.py",
    "cbtneuro.page_cache.content_version.reading": "cbtneuro/page_cache/test_content_version.py",
    "cbtneuro.page_cache.content_version.triggers": "cbtneuro/page_cache/test_content_version.py",
    "cbtneuro.page_cache.standby": "cbtneuro/page_cache/test_standby.py",
    "collection.synthesis.bulk_rows": "collection/synthesis/test_synthesize.py",
    "collection.synthesis.corpus": "collection/synthesis/test_synthesize.py",
    "collection.synthesis.search_indexes": "collection/synthesis/test_synthesize.py",
    "harvesting.noticing": "harvesting/test_noticing.py",
    "harvesting.triggers": "harvesting/test_noticing.py",
    "operations.backups.moving": "operations/backups/test_moving.py",
    "operations.backups.preparing": "operations/backups/test_backup.py",
    "operations.backups.set_aside": "operations/backups/test_moving.py",
    "operations.backups.sources": "operations/backups/test_moving.py",
    "operations.backups.targets": "operations/backups/test_moving.py",
    "insights.writing": "insights/test_writing.py",
    "lists.publishing": "lists/test_arranging.py",
    "library.following.followed": "library/test_following.py",
    "library.following.list_states": "library/test_following.py",
    "members.entrance.tokens.token_acts": "members/test_tokens.py",
    "members.forms": "members/test_simultaneous_registration.py",
    "members.personal_data": "members/test_personal_data.py",
    "members.prepared": "members/test_prepared.py",
    "operations.system.standing": "operations/system/test_system_page.py",
    "tags.curation.undoing": "tags/curation/test_undoing.py",
    "tags.models.bulk_rows": "collection/synthesis/test_synthesize.py",
    "tags.models.changes": "tags/curation/test_simultaneous.py",
    "library.keeping": "library/test_keeping.py",
    "library.own_lists.own_arrangement": "library/test_own_lists.py",
}
SUBJECTS: Final = (
    "access/test_matrix*.py", "access/test_desk*.py",  # every page, and who sees it
    "articles/bitmaps/test_*.py", "tags/cache/test_*.py",  # bytes in columns, read by prepared queries
    "articles/search/test_index.py", "articles/search/test_full_posts.py",  # what the engines of search are given,
    "articles/search/test_hostile.py", "articles/search/test_agreement.py",  # asked and answer,
    "articles/search/test_shipped.py", "articles/search/test_suggestions.py",
    "articles/search/test_title_matching.py", "articles/search/query/test_author_names.py",  # and what LIKE finds
    "articles/forms/test_texts.py", "cbtneuro/test_any_text.py", "members/test_columns.py",  # what a column takes
    "bibliography/importing/test_storing.py",  # many rows in few statements
    "articles/documents/test_acting.py", "cbtneuro/page_cache/test_*_site.py",  # what triggers noted
    "articles/revisions/test_due.py",  # locks
    "insights/test_pages.py",  # sums by day
    "library/test_digests.py", "jobs/test_*.py",  # claims
    "tags/curation/test_curation.py", "tags/curation/test_merging.py", "tags/curation/test_integrity.py",
    "tags/text/test_migration.py",
    "test_databases.py",
)  # fmt: skip
ELSEWHERE: Final = ("tests/journeys/", "tests/bench/", "tests/tools/", "tests/test_conventions")
MARK: Final = "pytest.mark.both_engines"


def of_tests() -> list[Module]:
    found = [module for module in modules() if module.room == "tests" and module.path.name.startswith("test_")]
    return [module for module in found if not module.place.startswith(ELSEWHERE)]


def whole_is_marked(module: Module) -> bool:
    return any(
        isinstance(node, ast.Assign)
        and ast.unparse(node.targets[0]) == "pytestmark"
        and MARK in ast.unparse(node.value)
        for node in module.tree.body
    )


def marked_tests(module: Module) -> list[str]:
    """The names of tests that are marked each for itself."""
    tests = [node for node in module.tree.body if isinstance(node, ast.FunctionDef)]
    return [test.name for test in tests if any(MARK in ast.unparse(one) for one in test.decorator_list)]


def speaking(module: Module) -> list[ast.FunctionDef]:
    """The tests of a module that speak of the database themselves."""
    tests = [node for node in module.tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")]
    return [test for test in tests if SAID_BY_TESTS.search(ast.unparse(test))]


def subjects(pattern: str) -> set[Path]:
    return set(ROOT.joinpath("tests").glob(pattern))


def test_a_test_that_speaks_of_the_database_itself_runs_on_both_engines() -> None:
    """Where something beside the tests does, a fixture say, one of them at least."""
    found = []
    for module in of_tests():
        if whole_is_marked(module):
            continue
        marked = marked_tests(module)
        found += [f"{module.place}:{test.lineno} {test.name}" for test in speaking(module) if test.name not in marked]
        if SAID_BY_TESTS.search(module.text) and not marked:
            found.append(module.place)
    assert not found, places(found)


def test_each_module_of_the_site_that_speaks_of_the_database_itself_has_tests_that_run_on_both_engines() -> None:
    """Packages count for themselves alone: who imports a model from `tags.models` does not test its locks."""
    names = {module.name for module in in_rooms() if SAID_BY_SITE.search(module.text) and not module.is_package}
    assert names == set(ASKED), "ASKED names those modules, and each of them"


@pytest.mark.parametrize("pattern", [*SUBJECTS, *sorted(set(ASKED.values()))])
def test_these_subjects_run_on_both_engines(pattern: str) -> None:
    chosen = subjects(pattern)
    assert chosen, "no test module is called so any longer"
    found = [m.place for m in of_tests() if m.path in chosen and not whole_is_marked(m) and not marked_tests(m)]
    assert not found, places(found)


def test_no_row_is_locked_in_one_query_with_what_is_joined_to_it() -> None:
    """PostgreSQL looks at the rows that are joined to one it waited for as they were before."""
    found = [
        f"{module.place}:{node.lineno}"
        for module in in_rooms()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call)
        and {"select_for_update", "select_related"} <= {one.attr for one in called_in_turn(node)}
    ]
    assert not found, places(found)


def called_in_turn(node: ast.AST) -> Iterator[ast.Attribute]:
    """The methods of `rows.one().other()`."""
    while isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        yield node.func
        node = node.func.value
