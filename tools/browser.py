"""A Chromium for the tests that drive a real browser, from the first place that has one.

1. the one that CHROMIUM_PATH names;
2. the system's;
3. the one that Playwright installed for itself earlier;
4. a new one: the system's package when we are root, else Playwright's download.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import sync_playwright

from tools.steps import step

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NONE_FOUND = """
No Chromium was found and none could be installed, so the tests that drive a real browser cannot run.
Install the package `chromium` (Debian: apt-get install chromium), or set CHROMIUM_PATH to a Chromium or Chrome."""


def starts(program: Path) -> bool:
    """Whether `program` runs at all: some systems ship a `chromium` that only tells how to get one."""
    try:
        return subprocess.run([program, "--version"], capture_output=True, timeout=60, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def of_system(path: str) -> Path | None:
    """The first browser on `path` that starts."""
    found = [Path(program) for name in NAMES if (program := shutil.which(name, path=path))]
    return next(filter(starts, found), None)


def of_playwright() -> Path | None:
    """The browser that Playwright keeps for itself, when it was installed and starts."""
    with sync_playwright() as playwright:
        program = Path(playwright.chromium.executable_path)
    return program if starts(program) else None


def install(*commands: Sequence[str]) -> None:
    """Run `commands` up to the first that fails, and say in its own last words why it did."""
    for command in commands:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
        if done.returncode:
            print("\n".join(["that failed:", *done.stdout.splitlines()[-5:]]))
            return


def installed_now(path: str) -> Path | None:
    """A browser that was not there before."""
    apt = shutil.which("apt-get", path=path)
    if apt and os.geteuid() == 0:
        with step("Installing the system's package chromium"):
            install((apt, "update"), (apt, "install", "--yes", "--no-install-recommends", "chromium"))
        if program := of_system(path):
            return program
    with step("Installing Playwright's own Chromium"):
        install((sys.executable, "-m", "playwright", "install", "chromium"))
    return of_playwright()


def find(named: str, path: str) -> Path:
    """A Chromium that starts, from the first source in the order that heads this module; without one, stop.

    `named` is CHROMIUM_PATH and `path` is PATH.
    """
    if named:
        if not starts(Path(named)):
            sys.exit(f"CHROMIUM_PATH is {named}, which does not start.")
        return Path(named)
    program = of_system(path) or of_playwright() or installed_now(path)
    if program is None:
        sys.exit(NONE_FOUND)
    return program
