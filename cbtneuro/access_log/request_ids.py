"""One name for a request in every line about it, and in its answer."""

import re
import secrets
from collections.abc import Mapping
from contextvars import ContextVar
from typing import Any, Final

HEADER: Final = "X-Request-ID"
VALID: Final = re.compile(r"[A-Za-z0-9._-]{1,64}")  # nothing that a log or a header could take for more than a name

of_this_request: ContextVar[str] = ContextVar("of_this_request", default="")


def request_id(environ: Mapping[str, Any]) -> str:
    """The one that a proxy gave it, or one of our own."""
    given = environ.get("HTTP_X_REQUEST_ID", "")
    return given if VALID.fullmatch(given) else secrets.token_hex(16)
