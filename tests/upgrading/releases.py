"""Another release of this project: its files, and the migrations that it does not know."""

import os
import subprocess
import sys
import tarfile
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Final

from tools import run
from tools.cluster.processes import Process
from tools.steps import ROOT, quietly
from tools.testing import NOT_DURABLE

MIGRATIONS: Final = "*/migrations/[0-9]*.py"


def git(*words: str) -> bytes:
    return subprocess.check_output(["git", *words], cwd=ROOT)


def migrations_since(commit: str) -> list[str]:
    """Paths of those that were added."""
    return git("diff", "--name-only", "--diff-filter=AR", commit, "--", MIGRATIONS).decode().split()


def before_the_last_migration() -> str:
    """The commit that stood before a migration was last added."""
    return git("log", "-1", "--format=%H^", "--diff-filter=A", "--", MIGRATIONS).decode().strip()


@dataclass(frozen=True)
class Release:
    """The code in `folder`, run by the packages of this one."""

    folder: Path
    env: Mapping[str, str]

    @property
    def has_api(self) -> bool:
        return (self.folder / "api").is_dir()

    def manage(self, *typed: str) -> str:
        return quietly([sys.executable, "manage.py", *typed], self.env, self.folder)

    def server(self, name: str, port: int, log: Path) -> Process:
        command = [sys.executable, *run.SERVER, "--host", "127.0.0.1", "--port", str(port), "cbtneuro.wsgi:application"]
        return Process(name, port, log, lambda: command, env=self.env, release=self.folder)


def former(commit: str, folder: Path, env: Mapping[str, str]) -> Release:
    """What was committed then, in `folder`."""
    with tarfile.open(fileobj=BytesIO(git("archive", commit))) as files:
        files.extractall(folder, filter="data")
    return Release(folder, env)


def environment(folder: Path, database: str) -> dict[str, str]:
    """Of both releases: one database, one folder for static files and images."""
    for name in ("media", "mail", "static"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    own = run.environment(folder, {name: value for name, value in os.environ.items() if name != "CACHE_URL"})
    fast = {"PGOPTIONS": NOT_DURABLE, "METRICS_TOKEN": ""}
    return {**own, **fast, "DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "cbtneuro.settings"}
