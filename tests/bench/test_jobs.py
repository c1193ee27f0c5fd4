"""Workers that are killed in the middle of their jobs, fifty times: each effect is there once."""

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Final

import pytest

from tests.bench.http.sites import Site
from tests.source import ROOT
from tests.webhooks.receiver import receiving

pytestmark = pytest.mark.bench
KILLS: Final = 50
MEMBERS: Final = 60  # as in tests/bench/jobs.py


def test_each_effect_of_killed_workers_is_there_once(site: Site, folder: Path) -> None:
    taken = folder / "taken"
    env = {**os.environ, **site.env, "TAKEN": str(taken), "WEBHOOK_PRIVATE_HOSTS": "127.0.0.1"}
    env["SITE_URL"] = "https://cbt.example.org"
    with receiving() as receiver:
        command = [sys.executable, "-m", "tests.bench.jobs", str(KILLS), receiver.address]
        told = json.loads(subprocess.check_output(command, cwd=ROOT, env=env, text=True).splitlines()[-1])
        ids = list(receiver.ids)
    lines = taken.read_text().splitlines()
    mails = Counter(line.split()[0] for line in set(lines))
    print(f"\n{site.engine}: killed in {told['killed']}; left {told['jobs']}, {told['pending']} relations")
    print(f"  cards: {Counter(told['cards'])} files each; {len(told['messages'])} messages, taken {len(ids)} times")
    print(f"  mails: {len(mails)} members, {len(lines) - len(set(lines))} second copies under the same Message-ID")
    assert sum(told["killed"].values()) == KILLS
    assert set(told["cards"]) == {1}
    assert (told["pending"], told["undelivered"]) == (0, 0)
    assert list(dict.fromkeys(ids)) == told["messages"]
    assert len(mails) == MEMBERS
    assert set(mails.values()) == {1}
    assert told["jobs"]["running"] == told["jobs"]["retried"] == told["jobs"]["failed"] == 0
