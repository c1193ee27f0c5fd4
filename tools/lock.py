"""`make lock`: pin every package and the hash of its files, for all systems at once, from pyproject.toml.

Pins that still fit are kept; `make lock UPGRADE=1` takes the newest versions instead. The program that pins, uv, lives
in an environment of its own for as long as this runs, so that it works when the present locks do not.
"""

import os
import sys
import tempfile
from pathlib import Path

from tools import venv
from tools.steps import ROOT, aloud, quietly, step

OPTIONS = ("--universal", "--python-version", "3.11", "--generate-hashes", "--no-header", "--no-annotate", "--quiet")
PROJECT = ROOT / "pyproject.toml"
RUN, DEVELOPMENT = venv.DEVELOPMENT
(POSTGRES,) = venv.POSTGRES
EXTRAS = ("pdf", "s3", "sentry")


def main() -> None:
    upgrade = ["--upgrade"] if os.environ.get("UPGRADE") else []
    with tempfile.TemporaryDirectory(prefix="cbtneuro-lock-") as folder:
        python = Path(folder) / "bin" / "python"
        with step("Fetching uv"):
            quietly([sys.executable, "-m", "venv", folder])
            quietly([python, "-m", "pip", "install", "--disable-pip-version-check", "uv"])
        pin: list[str | Path] = [python, "-m", "uv", "pip", "compile", *OPTIONS, *upgrade]
        with step("Pinning the packages"):
            aloud([*pin, PROJECT, "--output-file", RUN])
            aloud([*pin, PROJECT, "--group", "dev", "--constraint", RUN, "--output-file", DEVELOPMENT])
            for extra in EXTRAS:
                own = ROOT / f"requirements-{extra}.lock"
                aloud([*pin, PROJECT, "--extra", extra, "--constraint", DEVELOPMENT, "--output-file", own])
            aloud([*pin, "--group", "postgres", "--constraint", DEVELOPMENT, "--output-file", POSTGRES])


if __name__ == "__main__":
    main()
