"""The rules of the house, where a machine can read them. Each names the place and what to do instead."""

import ast
import re
from pathlib import Path

import pytest

from tests.access.matrix import Kind, every_address, named
from tests.rules import (
    COUNTED,
    MAKES_HTML,
    METHODS,
    NOT_IN_TEMPLATES,
    NOT_RUN,
    PRINTED_AS_IT_IS,
    PROMISES,
    REGISTRIES,
)
from tests.source import (
    ROOT,
    Module,
    at,
    broad,
    calls,
    files,
    in_rooms,
    length,
    lines_with,
    modules,
    names_in,
    places,
    read,
)  # fmt: skip

# --- Size and shape -----------------------------------------------------------------------------------------------


def test_no_module_is_longer_than_300_lines() -> None:
    found = [f"{m.place} has {lines} lines" for m in modules() if (lines := m.text.count("\n")) > 300]
    assert not found, places(found)


def test_no_function_is_longer_than_40_lines() -> None:
    found = [
        f"{at(module, function)} {function.name} has {length(function)} lines"
        for module in modules()
        for function in module.functions()
        if length(function) > 40
    ]
    assert not found, places(found)


def test_nothing_is_imported_inside_a_function() -> None:
    found = [
        at(module, node)
        for module in modules()
        for function in module.functions()
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert not found, places(found)


def test_no_handler_catches_everything() -> None:
    found = [
        at(module, node)
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ExceptHandler) and broad(node.type)
    ]
    assert not found, places(found)


def test_every_module_says_what_it_is() -> None:
    found = [
        m.place for m in modules() if m.text.strip() and m.path.name != "__init__.py" and not ast.get_docstring(m.tree)
    ]
    assert not found, places(found)


def test_migrations_are_named_by_intent() -> None:
    names = [path.relative_to(ROOT) for path in files() if path.match("*/migrations/[0-9]*.py")]
    assert names
    bad = [str(name) for name in names if not re.fullmatch(r"\d{4}_(?!auto|alter_|initial)[a-z0-9_]+", name.stem)]
    assert not bad, places(bad)


# --- Views --------------------------------------------------------------------------------------------------------


def views() -> list[Module]:
    ours = {a.view.__module__ for a in every_address() if hasattr(a.view, "__module__")}
    return [module for module in in_rooms() if module.name in ours and not module.name.endswith(("feeds", "admin"))]


def test_views_choose_no_rows_themselves() -> None:
    """QuerySet methods with names of their own do: `visible_to`, `numbered`, `with_row`."""
    refused = {"filter", "annotate", "exclude", "aggregate", "Q", "F", "raw", "extra"}
    found = [f"{at(module, node)} {name}" for module in views() for node, name in calls(module.tree) if name in refused]
    assert not found, places(found)


def test_every_view_declares_its_methods() -> None:
    by_name = {module.name: module for module in views()}
    found = []
    for address in every_address():
        module = by_name.get(getattr(address.view, "__module__", ""))
        if module:
            function = next(f for f in module.functions() if f.name == address.view.__name__)
            names = {name for decorator in function.decorator_list for name in names_in(decorator)}
            if not names & METHODS:
                found.append(f"{at(module, function)} {function.name}")
    assert not found, places(found)


def test_every_page_that_names_articles_has_a_test_that_counts_its_queries() -> None:
    assert set(COUNTED) == {*named(Kind.LISTING, Kind.FEED, Kind.READING_LIST)}
    for test in COUNTED.values():
        path, _, name = test.partition("::")
        assert name in [function.name for function in read(ROOT / path).functions()], test


# --- Templates and style ------------------------------------------------------------------------------------------


def templates() -> list[Path]:
    return [path for path in files() if path.suffix in (".html", ".xml") and "templates" in path.parts]


@pytest.mark.parametrize(("what", "pattern"), NOT_IN_TEMPLATES)
def test_no_template_holds(what: str, pattern: str) -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number} {what}"
        for path in templates()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(pattern, line)
    ]
    assert not found, places(found)


def test_only_stored_html_is_printed_as_it_is() -> None:
    printed = re.compile(r"\{\{\s*([\w.]+)[^}]*\|\s*safe\b")
    found = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in templates()
        for name in printed.findall(path.read_text(encoding="utf-8"))
        if name not in PRINTED_AS_IT_IS
    ]
    assert not found, places(found)


def test_only_few_modules_make_html_by_hand() -> None:
    found = [
        at(module, node)
        for module in in_rooms()
        if module.place not in MAKES_HTML
        for node, name in calls(module.tree)
        if name in ("mark_safe", "SafeString")
    ]
    assert not found, places(found)


def test_scripts_never_turn_text_into_code_or_markup() -> None:
    pattern = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|\.style\b")
    scripts = [path for path in files() if path.suffix == ".js" and "static" in path.parts]
    assert scripts
    found = [str(path.relative_to(ROOT)) for path in scripts if pattern.search(path.read_text(encoding="utf-8"))]
    assert not found, places(found)


# --- What a stranger would notice ---------------------------------------------------------------------------------


def test_nothing_is_promised_for_later() -> None:
    found = lines_with(PROMISES, ".py", ".html", ".css", ".js", ".md", ".txt")
    assert not found, places(found)


def test_no_file_names_a_package_registry() -> None:
    found = lines_with(REGISTRIES)
    assert not found, places(found)


def test_no_file_names_a_folder_of_this_machine() -> None:
    homes = "|".join(re.escape(str(path)) for path in (ROOT, Path.home()) if len(path.parts) > 1)
    found = lines_with(re.compile(rf"(?<![\w.])({homes})(/|\b)|/(home|Users)/\w+/"))
    assert not found, places(found)


def test_no_test_is_skipped_or_expected_to_fail() -> None:
    found = [
        at(module, node)
        for module in modules()
        if module.room == "tests"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and node.attr in NOT_RUN and "pytest" in ast.dump(node.value)
    ]
    assert not found, places(found)


def test_the_names_of_tests_are_sentences() -> None:
    found = [
        f"{at(module, function)} {function.name}"
        for module in modules()
        if module.room == "tests"
        for function in module.functions()
        if function.name.startswith("test_") and function.name.count("_") < 3
    ]
    assert not found, places(found)


def test_the_files_that_everybody_looks_for_are_there() -> None:
    for name in ("README.md", "CHANGELOG.md", "LICENSE", "Makefile", ".gitignore", ".ci/run"):
        assert (ROOT / name).is_file(), name


def test_every_dependency_says_why_it_is_there() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    listed = text.partition("dependencies = [")[2].partition("\n]")[0]
    found = [line.strip() for line in listed.splitlines() if line.strip() and "# " not in line]
    assert not found, places(found)
