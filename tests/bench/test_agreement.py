"""How far the engine of this run and SQLite agree on the first ten: `make bench-parts` prints it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection

from articles.browse.scope import visible_scope
from articles.models import Article
from tests.real_queries import QUERIES, first_ten, overlap, queries, real_texts
from tests.real_records import publish_real_records

pytestmark = [pytest.mark.bench, pytest.mark.django_db]
INTO = "WRITE_FIRST_TEN_INTO"  # set for the run on the other engine


def test_engines_agree_on_the_first_ten(tmp_path: Path) -> None:
    publish_real_records()
    published = list(Article.objects.order_by("pk"))
    scope = visible_scope(AnonymousUser())
    ours = {query: first_ten(query, scope) for query in queries(real_texts(published))}
    if INTO in os.environ:
        Path(os.environ[INTO]).write_text(json.dumps(ours), encoding="utf-8")
        return
    path = tmp_path / "first_ten.json"
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{tmp_path / 'other.sqlite3'}", INTO: str(path)}
    del environment["TEST_RUN_FOLDER"]  # it is a run of its own
    command = [sys.executable, "-m", "pytest", "-q", "-m", "bench", "-p", "no:cacheprovider", __file__]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    theirs = json.loads(path.read_text(encoding="utf-8"))
    assert set(theirs) == set(ours)
    mean = sum(overlap(ours[query], theirs[query]) for query in ours) / len(ours)
    same = sum(ours[query] == theirs[query] for query in ours)
    print(f"\n{connection.vendor} and sqlite: overlap of the first ten {mean:.3f} over {QUERIES} queries")
    print(f"{same} of {len(ours)} different ones in the same order")
    assert mean >= 0.8
