"""What this site does differently from allauth's defaults about second factors: their secrets are stored encrypted.

The keys are made from SECRET_KEY and from those of SECRET_KEY_FALLBACKS, so neither a copy of the database nor a dump
of its rows is enough to make codes. ADR 29 says more.
"""

import base64
import logging
from hashlib import sha256
from typing import Any, ClassVar
from urllib.parse import urlsplit

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.core import context as current
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.totp.internal.auth import generate_totp_secret
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from members.models import User
from members.origin import origin_of

logger = logging.getLogger(__name__)


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "This did not work. Check it and try again.",
        "unverified_email": "Confirm your e-mail address first.",
    }

    def encrypt(self, text: str) -> str:
        return locks().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Of a secret that was closed with a key that is gone, one that nobody knows: no code of it is ever right."""
        try:
            return locks().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            logger.error("A second factor was stored under another SECRET_KEY: see SECRET_KEY_FALLBACKS in README.md.")
            return str(generate_totp_secret())

    def get_totp_issuer(self) -> str:
        return str(get_account_adapter().site_name())

    def generate_authenticator_name(self, user: User, type: str) -> str:
        """A name to begin with; people give their own."""
        del user, type
        return "Passkey"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """For the name of the site alone: a passkey is bound to it."""
        host = urlsplit(origin_of(current.request)).hostname or ""
        return {"id": host, "name": get_account_adapter().site_name()}


def locks() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet(
        [Fernet(base64.urlsafe_b64encode(sha256(f"second factor{key}".encode()).digest())) for key in keys]
    )
