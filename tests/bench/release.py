"""The site as a release that says its number, with one address that takes its time: what a reload must not break."""

import os
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final

from cbtneuro.wsgi import application as site

NUMBER: Final = Path(os.environ["BENCH_RELEASE"]).read_text()  # when the process begins, as code is
SLOW: Final = os.environ["BENCH_SLOW"]
TAKES: Final = 1.5  # seconds


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    def start(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
        return start_response(status, [*headers, ("Cache-Status", f"release; {NUMBER}")], *error)

    if environ["PATH_INFO"] == SLOW:
        time.sleep(TAKES)
        start("200 OK", [("Content-Length", "4")])
        return [b"slow"]
    return site(environ, start)
