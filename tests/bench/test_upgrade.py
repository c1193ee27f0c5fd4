"""The migrations of this release on a full database of the former one, with readers and writers, and the longest lock:
`FORMER=commit ARTICLES=2000 make bench-parts ARGS=tests/bench/test_upgrade.py`.

`FORMER`: the commit of the former release, whose own code makes and fills the database. `FORMER_DATABASE` names one
that stands there already, with its schema; the migrations stay in it.
"""

import io
import os
import subprocess
import sys
import tarfile
import time
from pathlib import Path

import pytest

from tests.bench.http.sites import database_at
from tests.bench.locks import told, watched
from tests.bench.neighbours import Cluster
from tests.source import ROOT
from tools import run
from tools.steps import quietly

pytestmark = pytest.mark.bench
LONGEST = 3.0  # seconds that somebody may wait
WRITTEN = {  # what people write while a release comes: by table, a column
    "articles_article": "title", "articles_draft": "stage", "bibliography_reference": "key", "tags_tag": "name",
    "lists_readinglist": "title", "library_entry": "note", "members_user": "name", "django_session": "session_data",
}  # fmt: skip


@pytest.fixture
def env(folder: Path, cluster: Cluster) -> dict[str, str]:
    """Of a site whose database has the schema of the former release."""
    made = {**run.environment(folder, os.environ), "DJANGO_SETTINGS_MODULE": "cbtneuro.settings"}
    made["DATABASE_URL"] = os.environ.get("FORMER_DATABASE", "") or database_at(cluster.address, "former")
    if not os.environ.get("FORMER_DATABASE"):
        code = folder / "former"
        packed = subprocess.check_output(["git", "archive", "--format=tar", os.environ["FORMER"]], cwd=ROOT)
        with tarfile.open(fileobj=io.BytesIO(packed)) as tar:
            tar.extractall(code, filter="data")
        for typed in ("migrate --no-input", f"synthesize --articles {os.environ.get('ARTICLES', '2000')}"):
            subprocess.run([sys.executable, "manage.py", *typed.split()], cwd=code, env=made, check=True)
    return made


def test_nobody_waits_long_for_a_migration(env: dict[str, str]) -> None:
    began = time.monotonic()
    with watched(env["DATABASE_URL"], WRITTEN) as waits:
        quietly([sys.executable, "manage.py", "migrate", "--no-input"], env)
    print(f"\nmigrate: {time.monotonic() - began:.1f} s", *told(waits), sep="\n  ")
    assert not waits.faults
    assert max([*waits.shut.values(), *waits.read.values(), *waits.wrote.values()]) < LONGEST
