"""Where the browser for the tests comes from."""

from pathlib import Path

import pytest

from tools import browser


def program(folder: Path, name: str, code: int) -> Path:
    file = folder / name
    file.write_text(f"#!/bin/sh\nexit {code}\n")
    file.chmod(0o755)
    return file


def test_the_browser_that_is_named_is_taken(tmp_path: Path) -> None:
    mine = program(tmp_path, "my-browser", 0)
    program(tmp_path, "chromium", 0)
    assert browser.find(str(mine), str(tmp_path)) == mine


def test_a_named_browser_that_does_not_start_is_never_replaced(tmp_path: Path) -> None:
    program(tmp_path, "chromium", 0)
    with pytest.raises(SystemExit, match="which does not start"):
        browser.find(str(tmp_path / "missing"), str(tmp_path))


def test_the_systems_browser_comes_next(tmp_path: Path) -> None:
    chromium = program(tmp_path, "chromium", 0)
    program(tmp_path, "google-chrome", 0)
    assert browser.find("", str(tmp_path)) == chromium


def test_a_chromium_that_only_tells_how_to_get_one_is_passed_over(tmp_path: Path) -> None:
    program(tmp_path, "chromium", 1)
    chrome = program(tmp_path, "google-chrome", 0)
    assert browser.of_system(str(tmp_path)) == chrome
