"""The outermost callable, where `LOG_FORMAT=json`: it tells of each request in one line, kept page or not."""

import logging
from collections.abc import Callable, Iterable, Iterator
from time import perf_counter
from typing import Any, Final

from django.http import HttpRequest, HttpResponse

from cbtneuro.access_log.paths import loggable
from cbtneuro.access_log.request_ids import HEADER, of_this_request, request_id
from cbtneuro.page_cache.addresses import Environ, has_session
from cbtneuro.page_cache.front import HIT, MADE, STALE
from cbtneuro.page_cache.rendering import Application

READER: Final = "cbtneuro.reader"  # in the environ of a request
FROM_CACHE: Final = {HIT: "hit", STALE: "stale", MADE: "miss"}

logger = logging.getLogger("cbtneuro.access")


def note_reader(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """A middleware: what kind of person asked, where a view or a page wanted to know. It asks nobody itself."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        person = getattr(request, "_cached_user", None)  # where Django's `get_user` leaves it
        if person is not None:
            request.META[READER] = kind_of(person)
        return response

    return middleware


def kind_of(person: Any) -> str:
    """By what is known of their permissions already: a page that knows an editor has asked for them."""
    if not person.is_authenticated:
        return "visitor"
    edits = person.is_superuser or "articles.change_article" in vars(person).get("_perm_cache", ())
    return "editor" if edits else "member"


class Telling:
    """One request, from its first moment to its last byte."""

    def __init__(self, environ: Environ, start_response: Callable[..., Any]) -> None:
        self.began = perf_counter()
        self.environ = environ
        self.start_response = start_response
        self.id = request_id(environ)
        self.status, self.cache, self.sent = 500, "", 0

    def start(self, status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
        self.status = int(status[:3])
        self.cache = next((value for name, value in headers if name == "Cache-Status"), "")
        return self.start_response(status, [*headers, (HEADER, self.id)], *error)

    def end(self) -> None:
        environ = self.environ
        visits = not has_session(environ.get("HTTP_COOKIE", ""))
        fields = {
            "method": environ["REQUEST_METHOD"],
            "path": loggable(environ.get("PATH_INFO", "")),
            "status": self.status,
            "bytes": self.sent,
            "duration_ms": round((perf_counter() - self.began) * 1000, 3),
            "cache": FROM_CACHE.get(self.cache),
            "user": environ.get(READER, "visitor" if visits else None),
        }
        logger.info("%s", fields["path"], extra={"fields": fields})


class Counted:
    """A body that is sent piece by piece: the request ends with it."""

    def __init__(self, body: Iterable[bytes], telling: Telling) -> None:
        self.body = body
        self.telling = telling

    def __iter__(self) -> Iterator[bytes]:
        for piece in self.body:
            self.telling.sent += len(piece)
            yield piece

    def close(self) -> None:
        try:
            if close := getattr(self.body, "close", None):
                close()
        finally:
            self.telling.end()


class AccessLog:
    """`application`: what the server would call without it."""

    def __init__(self, application: Application) -> None:
        self.application = application

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        telling = Telling(environ, start_response)
        of_this_request.set(telling.id)
        body: Iterable[bytes] | None = None
        try:
            body = self.application(environ, telling.start)
        finally:
            if body is None:  # it broke
                telling.end()
        if not isinstance(body, list):
            return Counted(body, telling)
        telling.sent = sum(map(len, body))
        telling.end()
        return body
