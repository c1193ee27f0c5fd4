"""The callable in front of everything that counts each request, also those that the page cache answers."""

from collections.abc import Callable, Iterable, Iterator
from time import perf_counter
from typing import Any

from operations.metrics.counting import VIEW, seen_requests

Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


class Metered:
    """`application`: what the server would call without it. `caches`: how the page cache says what it did."""

    def __init__(self, application: Application, caches: dict[str, str]) -> None:
        self.application = application
        self.caches = caches

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        began = perf_counter()
        status, cache = "500", "none"

        def start(line: str, headers: list[tuple[str, str]], *error: Any) -> Any:
            nonlocal status, cache
            status = line[:3]
            if headers and headers[-1][0] == "Cache-Status":  # where the page cache says it
                cache = self.caches.get(headers[-1][1], "none")
            return start_response(line, headers, *error)

        def end() -> None:
            where = environ.get(VIEW) or environ.get("PATH_INFO", "")
            seen_requests.append((where, environ["REQUEST_METHOD"], status, cache, perf_counter() - began))

        body: Iterable[bytes] | None = None
        try:
            body = self.application(environ, start)
        finally:
            if body is None:  # it broke
                end()
        if not isinstance(body, list):
            return Counted(body, end)
        end()
        return body


class Counted:
    """A body that is sent piece by piece: the request ends with it."""

    def __init__(self, body: Iterable[bytes], end: Callable[[], None]) -> None:
        self.body = body
        self.end = end

    def __iter__(self) -> Iterator[bytes]:
        yield from self.body

    def close(self) -> None:
        try:
            if close := getattr(self.body, "close", None):
                close()
        finally:
            self.end()
