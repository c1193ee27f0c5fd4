"""MEDIA_S3 as settings take it: the address of a bucket, of which signed addresses are made.

The bucket stands in the path (https://s3.example.org/bucket/folder), as every server of the protocol understands it; so
all that browsers fetch from there has one origin, which the policy of pages can name.
"""

from importlib.util import find_spec
from typing import Any, Final
from urllib.parse import SplitResult, urlsplit

from django.core.exceptions import ImproperlyConfigured

IN_A_FOLDER: Final = {"BACKEND": "articles.images.media.folder.Folder"}
NO_BUCKET: Final = "MEDIA_S3 is no address of a bucket: https://s3.example.org/bucket, or …/bucket/folder."
SHORTEST_WORDS: Final = "MEDIA_SIGNED_SECONDS is 0 or more, and 604800 at most, the most that the protocol knows."
LONGEST_SIGNED: Final = 7 * 24 * 3600  # seconds


def storage_at(address: str, signed_seconds: int) -> dict[str, Any]:
    """For STORAGES; without an address, MEDIA_ROOT is the place. Raises `ImproperlyConfigured`."""
    if not address:
        return IN_A_FOLDER
    if find_spec("storages") is None:
        raise ImproperlyConfigured("MEDIA_S3 wants what requirements-s3.lock installs.")
    if not 0 <= signed_seconds <= LONGEST_SIGNED:
        raise ImproperlyConfigured(SHORTEST_WORDS)
    parts = parts_of(address)
    bucket, _, folder = parts.path.strip("/").partition("/")
    options = {"bucket_name": bucket, "location": folder, "querystring_expire": signed_seconds}
    return {"BACKEND": "articles.images.media.bucket.Bucket", "OPTIONS": {**options, "endpoint_url": origin_of(parts)}}


def sources_at(address: str, signed_seconds: int) -> list[str]:
    """The origins from which pages show images beside that of the site, for their Content-Security-Policy."""
    return [origin_of(parts_of(address))] if address and signed_seconds else []


def origin_of(parts: SplitResult) -> str:
    return parts._replace(path="").geturl()


def parts_of(address: str) -> SplitResult:
    """Raises `ImproperlyConfigured`; keys have variables of their own, and do not stand in the address."""
    try:
        parts = urlsplit(address)
        is_whole = parts.port != 0 and bool(parts.hostname and parts.path.strip("/"))
    except ValueError:
        raise ImproperlyConfigured(NO_BUCKET) from None
    if not is_whole or parts.scheme not in ("http", "https") or parts.username or parts.query or parts.fragment:
        raise ImproperlyConfigured(NO_BUCKET)
    return parts
