"""What has to be right before this site is served, beyond what Django checks itself."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage
from django.core.checks import CheckMessage, Warning
from django.core.exceptions import ImproperlyConfigured

from articles.cards.card_fonts import can_be_drawn


def refuse_without_static_files() -> None:
    """Raises `ImproperlyConfigured`, with the command to run, where files of this version were not collected."""
    if settings.DEBUG or not isinstance(staticfiles_storage, ManifestFilesMixin):
        return
    known = staticfiles_storage.hashed_files
    ours = (
        str(file.relative_to(folder)) for folder in map(Path, settings.STATICFILES_DIRS) for file in files_in(folder)
    )
    lacking = sorted(name for name in ours if name not in known)
    if lacking:
        raise ImproperlyConfigured(
            f"{settings.STATIC_ROOT} lacks {len(lacking)} static files of this version, {lacking[0]} among them. "
            "Run: python manage.py collectstatic --noinput"
        )


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def find_what_draws_cards(app_configs: Sequence[Any] | None, **options: Any) -> list[CheckMessage]:
    """Pages come without social cards where a package is lacking that draws them."""
    del app_configs, options
    if can_be_drawn():
        return []
    return [
        Warning(
            "Nothing draws social cards: resvg-py or the packages of its fonts are not installed. "
            "Pages name no picture for links to them.",
            hint="Install what requirements.lock names.",
            id="cbtneuro.W002",
        )
    ]


def count_proxies(app_configs: Sequence[Any] | None, **options: Any) -> list[CheckMessage]:
    """A proxy whose own address counts as that of every visitor makes their limits one limit."""
    del app_configs, options
    if not getattr(settings, "SECURE_PROXY_SSL_HEADER", None) or settings.ALLAUTH_TRUSTED_PROXY_COUNT:
        return []
    return [
        Warning(
            "BEHIND_TLS_PROXY=1 with TRUSTED_PROXY_COUNT at 0: every visitor counts as one network address, "
            "and ten failed log-ins shut out everybody.",
            hint="Set TRUSTED_PROXY_COUNT to the number of your own proxies that add to X-Forwarded-For, mostly 1.",
            id="cbtneuro.W001",
        )
    ]
