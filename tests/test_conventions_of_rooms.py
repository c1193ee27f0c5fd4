"""The plan of the house: who may import whom, how many rooms lie at one level, and what they are called."""

import ast
import re
import subprocess
from collections import Counter
from pathlib import Path

from tests.rules import FULL_POST_HOLDERS, UPWARDS
from tests.source import ROOT, at, circle_in, files, import_graph, imports, in_rooms, modules, places, rank


def test_a_lower_room_never_imports_a_higher_one() -> None:
    """The order stands in tests/source.py, the exceptions in tests/rules.py; each of these has to be there."""
    rooms = {module.room for module in in_rooms()}
    found, upwards = [], set()
    for module in in_rooms():
        for name, line in imports(module):
            room = name.partition(".")[0]
            if room not in rooms or room == module.room:
                continue
            if rank(room) >= rank(module.room):
                upwards.add((module.name, room))
                if (module.name, room) not in UPWARDS:
                    found.append(f"{module.place}:{line} imports {name}")
    assert not found, places(found)
    assert upwards == UPWARDS


def test_no_module_imports_itself_in_a_circle() -> None:
    assert not circle_in(import_graph())


def test_a_circle_would_be_found() -> None:
    assert circle_in({"a": {"b"}, "b": {"c"}, "c": {"b"}}) == ["b", "c", "b"]


def test_tests_and_tools_are_not_imported_by_the_site() -> None:
    found = [
        f"{module.place}:{line} imports {name}"
        for module in in_rooms()
        for name, line in imports(module)
        if name.partition(".")[0] in ("tests", "tools")
    ]
    assert not found, places(found)


def test_only_few_modules_name_the_full_post() -> None:
    """Everybody else asks `articles.access.full_post_for`."""
    found = [
        at(module, node)
        for module in in_rooms()
        if not module.place.startswith(FULL_POST_HOLDERS)
        for node in ast.walk(module.tree)
        if "FullPost" in (getattr(node, "id", ""), getattr(node, "attr", ""), getattr(node, "name", ""))
        or (isinstance(node, ast.Constant) and isinstance(node.value, str) and "full_post__" in node.value)
    ]
    assert not found, places(found)


def test_only_one_module_decides_who_reads_full_posts() -> None:
    """Everybody else asks `articles.access`; `members.roles` gives the permission."""
    found = [
        at(module, node)
        for module in in_rooms()
        if module.place not in ("articles/access.py", "members/roles.py", "members/entrance/tokens/scopes.py")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Constant) and node.value == "articles.read_full_posts"
    ]
    assert not found, places(found)


def test_there_are_no_signals() -> None:
    found = [
        f"{module.place}:{line} imports {name}"
        for module in in_rooms()
        for name, line in imports(module)
        if re.search(r"(^|\.)signals?(\.|$)|django\.dispatch", name)
        and name != "signal"  # that of the operating system
    ]
    assert not found, places(found)


def test_no_module_is_a_drawer_for_everything() -> None:
    found = [m.place for m in modules() if m.path.stem in {"utils", "util", "helpers", "services", "common", "misc"}]
    assert not found, places(found)


def test_at_one_level_lie_no_more_rooms_than_one_can_take_in() -> None:
    """Modules and packages in one folder of the site; what Django alone looks for is no room."""
    django = {"__init__", "apps", "migrations", "management", "templatetags"}
    inside: dict[Path, set[str]] = {}
    for module in in_rooms():
        for folder in module.path.relative_to(ROOT).parents:
            if folder != Path("."):
                inside.setdefault(folder, set()).add(
                    module.path.relative_to(ROOT / folder).parts[0].removesuffix(".py")
                )
    found = [
        f"{folder} has {len(rooms - django)} rooms" for folder, rooms in inside.items() if len(rooms - django) > 20
    ]
    assert not found, places(found)


def test_what_docstrings_name_is_there() -> None:
    """Modules, what stands in them, and paths, wherever the site or the README names them between backticks."""
    names = {module.name for module in modules()}
    for module in modules():
        said = (getattr(node, "name", "") or getattr(node, "id", "") for node in ast.walk(module.tree))
        names |= {f"{module.name}.{name}" for name in said if name}
    named = re.compile(rf"`((?:{'|'.join({module.room for module in modules()})})[./][\w./]*\w)/?(?:\(.*?\))?`")
    readers = [path for path in files() if path.suffix in (".py", ".html") or path == ROOT / "README.md"]
    found = [
        f"{path.relative_to(ROOT)} names {name}"
        for path in readers
        for name in named.findall(path.read_text(encoding="utf-8"))
        if not (ROOT / name).exists() and name.replace("/", ".") not in names
    ]
    assert not found, places(found)


def test_no_module_name_stands_twice_in_one_app() -> None:
    """Names that Django or everybody gives are no names: which `views` it is says the folder."""
    usual = {"__init__", "views", "urls", "base"}
    paths = [
        module.path for module in in_rooms() if module.path.stem not in usual and "management" not in module.path.parts
    ]
    named = Counter((path.relative_to(ROOT).parts[0], path.stem) for path in paths)
    folders = {(path.relative_to(ROOT).parts[0], path.parent.name) for path in paths if path.parent.parent != ROOT}
    found = [f"{app} has {name} twice" for (app, name), number in named.items() if number > 1]
    found += [f"{app} has a module and a folder called {name}" for app, name in named if (app, name) in folders]
    assert not found, places(found)


def test_nothing_is_committed_that_git_is_told_to_ignore() -> None:
    """A link called `.venv` was, and checking it out put it in place of the environment."""
    kept = ["git", "ls-files", "--cached", "--ignored", "--exclude-standard"]
    found = subprocess.run(kept, cwd=ROOT, capture_output=True, text=True, check=False).stdout
    assert found == ""
