"""The code of this project as the convention tests read it: files, syntax trees, who imports whom."""

import ast
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
# From the lowest room up.
ROOMS: Final = (
    ("members",),
    ("jobs",),
    ("tags",),
    ("bibliography",),
    ("articles",),
    ("lists",),
    ("harvesting",),
    ("collection",),
    ("library",),
    ("desk",),
    ("insights",),
    ("webhooks",),
    ("api",),
    ("operations",),
    ("cbtneuro",),
)
NOT_OURS: Final = {".git", ".venv", "var", "node_modules", "__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache"}
TEXT: Final = {
    "", ".py", ".html", ".txt", ".md", ".css", ".js", ".toml", ".yaml", ".yml", ".lock", ".cfg", ".sh", ".ttl", ".svg",
}  # fmt: skip
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """One Python file; `name` as it is imported."""

    path: Path
    name: str
    tree: ast.Module
    text: str

    @property
    def room(self) -> str:
        return self.name.partition(".")[0]

    @property
    def place(self) -> str:
        return str(self.path.relative_to(ROOT))

    @property
    def is_package(self) -> bool:
        return self.path.name == "__init__.py"

    def functions(self) -> Iterator[Function]:
        return (node for node in ast.walk(self.tree) if isinstance(node, Function))


@cache
def files() -> tuple[Path, ...]:
    """Every file that is ours: what git tracks or would, and without git what lies in the folder."""
    git = shutil.which("git")
    if git and (ROOT / ".git").exists():
        command = [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, env=os.environ).stdout.decode()
        found = [ROOT / name for name in listed.split("\0") if name]
    else:
        found = [path for path in ROOT.rglob("*") if not NOT_OURS & set(path.relative_to(ROOT).parts)]
    return tuple(sorted(path for path in found if path.is_file()))


@cache
def modules() -> tuple[Module, ...]:
    """Every Python module but migrations, which Django writes."""
    paths = [path for path in files() if path.suffix == ".py" and "migrations" not in path.parts]
    return tuple(read(path) for path in paths)


def read(path: Path) -> Module:
    text = path.read_text(encoding="utf-8")
    parts = path.relative_to(ROOT).with_suffix("").parts
    name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
    return Module(path, name, ast.parse(text, str(path)), text)


def in_rooms() -> list[Module]:
    """The site itself: no tests and no tools."""
    rooms = {room for row in ROOMS for room in row}
    return [module for module in modules() if module.room in rooms]


def rank(room: str) -> int:
    return next(place for place, row in enumerate(ROOMS) if room in row)


def is_for_types_only(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)


def imports(module: Module) -> Iterator[tuple[str, int]]:
    """(name, line) of all that the module imports when it is loaded; what only the type checker sees is left out."""
    waiting: list[ast.AST] = list(module.tree.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            source = absolute(module, node)
            yield source, node.lineno
            yield from ((f"{source}.{alias.name}", node.lineno) for alias in node.names)
        elif not is_for_types_only(node) and not isinstance(node, Function):
            waiting.extend(ast.iter_child_nodes(node))


def absolute(module: Module, node: ast.ImportFrom) -> str:
    """What a relative import names in full."""
    if not node.level:
        return node.module or ""
    parts = module.name.split(".") if module.is_package else module.name.split(".")[:-1]
    return ".".join([*parts[: len(parts) - node.level + 1], *([node.module] if node.module else [])])


def import_graph() -> dict[str, set[str]]:
    """Which of our modules each of our modules loads."""
    ours = {module.name for module in modules()}
    return {
        module.name: {name for name, _ in imports(module) if name in ours and name != module.name}
        for module in modules()
    }


def circle_in(graph: dict[str, set[str]]) -> list[str]:
    """The modules of one circle of imports; empty when there is none."""
    done: set[str] = set()

    def walk(name: str, path: list[str]) -> list[str]:
        if name in path:
            return [*path[path.index(name) :], name]
        if name in done:
            return []
        for inner in sorted(graph[name]):
            if found := walk(inner, [*path, name]):
                return found
        done.add(name)
        return []

    return next((found for name in sorted(graph) if (found := walk(name, []))), [])


def places(found: Iterator[str] | list[str]) -> str:
    return "\n  ".join(["", *found])


def at(module: Module, node: ast.AST) -> str:
    return f"{module.place}:{getattr(node, 'lineno', 1)}"


def calls(tree: ast.AST) -> Iterator[tuple[ast.Call, str]]:
    """Each call with the last part of what is called."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            function = node.func
            yield node, getattr(function, "attr", getattr(function, "id", ""))


def length(function: Function) -> int:
    return (function.end_lineno or 0) - function.lineno + 1


def broad(caught: ast.expr | None) -> bool:
    names = caught.elts if isinstance(caught, ast.Tuple) else [caught]
    return any(name is None or getattr(name, "id", "") in ("Exception", "BaseException") for name in names)


def names_in(decorator: ast.expr) -> Iterator[str]:
    return (getattr(node, "id", getattr(node, "attr", "")) for node in ast.walk(decorator))


def lines_with(pattern: re.Pattern[str], *suffixes: str) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{number}"
        for path in files()
        if path.suffix in (suffixes or TEXT)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line)
    ]
