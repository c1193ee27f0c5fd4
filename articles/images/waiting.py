"""Files that came with a form which was refused: kept for a day, so that nobody has to choose them again."""

import secrets
from datetime import timedelta
from typing import Final

from django.core import signing
from django.core.files.base import ContentFile
from django.utils import timezone

from articles.images.media.store import listed, store

FOLDER: Final = "waiting"
KEPT_FOR: Final = timedelta(days=1)
SALT: Final = "articles.images.waiting"


def keep(name: str, raw: bytes) -> str:
    """Store a file; returns what a form carries in its place. Those that nobody came back for go first."""
    for other in listed(FOLDER)[1]:
        if store().get_modified_time(f"{FOLDER}/{other}") < timezone.now() - KEPT_FOR:
            store().delete(f"{FOLDER}/{other}")
    stored = store().save(f"{FOLDER}/{secrets.token_hex(16)}", ContentFile(raw))
    return signing.dumps([stored, name], salt=SALT)


def kept(ticket: str) -> tuple[str, bytes] | None:
    """Name and content of a file that was kept, unless its time is over."""
    try:
        stored, name = signing.loads(ticket, salt=SALT, max_age=KEPT_FOR)
        with store().open(stored) as file:
            return name, file.read()
    except (signing.BadSignature, FileNotFoundError):
        return None
