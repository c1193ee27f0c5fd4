"""The callable in front of Django. A visitor's page that is kept costs neither session nor template nor query.

It decides by the request alone, and asks the content's version at most once in `CHECKED_EVERY` seconds. What Django
makes for it is what a person without any cookie gets, so nothing of a member, an editor or a message can be in it;
and what sets a cookie or says `private` or `no-store` is never kept.
"""

from collections.abc import Callable, Iterable
from time import monotonic
from typing import Any, Final

from django.conf import settings

from articles.site.snapshot import forget
from cbtneuro.page_cache.addresses import Environ, for_visitor, is_kept, key_of
from cbtneuro.page_cache.answers import Answer, answer_of, is_held
from cbtneuro.page_cache.content_version.reading import ContentVersion, Known, version_between_requests
from cbtneuro.page_cache.memory import Key, Memory
from cbtneuro.page_cache.rendering import Application, Turns, Whole, whole
from cbtneuro.page_cache.shared import Shared
from cbtneuro.page_cache.standby import Standby, primary_position

Start = Callable[..., Any]

CHECKED_EVERY: Final = 0.5  # seconds; a change shows within twice that, with the time in which the page is made
FORMER_SHOWN_FOR: Final = 0.3  # seconds after a change was seen, to who asks while the new answer is made
LONGEST_WAIT: Final = 5.0  # seconds for an answer that somebody else makes
CACHE_CONTROL: Final = f"public, max-age=0, s-maxage={settings.PAGES_KEPT_BY_PROXIES}, stale-while-revalidate=10"

HIT, STALE, MADE = "pages; hit", "pages; hit; ttl=-1", "pages; fwd=miss; stored"  # Cache-Status, RFC 9211


class PageCache:
    """`application`: Django's own. `version`: what one process knows of the content. `shared`: what all processes
    made, where there is a cache that they share.
    """

    def __init__(
        self,
        application: Application,
        *,
        most_bytes: int,
        version: ContentVersion | None = None,
        shared: Shared | None = None,
    ) -> None:
        self.application = application
        self.memory = Memory(most_bytes)
        self.shared = shared or Shared(None)
        self.version = version or ContentVersion(CHECKED_EVERY, forget, version_between_requests, primary_position)
        self.standby = Standby()
        self.turns = Turns()

    def __call__(self, environ: Environ, start_response: Start) -> Iterable[bytes]:
        key = key_of(environ)
        if key is None:
            return self.application(environ, start_response)
        answer = self.memory.get(key)
        if answer is None and not is_kept(key[2]):
            return self.application(environ, start_response)
        known = self.version.current()
        if known is None:
            return self.application(environ, start_response)
        if answer is not None and answer.version == known.version:
            return send(answer, environ, start_response, HIT if known.is_sure else STALE)
        return self.made(key, answer, known, environ, start_response)

    def made(
        self, key: Key, former: Answer | None, known: Known, environ: Environ, start_response: Start
    ) -> Iterable[bytes]:
        """A new answer, made here or by who was quicker; or the former one, while it may be shown."""
        others = self.turns.take(key)
        if others is None:
            try:
                return self.make(key, former, known, environ, start_response)
            finally:
                self.turns.leave(key)
                self.shared.leave()
        if former is not None and monotonic() - known.since < FORMER_SHOWN_FOR:
            return send(former, environ, start_response, STALE)
        others.done.wait(LONGEST_WAIT)
        answer = self.memory.get(key)
        if answer is not None and answer is not former:
            return send(answer, environ, start_response, HIT)
        if others.failure is not None:
            return send_whole(others.failure, environ, start_response)
        return self.application(environ, start_response)

    def make(
        self, key: Key, former: Answer | None, known: Known, environ: Environ, start_response: Start
    ) -> Iterable[bytes]:
        """Called by one thread at a time. An outdated answer is claimed, so that one process of the site makes it."""
        ready = self.memory.get(key)
        if ready is not None and ready is not former:  # by somebody who was done before this turn was taken
            return send(ready, environ, start_response, HIT)
        answer, is_elsewhere = self.shared.look(key, known.version)
        is_ours = False
        if former is not None and answer is None and not is_elsewhere:
            is_ours = self.shared.claim(key, known.version)
            is_elsewhere = not is_ours
        if is_elsewhere and answer is None:  # another process makes it
            if former is not None and monotonic() - known.since < FORMER_SHOWN_FOR:
                return send(former, environ, start_response, STALE)
            answer = self.shared.awaited(key, known.version)
        if answer is not None:
            self.memory.put(key, answer)
            return send(answer, environ, start_response, HIT)
        return self.render(key, former, known, environ, start_response, is_ours=is_ours)

    def render(
        self, key: Key, former: Answer | None, known: Known, environ: Environ, start_response: Start, *, is_ours: bool
    ) -> Iterable[bytes]:
        found = self.found(key, known, environ)
        if may_be_kept(found):
            answer = answer_of(known.version, found.headers, found.body, CACHE_CONTROL)
            if self.memory.put(key, answer):
                self.shared.put(key, answer, was_claimed=is_ours)
            return send(answer, environ, start_response, MADE)
        if is_ours:
            self.shared.give_up(key, known.version)
        if former is not None and found.status.startswith("5"):
            return send(former, environ, start_response, STALE)
        if found.status.startswith("503"):
            self.turns.fail(key, found)
        return send_whole(found, environ, start_response)

    def found(self, key: Key, known: Known, environ: Environ) -> Whole:
        by_standby = self.standby.page(self.application, for_visitor(environ, key), known.position)
        return by_standby or whole(self.application, for_visitor(environ, key))


def may_be_kept(found: Whole) -> bool:
    """A page that is there, and that nobody marked as one person's own."""
    headers = {name.lower(): value.lower() for name, value in found.headers}
    control = headers.get("cache-control", "")
    is_own = "set-cookie" in headers or "private" in control or "no-store" in control
    return found.status.startswith("200") and not is_own


def send_whole(found: Whole, environ: Environ, start_response: Start) -> Iterable[bytes]:
    start_response(found.status, found.headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [found.body]


def send(answer: Answer, environ: Environ, start_response: Start, cache_status: str) -> Iterable[bytes]:
    """The kept bytes in a coding that the client takes; 304 where it has them."""
    coded = answer.coded_for(environ.get("HTTP_ACCEPT_ENCODING", ""))
    status = ("Cache-Status", cache_status)
    held = environ.get("HTTP_IF_NONE_MATCH")
    since = environ.get("HTTP_IF_MODIFIED_SINCE")
    if is_held(held, coded.etag) if held is not None else since is not None and since == answer.last_modified:
        start_response("304 Not Modified", [*coded.headers_alone, status])
        return []
    start_response("200 OK", [*coded.headers, status])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [coded.body]
