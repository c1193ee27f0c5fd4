"""`make lint`: every check that reads the code without running all tests, as many at once as there are processors."""

import os
import secrets
import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

from tools.steps import ROOT

TEMPLATES = "templates"
CONVENTIONS = sorted(str(path) for path in (ROOT / "tests").glob("test_conventions*.py"))
HOME = {"DEBUG": "1"}
TESTS = {"DJANGO_SETTINGS_MODULE": "tests.settings"}
# The production environment of README.md.
PRODUCTION = {
    "DEBUG": "0",
    "SECRET_KEY": secrets.token_urlsafe(50),
    "ALLOWED_HOSTS": "cbt.example.org",
    "SITE_URL": "https://cbt.example.org",
    "DATABASE_URL": "postgres://cbtneuro:secret@db.example.org:5432/cbtneuro",
    "EMAIL_URL": "submission://mailer:secret@mail.example.org:587",
    "CONTACT_EMAIL": "editors@example.org",
    "BEHIND_TLS_PROXY": "1",
    "TRUSTED_PROXY_COUNT": "1",
}
CHECKS = (
    ("Ruff: rules", ("ruff", "check", "."), HOME),
    ("Ruff: format", ("ruff", "format", "--check", "."), HOME),
    ("Types", ("mypy", "."), HOME),
    ("Templates: rules", ("djlint", "--lint", "--quiet", TEMPLATES), HOME),
    ("Templates: format", ("djlint", "--check", TEMPLATES), HOME),
    ("Django's checks", ("django", "check"), HOME),
    ("Django's checks for production", ("django", "check", "--deploy", "--fail-level", "WARNING"), PRODUCTION),
    ("Migrations", ("django", "makemigrations", "--check", "--dry-run"), HOME),
    ("Conventions", ("pytest", "-q", *CONVENTIONS), TESTS),
)


Check = tuple[str, tuple[str, ...], Mapping[str, str]]


def checked(check: Check) -> "subprocess.CompletedProcess[str]":
    _, arguments, settings = check
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "cbtneuro.settings", **settings}
    command = [sys.executable, "-m", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=env, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )


def main() -> int:
    """What each of them said is told in one piece, and all are asked whatever the earlier ones found."""
    failed = []
    with ThreadPoolExecutor(os.cpu_count()) as workers:
        for (name, *_), done in zip(CHECKS, workers.map(checked, CHECKS), strict=True):
            print(f"=== {name}", done.stdout, sep="\n", end="", flush=True)
            if done.returncode:
                failed.append(name)
    print(f"\nThese found something: {', '.join(failed)}." if failed else "\nEverything is in order.", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
