"""Answers that one process made and all may send, and who of them makes one that is outdated.

In Redis, where the site has one: there all are shared for an hour. Else in a small table of the database, and then
only what was outdated under visitors' eyes: a crawler in a large collection must not write its pages into it.
"""

import hashlib
from collections.abc import Callable
from time import monotonic, sleep
from typing import Final, TypeVar

from django.core.cache.backends.base import BaseCache
from django.core.cache.backends.db import DatabaseCache
from django.db import Error, close_old_connections

from cbtneuro.page_cache.answers import Answer
from cbtneuro.page_cache.content_version.reading import Version
from cbtneuro.page_cache.memory import Key

Found = TypeVar("Found")

KEPT_FOR: Final = 3600  # seconds; what has another version is never asked for again
KEPT_IN_TABLE_FOR: Final = 30  # until every process that was to make it has seen it
CLAIMED_FOR: Final = 3.0  # seconds; who was killed meanwhile keeps nobody from making it for longer
LONGEST_WAIT: Final = 1.0  # seconds for what another process makes
LOOKS_EVERY: Final = 0.02  # seconds
PATIENCE: Final = 0.3  # seconds; a table that somebody holds for longer is left alone
QUIET_FOR: Final = 5.0


class Shared:
    """`cache`: None where there is nothing to share. `release`: processes of another one make other pages. `asked_all`:
    called when all is asked of a table, as no request of Django's begins or ends here.
    """

    def __init__(
        self, cache: BaseCache | None, release: str = "", asked_all: Callable[[], object] = close_old_connections
    ) -> None:
        self.cache = cache
        self.asked_all = asked_all
        self.release = release
        self.in_table = isinstance(cache, DatabaseCache)
        self.quiet_until = 0.0

    def look(self, key: Key, version: Version) -> tuple[Answer | None, bool]:
        """The answer, if it was made; and whether a process is making it."""
        name, claim = self.names_of(key, version)
        nothing: dict[str, object] = {}
        found = self.asked(lambda cache: cache.get_many([name, claim]), nothing)
        answer = found.get(name)
        return answer if isinstance(answer, Answer) else None, claim in found

    def claim(self, key: Key, version: Version) -> bool:
        """Whether it is ours to make. Nobody is kept from it by a table that takes no writing."""
        _, claim = self.names_of(key, version)
        if self.asked(lambda cache: cache.add(claim, 1, CLAIMED_FOR), True):
            return True
        _, is_claimed = self.look(key, version)
        return not is_claimed

    def awaited(self, key: Key, version: Version) -> Answer | None:
        """What another process makes; None where it gave up, or takes too long."""
        until = monotonic() + LONGEST_WAIT
        answer, is_claimed = self.look(key, version)
        while answer is None and is_claimed and monotonic() < until:
            sleep(LOOKS_EVERY)
            answer, is_claimed = self.look(key, version)
        return answer

    def put(self, key: Key, answer: Answer, *, was_claimed: bool) -> None:
        name, _ = self.names_of(key, answer.version)
        if was_claimed or not self.in_table:
            kept_for = KEPT_IN_TABLE_FOR if self.in_table else KEPT_FOR
            self.asked(lambda cache: cache.set(name, answer, kept_for), None)

    def give_up(self, key: Key, version: Version) -> None:
        """Nothing that others may send came of it."""
        _, claim = self.names_of(key, version)
        self.asked(lambda cache: cache.delete(claim), False)

    def asked(self, act: Callable[[BaseCache], Found], otherwise: Found) -> Found:
        if self.cache is None or monotonic() < self.quiet_until:
            return otherwise
        began = monotonic()
        try:
            return act(self.cache)
        except Error:
            return otherwise
        finally:
            if self.in_table and monotonic() - began > PATIENCE:
                self.quiet_until = monotonic() + QUIET_FOR

    def leave(self) -> None:
        """Give back the connection to a table."""
        if self.in_table:
            self.asked_all()

    def names_of(self, key: Key, version: Version) -> tuple[str, str]:
        """Of the answer, and of the claim to make it."""
        name = hashlib.blake2b(repr((self.release, key, version)).encode(), digest_size=20).hexdigest()
        return name, f"{name}:claim"
