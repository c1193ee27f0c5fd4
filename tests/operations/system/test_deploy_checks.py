"""`check --deploy` warns of what makes this site unsafe, and of nothing on a site that is as README.md has it."""

import sqlite3
from datetime import timedelta
from io import StringIO
from typing import Any, Final

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import override_settings
from django.utils import timezone

from articles.images.media.folder import Folder
from operations.system.deploy_checks import look_before_serving, of_secrets
from tests.times import NOW

GOOD: Final[dict[str, Any]] = {
    "SECRET_KEY_SINCE": None,
    "METRICS_TOKEN": "",
    "CACHE_URL": "db://cache",
    "MEDIA_S3": "",
    "SITE_URL": "https://cbt.example.org",
    "MAIL_STAYS_HERE": False,
    "REQUIRE_MFA_FOR_ADMIN": True,
    "REQUIRE_MFA_FOR_STAFF": False,
}
TODAY: Final = NOW.date()


def found(**changes: Any) -> list[str]:
    with override_settings(**{**GOOD, **changes}):
        return [message.id or "" for message in look_before_serving(None) if message.hint]


@pytest.fixture(autouse=True)
def _a_sqlite_that_is_mended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 51, 3))


def test_a_site_as_the_readme_has_it_is_told_nothing() -> None:
    assert found() == []


@pytest.mark.parametrize(
    ("changes", "warned"),
    [
        ({"METRICS_TOKEN": "x" * 31}, ["cbtneuro.W004"]),
        ({"METRICS_TOKEN": "x" * 32}, []),
        ({"CACHE_URL": "redis://10.0.0.7:6379/0"}, ["cbtneuro.W005"]),
        ({"CACHE_URL": "rediss://cache.example.org/0"}, ["cbtneuro.W005"]),
        ({"CACHE_URL": "rediss://:secret@cache.example.org/0"}, []),
        ({"CACHE_URL": "redis://127.0.0.1:6379/0"}, []),
        ({"CACHE_URL": "redis://localhost:6379/0"}, []),
        ({"CACHE_URL": "redis://[::1]:6379/0"}, []),
        ({"SITE_URL": ""}, ["cbtneuro.W006"]),
        ({"SITE_URL": "http://cbt.example.org"}, ["cbtneuro.W006"]),
        ({"MAIL_STAYS_HERE": True}, ["cbtneuro.W007"]),
        ({"REQUIRE_MFA_FOR_ADMIN": False}, ["cbtneuro.W008"]),
        ({"REQUIRE_MFA_FOR_ADMIN": False, "REQUIRE_MFA_FOR_STAFF": True}, []),
    ],
)
def test_what_is_unsafe_is_warned_of(changes: dict[str, Any], warned: list[str]) -> None:
    assert found(**changes) == warned


@pytest.mark.parametrize(
    ("address", "fault", "warned"),
    [
        ("https://s3.example.org/images", "", []),
        ("https://s3.example.org/images", "anybody can read it", ["cbtneuro.W015"]),
        ("http://s3.example.org/images", "", ["cbtneuro.W016"]),
        ("http://127.0.0.1:9000/images", "", []),
    ],
)
def test_a_bucket_that_is_open_or_does_not_answer_or_is_asked_in_the_open_is_warned_of(
    monkeypatch: pytest.MonkeyPatch, address: str, fault: str, warned: list[str]
) -> None:
    monkeypatch.setattr(Folder, "fault", lambda self: fault)
    assert found(MEDIA_S3=address) == warned


@pytest.mark.parametrize(("days", "warned"), [(730, []), (731, ["cbtneuro.W003"])])
def test_an_old_secret_key_is_warned_of(days: int, warned: list[str]) -> None:
    with override_settings(**GOOD | {"SECRET_KEY_SINCE": TODAY - timedelta(days=days)}):
        assert [message.id for message in of_secrets(TODAY)] == warned


@pytest.mark.parametrize(("version", "told"), [((3, 51, 2), True), ((3, 40, 1), True), ((3, 51, 3), False)])
def test_a_sqlite_with_the_fault_is_told(
    monkeypatch: pytest.MonkeyPatch, version: tuple[int, int, int], *, told: bool
) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", version)
    for engine, expected in (("cbtneuro.outages.sqlite3", told), ("cbtneuro.outages.postgresql", False)):
        databases = {"default": {**settings.DATABASES["default"], "ENGINE": engine}}
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(settings, "DATABASES", databases)
            assert ("cbtneuro.I001" in found()) is expected


def test_they_run_with_those_of_django(capsys: pytest.CaptureFixture[str]) -> None:
    with override_settings(**GOOD | {"SECRET_KEY_SINCE": timezone.localdate() - timedelta(days=1000)}):
        call_command("check", deploy=True, stdout=StringIO())
    assert "cbtneuro.W003" in capsys.readouterr().err
