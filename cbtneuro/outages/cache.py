"""Redis as the cache, and the table of the database for as long as Redis is away.

Limits on attempts live in the cache. A cache that is away must neither stop a log-in nor lift a limit.
"""

import logging
import time
from collections.abc import Callable
from typing import Any, ClassVar, Final

from django.conf import settings
from django.core.cache.backends.base import BaseCache
from django.core.cache.backends.db import DatabaseCache
from django.core.cache.backends.dummy import DummyCache
from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

RETRY_AFTER: Final = 2.0  # seconds for which nobody waits for a Redis that did not answer
AT_ONCE: Final = {"socket_connect_timeout": 0.5, "socket_timeout": 0.5, "retry": Retry(NoBackoff(), 0)}  # seconds
TABLE: Final = "cache"

logger = logging.getLogger(__name__)


def from_either(name: str) -> Callable[..., Any]:
    """The method of this name: Redis answers it, or what stands in for it while Redis is away."""

    def method(self: "RedisOrTable", *args: Any, **kwargs: Any) -> Any:
        if time.monotonic() >= self.away_until:
            try:
                answer = getattr(RedisCache, name)(self, *args, **kwargs)
            except RedisError as error:
                self.note_away(error)
            else:
                self.note_back()
                return answer
        return getattr(self.instead, name)(*args, **kwargs)

    method.__name__ = name
    return method


class RedisOrTable(RedisCache):
    """All caches of a process, which has one for each thread, know together whether Redis is away."""

    away_until: ClassVar[float] = 0.0  # by the monotonic clock; 0 while Redis answers

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, {**params, "OPTIONS": {**AT_ONCE, **params.get("OPTIONS", {})}})
        self.instead = self.stand_in(params)

    def stand_in(self, params: dict[str, Any]) -> BaseCache:
        return DatabaseCache(TABLE, {**params, "OPTIONS": {"MAX_ENTRIES": settings.CACHE_TABLE_ENTRIES}})

    def note_away(self, error: RedisError) -> None:
        if not RedisOrTable.away_until:
            logger.error("Redis does not answer; the table of the database stands in for it. %s", error)
        RedisOrTable.away_until = time.monotonic() + RETRY_AFTER

    def note_back(self) -> None:
        if RedisOrTable.away_until:
            logger.warning("Redis answers again.")
            RedisOrTable.away_until = 0.0

    add = from_either("add")
    get = from_either("get")
    set = from_either("set")
    touch = from_either("touch")
    delete = from_either("delete")
    get_many = from_either("get_many")
    has_key = from_either("has_key")
    incr = from_either("incr")
    set_many = from_either("set_many")
    delete_many = from_either("delete_many")
    clear = from_either("clear")


class RedisOrNothing(RedisOrTable):
    """For what can be made again: while Redis is away nothing is there, and nothing is kept."""

    def stand_in(self, params: dict[str, Any]) -> BaseCache:
        return DummyCache("", params)
