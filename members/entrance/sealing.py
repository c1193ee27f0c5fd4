"""Secrets that the site itself has to read again, as the database keeps them: closed with keys made from SECRET_KEY.

Neither a copy of the database nor a dump of its rows opens them. What was closed under a former key, which
SECRET_KEY_FALLBACKS names, stays open.
"""

import base64
from hashlib import sha256

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


class Unreadable(Exception):
    """Raised where a secret was closed with a key that is gone."""


def seal(secret: str, purpose: str) -> str:
    return locks(purpose).encrypt(secret.encode()).decode()


def unsealed(sealed: str, purpose: str) -> str:
    """Raises `Unreadable`."""
    try:
        return locks(purpose).decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise Unreadable("It was stored under another SECRET_KEY: see SECRET_KEY_FALLBACKS in README.md.") from error


def locks(purpose: str) -> MultiFernet:
    """A key for each purpose, so that what is closed for one is not opened for another."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(sha256(f"{purpose}{key}".encode()).digest())) for key in keys])
