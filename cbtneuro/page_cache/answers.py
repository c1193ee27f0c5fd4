"""An answer as it is kept: its bytes in every coding, its headers, and how it meets a client that has it already."""

import gzip
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import brotli
from django.utils.http import parse_etags

from cbtneuro.page_cache.content_version.reading import Version

Headers = list[tuple[str, str]]

BROTLI_QUALITY: Final = 5  # a fifth of the time of 9 for some percent more bytes
GZIP_LEVEL: Final = 6
REPLACED: Final = frozenset({"content-length", "content-encoding", "etag", "vary", "cache-control"})
PREFERRED: Final = ("br", "gzip")


@dataclass(frozen=True)
class Coded:
    """The body in one content coding. `headers`: with it; `headers_alone`: with 304."""

    body: bytes
    etag: str
    headers: Headers
    headers_alone: Headers


@dataclass(frozen=True)
class Answer:
    """What every visitor gets at an address while the content has `version`. Codings: `br`, `gzip`, and "" for none."""

    version: Version
    codings: dict[str, Coded]
    last_modified: str

    @property
    def size(self) -> int:
        """Bytes."""
        return sum(len(coded.body) for coded in self.codings.values())

    def coded_for(self, accept_encoding: str) -> Coded:
        return self.codings[preferred(accept_encoding)]


@lru_cache(maxsize=256)  # browsers send few
def preferred(accept_encoding: str) -> str:
    return next((coding for coding in PREFERRED if accepts(accept_encoding, coding)), "")


def accepts(accept_encoding: str, coding: str) -> bool:
    """Whether a client takes this coding: named, and not with a weight of nothing (RFC 9110, 12.5.3)."""
    for part in accept_encoding.split(","):
        name, _, weight = part.partition(";")
        if name.strip().lower() == coding:
            return weight.strip().lower().replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    return False


def answer_of(version: Version, headers: Iterable[tuple[str, str]], body: bytes, cache_control: str) -> Answer:
    given = {name.lower(): value for name, value in headers}
    kept = [(name, value) for name, value in headers if name.lower() not in REPLACED]
    digest = hashlib.blake2b(body, digest_size=12).hexdigest()
    by_format = "accept" in given.get("vary", "").lower().split(", ")
    bodies = {
        "br": brotli.compress(body, quality=BROTLI_QUALITY),
        "gzip": gzip.compress(body, GZIP_LEVEL, mtime=0),
        "": body,
    }
    about = [("Vary", "Accept-Encoding, Accept" if by_format else "Accept-Encoding"), ("Cache-Control", cache_control)]
    codings = {}
    for coding, coded in bodies.items():
        etag = f'"{digest}-{coding}"' if coding else f'"{digest}"'
        own: Headers = [("Content-Encoding", coding)] if coding else []
        common = [("Content-Length", str(len(coded))), ("ETag", etag)]
        told: Headers = [*kept, *own, *common, *about]
        codings[coding] = Coded(coded, etag, told, [header for header in told if not header[0].startswith("Content-")])
    return Answer(version, codings, given.get("last-modified", ""))


def is_held(if_none_match: str, etag: str) -> bool:
    """Whether the client says that it has this very answer. Weak and strong tags count alike (RFC 9110, 13.1.2)."""
    if if_none_match == etag:
        return True
    held = parse_etags(if_none_match)
    return held == ["*"] or etag in (tag.removeprefix("W/") for tag in held)
