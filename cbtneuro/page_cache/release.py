"""One mark of what makes pages of the content: it is another one after an upgrade and after a change of settings."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from django.apps import apps
from django.conf import settings

PATTERNS: Final = ("*.py", "*.html", "*.svg")
SAID_BY_PAGES: Final = ("SITE_NAME", "SITE_URL", "CONTACT_EMAIL", "TIME_ZONE", "PAGES_KEPT_BY_PROXIES")


def mark() -> str:
    """A digest of the code, the templates, the locked packages, the names of static files, and settings."""
    digest = hashlib.blake2b(repr([getattr(settings, name) for name in SAID_BY_PAGES]).encode(), digest_size=12)
    for file in files():
        digest.update(str(file).encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


def files() -> Iterator[Path]:
    rooms = [Path(app.path) for app in apps.get_app_configs() if Path(app.path).parent == settings.BASE_DIR]
    for folder in (*sorted(rooms), settings.BASE_DIR / "templates"):
        for pattern in PATTERNS:
            yield from sorted(folder.rglob(pattern))
    others = (settings.BASE_DIR / "requirements.lock", Path(settings.STATIC_ROOT) / "staticfiles.json")
    yield from (file for file in others if file.exists())
