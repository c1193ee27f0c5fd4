"""What this site does differently from allauth's defaults about second factors: their secrets are stored encrypted.

Neither a copy of the database nor a dump of its rows is enough to make codes (`members.entrance.sealing`). ADR 29 says
more.
"""

import logging
from typing import Any, ClassVar, Final
from urllib.parse import urlsplit

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.core import context as current
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.totp.internal.auth import generate_totp_secret

from members.entrance.sealing import Unreadable, seal, unsealed
from members.models import User
from members.origin import origin_of

PURPOSE: Final = "second factor"
logger = logging.getLogger(__name__)


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "This did not work. Check it and try again.",
        "unverified_email": "Confirm your e-mail address first.",
    }

    def encrypt(self, text: str) -> str:
        return seal(text, PURPOSE)

    def decrypt(self, encrypted_text: str) -> str:
        """Of a secret that was closed with a key that is gone, one that nobody knows: no code of it is ever right."""
        try:
            return unsealed(encrypted_text, PURPOSE)
        except Unreadable as error:
            logger.error("A second factor cannot be read. %s", error)
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
