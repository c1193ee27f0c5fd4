"""What `check --deploy` asks of this site beyond Django's own questions."""

import sqlite3
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from ipaddress import ip_address
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Info, Warning
from django.utils import timezone

from articles.images.media.store import store

SHORTEST_TOKEN: Final = 32  # characters
OLDEST_KEY: Final = timedelta(days=730)
MENDED: Final = (3, 51, 3)  # SQLite's WAL-reset bug: two checkpoints and a write at one moment may damage the file
LOOPBACK: Final = frozenset({"", "localhost"})


def look_before_serving(app_configs: Sequence[Any] | None, **options: Any) -> list[CheckMessage]:
    del app_configs, options
    return [*of_secrets(timezone.localdate()), *of_neighbours(), *of_database(), *of_people(), *of_images()]


def of_secrets(today: date) -> Iterator[CheckMessage]:
    since = settings.SECRET_KEY_SINCE
    if since and today - since > OLDEST_KEY:
        yield Warning(
            f"SECRET_KEY is in use since {since}.",
            hint="Make a new one, move the former one to SECRET_KEY_FALLBACKS, and set SECRET_KEY_SINCE.",
            id="cbtneuro.W003",
        )
    if settings.METRICS_TOKEN and len(settings.METRICS_TOKEN) < SHORTEST_TOKEN:
        yield Warning(
            f"METRICS_TOKEN has less than {SHORTEST_TOKEN} characters.",
            hint="Make a long one: openssl rand -hex 32",
            id="cbtneuro.W004",
        )


def of_neighbours() -> Iterator[CheckMessage]:
    cache = urlsplit(settings.CACHE_URL)
    if cache.scheme in ("redis", "rediss") and not cache.password and not is_loopback(cache.hostname or ""):
        yield Warning(
            f"CACHE_URL names a Redis at {cache.hostname} without a password: who reaches it writes pages.",
            hint="Give it a password (rediss://:password@host/0).",
            id="cbtneuro.W005",
        )
    if not settings.SITE_URL.startswith("https://"):
        yield Warning(
            "SITE_URL is no address with https://: links in mail, feeds and citations begin with it.",
            hint="Set SITE_URL=https://… to the name by which readers know the site.",
            id="cbtneuro.W006",
        )
    if settings.MAIL_STAYS_HERE:
        yield Warning(
            "EMAIL_URL=terminal: keeps all mail on this machine: nobody can register, or set a password anew.",
            hint="Set EMAIL_URL=submission://user:password@host:587.",
            id="cbtneuro.W007",
        )


def of_database() -> Iterator[CheckMessage]:
    is_sqlite = settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")
    if is_sqlite and sqlite3.sqlite_version_info < MENDED:
        yield Info(
            f"SQLite {sqlite3.sqlite_version} has a fault that may, very rarely, damage a database that several "
            "processes write (the WAL-reset bug, mended in 3.51.3).",
            hint="Back up daily; take a newer SQLite when the system has one, or PostgreSQL.",
            id="cbtneuro.I001",
        )


def of_people() -> Iterator[CheckMessage]:
    if not (settings.REQUIRE_MFA_FOR_ADMIN or settings.REQUIRE_MFA_FOR_STAFF):
        yield Warning(
            "Administrators may come in by a password alone.",
            hint="Leave REQUIRE_MFA_FOR_ADMIN out, or set it to 1.",
            id="cbtneuro.W008",
        )


def of_images() -> Iterator[CheckMessage]:
    if not settings.MEDIA_S3:
        return
    if fault := store().fault():
        yield Warning(
            f"The bucket of images, {store().place()}: {fault}.",
            hint="Look at MEDIA_S3, at AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, and at who may read the bucket.",
            id="cbtneuro.W015",
        )
    at = urlsplit(settings.MEDIA_S3)
    if at.scheme == "http" and not is_loopback(at.hostname or ""):
        yield Warning(
            f"MEDIA_S3 names {at.hostname} without https: what only members may see travels in the open.",
            hint="Give the server a certificate, and say https:// in MEDIA_S3.",
            id="cbtneuro.W016",
        )


def is_loopback(host: str) -> bool:
    try:
        return host in LOOPBACK or ip_address(host).is_loopback
    except ValueError:
        return False
