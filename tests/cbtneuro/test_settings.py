"""Settings come from the environment, and what is missing stops the start with its name."""

import json
import os
import runpy
import sys
from typing import Any
from unittest.mock import patch

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from tests.source import ROOT

PRODUCTION = {
    "SECRET_KEY": "k" * 60,
    "ALLOWED_HOSTS": "cbt.example.org,www.cbt.example.org",
    "DATABASE_URL": "postgres://cbtneuro:secret@db.example.org:5432/cbtneuro",
    "EMAIL_URL": "submission://mailer:secret@mail.example.org:587",
}


def started(environment: dict[str, str], *names: str) -> dict[str, object]:
    """The values of these settings, read under this environment and no other. Raises what the start raises."""
    with patch.dict(os.environ, environment, clear=True), patch.dict(sys.modules):
        sys.modules.pop("members.entrance.account_settings", None)  # read anew, as the settings are
        found = runpy.run_path(str(ROOT / "cbtneuro" / "settings.py"))
    values: dict[str, object] = json.loads(json.dumps({name: found[name] for name in names}, default=str))
    return values


@pytest.mark.parametrize("name", PRODUCTION)
def test_without_debug_a_missing_variable_stops_the_start_and_is_named(name: str) -> None:
    environment = {key: value for key, value in PRODUCTION.items() if key != name}
    with pytest.raises(ImproperlyConfigured, match=f"Set {name} in the environment"):
        started(environment)


def test_mail_that_goes_nowhere_stops_the_start() -> None:
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL has to begin with"):
        started({**PRODUCTION, "EMAIL_URL": "smtp+tls://mailer:secret@mail.example.org:587"})


def test_an_empty_environment_is_told_of_every_variable_at_once() -> None:
    with pytest.raises(
        ImproperlyConfigured, match="Set SECRET_KEY, ALLOWED_HOSTS, DATABASE_URL, EMAIL_URL in the environment"
    ):
        started({})


def test_production_protects_cookies_and_forces_https() -> None:
    values = started(
        PRODUCTION, "DEBUG", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "ALLOWED_HOSTS",
        "ACCOUNT_EMAIL_VERIFICATION", "EMAIL_USE_TLS",
    )  # fmt: skip
    assert values == {
        "DEBUG": False,
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SECURE_SSL_REDIRECT": True,
        "ALLOWED_HOSTS": ["cbt.example.org", "www.cbt.example.org"],
        "ACCOUNT_EMAIL_VERIFICATION": "mandatory",
        "EMAIL_USE_TLS": True,
    }


def test_a_first_start_with_debug_needs_nothing_else(tmp_path: object) -> None:
    values = started({"DEBUG": "1", "DATA_DIR": str(tmp_path)}, "DEBUG", "DATABASES", "MAIL_STAYS_HERE", "MEDIA_ROOT")
    assert values["MAIL_STAYS_HERE"] is True
    assert values["MEDIA_ROOT"] == f"{tmp_path}/media"
    assert f"{tmp_path}/cbtneuro.sqlite3" in json.dumps(values["DATABASES"])


def test_each_engine_gets_its_own_options() -> None:
    lite = json.dumps(started({**PRODUCTION, "DATABASE_URL": "sqlite:////data/site.sqlite3"}, "DATABASES"))
    assert all(word in lite for word in ("journal_mode=WAL", "foreign_keys=ON", "IMMEDIATE", '"timeout": 20'))
    postgres = json.dumps(started({**PRODUCTION, "DATABASE_POOL_SIZE": "7"}, "DATABASES"))
    assert '"max_size": 7' in postgres
    assert "PRAGMA" not in postgres


def test_names_and_places_follow_the_environment() -> None:
    wanted = {"SITE_NAME": "Pain Neuro", "SITE_URL": "https://pain.example.org", "MEDIA_ROOT": "/data/media"}
    assert started({**PRODUCTION, **wanted, "CACHE_URL": "locmem://"}, *wanted) == wanted


def test_the_number_of_proxies_is_what_the_environment_says() -> None:
    name = "ALLAUTH_TRUSTED_PROXY_COUNT"
    assert started({**PRODUCTION, "TRUSTED_PROXY_COUNT": "2"}, name) == {name: 2}
    assert started(PRODUCTION, name) == {name: 0}


@pytest.mark.parametrize(("said", "after"), [({}, 5), ({"DATABASE_PREPARE": "0"}, None)])
def test_statements_and_cursors_stay_with_a_connection_unless_it_is_of_a_pool_of_transactions(
    said: dict[str, str], after: int | None
) -> None:
    found: Any = started({**PRODUCTION, "DATABASE_URL": "postgres://a@127.0.0.1/b", **said}, "DATABASES")
    assert found["DATABASES"]["default"]["OPTIONS"]["prepare_threshold"] == after
    assert found["DATABASES"]["default"]["DISABLE_SERVER_SIDE_CURSORS"] == (after is None)


@pytest.mark.both_engines
@pytest.mark.django_db
def test_the_database_keeps_its_promises() -> None:
    """Foreign keys hold and writers wait for each other, as far as each engine has to be told."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            told = {}
            for name in ("journal_mode", "foreign_keys", "busy_timeout"):
                cursor.execute(f"PRAGMA {name}")
                told[name] = cursor.fetchone()[0]
            assert told == {"journal_mode": "wal", "foreign_keys": 1, "busy_timeout": 20_000}
        else:
            cursor.execute("SHOW server_encoding")
            assert cursor.fetchone() == ("UTF8",)
            assert connection.settings_dict["OPTIONS"]["pool"]


def test_a_format_of_the_log_that_nobody_knows_stops_the_start() -> None:
    with pytest.raises(ImproperlyConfigured, match="LOG_FORMAT is line or json"):
        started({**PRODUCTION, "LOG_FORMAT": "xml"})
