"""Long work in several processes: others make ready what this one reads and stores."""

import gc
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from threading import Thread
from typing import Any, Final, TypeVar

Part = TypeVar("Part")
Made = TypeVar("Made")
AHEAD: Final = 2  # parts for each process that are read before they are asked for

_make: Callable[[Any], Any]  # in a child: what it does


def in_processes(make: Callable[[Part], Made], parts: Iterable[Part], processes: int) -> Iterator[tuple[Part, Made]]:
    """Each part, in their order, with what `make` makes of it: here, or in so many forked processes if there are two.

    Those know what this one knew when the first part was asked for. They must not use its connections.
    """
    if processes < 2:
        yield from ((part, make(part)) for part in parts)
        return
    gc.freeze()  # else collecting garbage in a child would copy all that it has from here
    waiting: deque[tuple[Part, Future[Made]]] = deque()
    rest = iter(parts)
    with ProcessPoolExecutor(processes, get_context("fork"), begin, (make,)) as pool:
        try:
            for part in islice(rest, AHEAD * processes):
                waiting.append((part, pool.submit(made, part)))
            while waiting:
                part, future = waiting.popleft()
                found = future.result()
                for following in islice(rest, 1):
                    waiting.append((following, pool.submit(made, following)))
                yield part, found
        finally:
            pool.shutdown(cancel_futures=True)
            gc.unfreeze()


def begin(make: Callable[[Any], Any]) -> None:
    """In a child. Who stops the parent stops it, by whatever means."""
    global _make
    _make = make
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=end_with_parent, daemon=True).start()


def end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
    os._exit(1)


def made(part: Any) -> Any:
    return _make(part)
