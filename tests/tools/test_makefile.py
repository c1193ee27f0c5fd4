"""The commands that a newcomer types."""

import re
import subprocess
from pathlib import Path

from tools.steps import ROOT


def test_make_alone_lists_every_command() -> None:
    listed = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    commands = re.findall(r"^  make ([\w-]+)", listed, re.MULTILINE)
    measuring = ["bench", "bench-parts", "bench-large"]
    assert commands == ["help", "run", "dev", "test", "test-all", "lint", *measuring, "cluster", "lock", "clean"]


def test_without_a_python_that_is_new_enough_make_says_so(tmp_path: Path) -> None:
    old = tmp_path / "python3"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    done = subprocess.run(
        ["/usr/bin/make", "run"], cwd=ROOT, env={"PATH": str(tmp_path)}, capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    assert "Python 3.11 or newer is needed" in done.stderr


def test_ci_runs_the_same_commands_as_a_newcomer() -> None:
    script = (ROOT / ".ci" / "run").read_text()
    assert script.index("make lint") < script.index("make test")
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o111
