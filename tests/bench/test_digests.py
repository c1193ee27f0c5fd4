"""Mail to 2,000 members with 50 follows each, by two senders of which one is killed again and again."""

import os
import re
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Final

import pytest

from tests.bench.http.sites import Site
from tests.source import ROOT

pytestmark = pytest.mark.bench
FEW: Final = 200  # members
MANY: Final = 2000
KILLED_AT: Final = (200, 400, 600, 800)  # mails taken
LONGEST: Final = 900  # seconds


def begun(site: Site, taken: Path, *arguments: str) -> subprocess.Popen[str]:
    env = {**os.environ, **site.env, "DJANGO_SETTINGS_MODULE": "cbtneuro.settings", "TAKEN": str(taken)}
    env["SITE_URL"] = "https://cbt.example.org"
    command = [sys.executable, "-m", "tests.bench.digests", *arguments]
    return subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)


def said(process: subprocess.Popen[str]) -> str:
    text = process.communicate(timeout=LONGEST)[0]
    assert process.returncode == 0, text
    return text


def lines(taken: Path) -> list[str]:
    return taken.read_text().splitlines() if taken.exists() else []


def peak_of_one_sender(site: Site, taken: Path, members: int) -> int:
    said(begun(site, taken, "fill", str(members)))
    began = time.monotonic()
    text = said(begun(site, taken, "send", "600"))
    assert len(lines(taken)) == members
    found = re.search(r"peak (\d+) MB", text)
    assert found is not None
    print(f"\n{members} members: {time.monotonic() - began:.0f} s, peak {found[1]} MB", end="")
    return int(found[1])


def wait_for(taken: Path, number: int) -> None:
    began = time.monotonic()
    while len(lines(taken)) < number:
        assert time.monotonic() - began < LONGEST
        time.sleep(0.01)


def test_two_senders_and_a_kill_send_each_member_one_mail(site: Site, folder: Path) -> None:
    small = peak_of_one_sender(site, folder / "few", FEW)
    large = peak_of_one_sender(site, folder / "many", MANY)
    assert large < small * 1.3
    taken = folder / "taken"
    said(begun(site, taken, "fill", str(MANY)))
    second = begun(site, taken, "send", "600")
    for number in KILLED_AT:
        first = begun(site, taken, "send", "600")
        wait_for(taken, number)
        first.kill()
        first.communicate()
    told = [said(second).splitlines()[-2]]
    told += [said(begun(site, taken, "send", "0")).splitlines()[-2] for _ in range(2)]
    mails, copies = Counter(line.split()[0] for line in lines(taken)), len(lines(taken)) - len(set(lines(taken)))
    print(f"\nkilled at {KILLED_AT}; then: {'; '.join(told)}")
    print(f"members by mails: {dict(Counter(mails.values()))}, of {MANY}; second copies with the same name: {copies}")
    assert len(mails) == MANY
    assert len(set(lines(taken))) == MANY  # each name once: what a mailbox keeps
    assert copies <= len(KILLED_AT)
