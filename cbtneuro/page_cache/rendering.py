"""One request at a time makes an answer; who asks for the same meanwhile waits for it, or has the former one."""

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from cbtneuro.page_cache.addresses import Environ
from cbtneuro.page_cache.memory import Key

Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


@dataclass
class Whole:
    """An answer of the application, with all its bytes."""

    status: str
    headers: list[tuple[str, str]]
    body: bytes


def whole(application: Application, environ: Environ) -> Whole:
    """Let the application answer, and close what it returned, as a server does."""
    told: list[tuple[str, list[tuple[str, str]]]] = []

    def start_response(status: str, headers: list[tuple[str, str]], *_: object) -> None:
        told.append((status, headers))

    answer = application(environ, start_response)
    try:
        body = b"".join(answer)
    finally:
        if close := getattr(answer, "close", None):
            close()
    status, headers = told[-1]
    return Whole(status, headers, body)


@dataclass
class Making:
    """An answer that somebody makes. `failure`: what came in its place."""

    done: threading.Event = field(default_factory=threading.Event)
    failure: Whole | None = None


@dataclass
class Turns:
    """Who makes the answer at which address."""

    making: dict[Key, Making] = field(default_factory=dict)
    turn: threading.Lock = field(default_factory=threading.Lock)

    def take(self, key: Key) -> Making | None:
        """None for who is to make it; else what somebody makes already."""
        with self.turn:
            if key in self.making:
                return self.making[key]
            self.making[key] = Making()
            return None

    def fail(self, key: Key, failure: Whole) -> None:
        """Who waits gets the same, instead of trying in vain once more."""
        self.making[key].failure = failure

    def leave(self, key: Key) -> None:
        with self.turn:
            making = self.making.pop(key)
        making.done.set()
