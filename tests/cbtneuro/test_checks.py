"""A site that cannot work refuses to start and says what to do; one that works badly is told by `check --deploy`."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.test import override_settings

from cbtneuro import checks
from cbtneuro.checks import count_proxies, refuse_without_static_files
from tests.source import ROOT

MANIFEST = "staticfiles.json"


def started(static: Path) -> subprocess.CompletedProcess[str]:
    """What the server says when it starts with the static files in this folder."""
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "cbtneuro.settings", "STATIC_ROOT": str(static), "DEBUG": "0"}
    command = [sys.executable, "-c", "import cbtneuro.wsgi"]
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)


def manifest(folder: Path, names: list[str]) -> None:
    paths = {name: name for name in names}
    (folder / MANIFEST).write_text(json.dumps({"paths": paths, "version": "1.1", "hash": ""}))


def own_files() -> list[str]:
    static = ROOT / "static"
    return [str(path.relative_to(static)) for path in static.rglob("*") if path.is_file()]


def test_without_collected_files_the_start_is_refused_with_the_command(tmp_path: Path) -> None:
    refused = started(tmp_path)
    assert refused.returncode != 0
    assert "Run: python manage.py collectstatic --noinput" in refused.stderr


def test_with_files_of_an_older_version_the_start_is_refused_and_one_of_them_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    manifest(tmp_path, [name for name in own_files() if name != "css/base.css"])
    monkeypatch.setattr(checks, "staticfiles_storage", ManifestStaticFilesStorage(location=tmp_path))
    with pytest.raises(ImproperlyConfigured, match=r"lacks 1 static files of this version, css/base\.css among them"):
        refuse_without_static_files()


def test_with_all_files_it_starts(tmp_path: Path) -> None:
    manifest(tmp_path, own_files())
    assert started(tmp_path).returncode == 0


@pytest.mark.parametrize(
    ("behind", "count", "found"), [(True, 0, ["cbtneuro.W001"]), (True, 1, []), (False, 0, []), (False, 2, [])]
)
def test_a_proxy_that_is_not_counted_is_warned_of(*, behind: bool, count: int, found: list[str]) -> None:
    header = ("HTTP_X_FORWARDED_PROTO", "https") if behind else None
    with override_settings(SECURE_PROXY_SSL_HEADER=header, ALLAUTH_TRUSTED_PROXY_COUNT=count):
        assert [message.id for message in count_proxies(None)] == found


def test_the_check_runs_with_those_of_django(capsys: pytest.CaptureFixture[str]) -> None:
    with override_settings(SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https"), ALLAUTH_TRUSTED_PROXY_COUNT=0):
        call_command("check", deploy=True)
    assert "cbtneuro.W001" in capsys.readouterr().err
