"""`make lint`: every check that reads the code without running all tests; it goes on when one finds something."""

import os
import secrets
import subprocess
import sys

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


def main() -> int:
    failed = []
    for name, (module, *arguments), settings in CHECKS:
        print(f"=== {name}", flush=True)
        env = {**os.environ, "DJANGO_SETTINGS_MODULE": "cbtneuro.settings", **settings}
        if subprocess.run([sys.executable, "-m", module, *arguments], cwd=ROOT, env=env, check=False).returncode:
            failed.append(name)
    print(f"\nThese found something: {', '.join(failed)}." if failed else "\nEverything is in order.", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
