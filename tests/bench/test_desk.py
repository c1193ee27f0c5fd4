"""The desk: killed while it publishes, what an autosave costs, the list of ten thousand (`make bench-parts`).

The sites of this module are not as they were afterwards.
"""

import json
import random
import subprocess
import sys
import time
from typing import Any, Final

import pytest

from tests.bench.http.sites import Site
from tests.source import ROOT
from tools.steps import quietly

pytestmark = pytest.mark.bench
KILLED: Final = 50
LONGEST: Final = 0.25  # seconds into the act


def at_desk(site: Site, act: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(
        quietly([sys.executable, "-m", "tests.bench.at_desk", act], site.env).splitlines()[-1]
    )
    return told


def test_a_server_killed_while_it_publishes_leaves_the_old_or_the_new(site: Site) -> None:
    torn = []
    for _ in range(KILLED):
        command = [sys.executable, "-m", "tests.bench.at_desk", "publishing"]
        with subprocess.Popen(command, cwd=ROOT, env={**site.env}, stdout=subprocess.PIPE, text=True) as server:
            assert server.stdout is not None
            torn += json.loads(server.stdout.readline())["torn"]
            for _ in range(random.randint(1, 3)):
                assert "publishing" in server.stdout.readline()
            time.sleep(random.random() * LONGEST)
            server.kill()
    print(f"\n{site.engine}: killed {KILLED} times while it published; torn: {torn or 'none'}")
    assert not torn


def test_an_autosave_of_five_thousand_words(site: Site) -> None:
    told = at_desk(site, "saving")
    print(f"\n{site.engine}: autosave of 5,000 words: {told['queries']} queries, "
          f"median {told['median_ms']:.1f} ms, p95 {told['p95_ms']:.1f} ms")  # fmt: skip
    assert told["queries"] <= 12


def test_the_list_of_ten_thousand_articles(site: Site) -> None:
    told = at_desk(site, "listing")
    print(f"\n{site.engine}: the list of {told['articles']} articles")
    for query, page in told["pages"].items():
        print(f"  {query}: {page['queries']} queries, {page['ms']} ms")
        assert page["queries"] <= 10
