"""Requests that reach the callable of the server itself, as a server makes them."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from django.core.signals import request_finished, request_started
from django.db import OperationalError, close_old_connections
from django.test import RequestFactory

from cbtneuro.page_cache.addresses import Environ
from cbtneuro.page_cache.content_version.reading import ContentVersion
from cbtneuro.page_cache.front import PageCache
from cbtneuro.page_cache.rendering import Application, whole

LARGE: Final = 1024 * 1024

Headers = list[tuple[str, str]]


@dataclass
class Answered:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def was_kept(self) -> bool:
        return self.headers.get("Cache-Status", "").startswith("pages; hit")


@contextmanager
def connection_kept() -> Iterator[None]:
    """Requests that end do not close the connection: the test undoes its transaction. Django's client does so, too."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)


def asked(application: Application, address: str, method: str = "GET", **meta: str) -> Answered:
    """`meta`: headers as WSGI names them, `HTTP_COOKIE="a=1"`."""
    given: dict[str, Any] = {"HTTP_HOST": "testserver", **meta}
    environ: Environ = RequestFactory().generic(method, address, **given).environ
    with connection_kept():
        found = whole(application, environ)
    return Answered(int(found.status[:3]), dict(found.headers), found.body)


class Counting:
    """A small application that counts how often it has to answer. `headers`: what it sends beside a type."""

    def __init__(self, *headers: tuple[str, str], status: str = "200 OK") -> None:
        self.headers = [("Content-Type", "text/html; charset=utf-8"), *headers]
        self.status = status
        self.environs: list[Environ] = []

    def __call__(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        self.environs.append(environ)
        start_response(self.status, list(self.headers))
        return [f"Answer {len(self.environs)} ".encode() * 50]

    @property
    def answers(self) -> int:
        return len(self.environs)


class Content:
    """A version that a test changes."""

    def __init__(self) -> None:
        self.number = 1
        self.is_away = False

    def read(self) -> tuple[object, ...]:
        if self.is_away:
            raise OperationalError("away")
        return (self.number,)


def front(application: Any, content: Content, *, most_bytes: int = LARGE, interval: float = 0) -> PageCache:
    return PageCache(application, most_bytes=most_bytes, version=ContentVersion(interval, lambda: None, content.read))
