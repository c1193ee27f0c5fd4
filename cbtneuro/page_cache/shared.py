"""Answers that one process made and all may send: in Redis, where the site has one. Without it each makes its own."""

import hashlib
from typing import Final

from django.core.cache.backends.base import BaseCache

from cbtneuro.page_cache.answers import Answer
from cbtneuro.page_cache.content_version.reading import Version
from cbtneuro.page_cache.memory import Key

KEPT_FOR: Final = 3600  # seconds; what has another version is never asked for again


class Shared:
    """`cache`: None where there is nothing to share. `release`: processes of another one make other pages."""

    def __init__(self, cache: BaseCache | None, release: str = "") -> None:
        self.cache = cache
        self.release = release

    def get(self, key: Key, version: Version) -> Answer | None:
        found = self.cache.get(self.name_of(key, version)) if self.cache is not None else None
        return found if isinstance(found, Answer) else None

    def put(self, key: Key, answer: Answer) -> None:
        if self.cache is not None:
            self.cache.set(self.name_of(key, answer.version), answer, KEPT_FOR)

    def name_of(self, key: Key, version: Version) -> str:
        return hashlib.blake2b(repr((self.release, key, version)).encode(), digest_size=20).hexdigest()
