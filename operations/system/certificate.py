"""Until when the certificate of this site holds, as a browser would find it. Only SITE_URL is ever asked."""

import socket
import ssl
from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

WAIT: Final = 3  # seconds
SOON: Final = timedelta(days=14)


class CertificateUnknown(Exception):
    """Raised with the reason in words."""


def holds_until(site_url: str) -> datetime:
    """Raises `CertificateUnknown`, also for a certificate that no browser takes."""
    host, port = address_of(site_url)
    context = ssl.create_default_context()
    try:
        with (
            socket.create_connection((host, port), timeout=WAIT) as plain,
            context.wrap_socket(plain, server_hostname=host) as secure,
        ):
            found = secure.getpeercert() or {}
    except ssl.SSLCertVerificationError as error:
        raise CertificateUnknown(f"A browser refuses it: {error.verify_message}.") from error
    except UnicodeError as error:
        raise CertificateUnknown(f"{host} is no name of a host.") from error
    except OSError as error:
        raise CertificateUnknown(f"{host} did not answer: {error}.") from error
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(str(found["notAfter"])), UTC)


def address_of(site_url: str) -> tuple[str, int]:
    """Host and port. Raises `CertificateUnknown`."""
    try:
        parts = urlsplit(site_url)
        host, port = parts.hostname, parts.port or 443
    except ValueError as error:
        raise CertificateUnknown(f"SITE_URL is no address: {error}.") from error
    if parts.scheme != "https" or not host:
        raise CertificateUnknown("SITE_URL names no address with https.")
    return host, port
