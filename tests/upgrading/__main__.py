"""The release of a commit goes on working over a database that this release has migrated, and both read each other.

    python -m tests.upgrading COMMIT

Nothing is done where no migration came since. It needs a PostgreSQL, which `tools/postgres.py` finds.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from tests.bench.http.sites import database_at
from tests.bench.publishing import prepared
from tests.bench.readers import EMAIL, PASSWORD
from tests.upgrading.releases import Release, environment, former, migrations_since
from tests.upgrading.walking import published, refused
from tools import postgres
from tools.cluster.processes import Process
from tools.steps import ROOT, step


def main(commit: str) -> int:
    added = migrations_since(commit)
    if not added:
        print(f"No migration came since {commit[:12]}.")
        return 0
    print(f"Migrations since {commit[:12]}:", *added, sep="\n    ")
    path = os.environ.get("PATH", os.defpath)
    with (
        tempfile.TemporaryDirectory(prefix="cbt-upgrading-") as name,
        postgres.server(os.environ.get("TEST_POSTGRES_URL", ""), path=path) as server,
        postgres.database(server.address) as database,
    ):
        env = environment(Path(name) / "data", database_at(server.address, database))
        return upgraded(commit, Path(name), env)


def upgraded(commit: str, folder: Path, env: Mapping[str, str]) -> int:
    own = {name: {**env, "STATIC_ROOT": str(folder / f"{name}-static")} for name in ("former", "this")}
    before, now = former(commit, folder / "former", own["former"]), Release(ROOT, own["this"])
    with step("The former release makes a site"), ThreadPoolExecutor(1) as beside:
        collected = [beside.submit(release.manage, "collectstatic", "--no-input") for release in (before, now)]
        for typed in ("migrate", "load_collection"):
            before.manage(typed)
        Release(before.folder, {**before.env, "ADMINISTRATOR_PASSWORD": PASSWORD}).manage("create_administrator", EMAIL)
        names = prepared(before.env, EMAIL, before.folder) if before.has_api else {}
        for done in collected:
            done.result()
    servers = [
        release.server(name, postgres.free_port(), folder / f"{name}.log")
        for release, name in ((before, "former"), (now, "this"))
    ]
    try:
        servers[0].start()
        with step("This release lints its migrations, and migrates"):
            lint = linted(commit, now.env)
            now.manage("migrate")
        servers[1].start()
        with step("Both publish where they have an API, and read what was published"):
            publishers = servers if before.has_api else servers[1:]
            found = walked(servers, publishers, names or prepared(now.env, EMAIL, now.folder))
    finally:
        for one in servers:
            one.end()
    print(lint.stdout, lint.stderr, *found, sep="\n")
    return 1 if found or lint.returncode else 0


def linted(commit: str, env: Mapping[str, str]) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "tests.upgrading.linting", commit]
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)


def walked(servers: list[Process], publishers: list[Process], names: Mapping[str, Any]) -> list[str]:
    articles = [published(server.port, names, number) for number, server in enumerate(publishers)]
    return [f"{server.name} release: {one}" for server in servers for one in refused(server.port, articles)]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
