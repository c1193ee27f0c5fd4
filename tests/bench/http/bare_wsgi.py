"""The least that a server can be asked for: a callable that looks an address up and sends its bytes.

`BENCH_PAGES` names a folder that `pages.write` filled.
"""

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from tests.bench.http.pages import read

PAGES = {
    page.path: (page.headers, [page.body], [header for header in page.headers if not header[0].startswith("Content-")])
    for page in read(Path(os.environ["BENCH_PAGES"]))
}


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    page = PAGES.get(environ["PATH_INFO"])
    if page is None:
        start_response("404 Not Found", [("Content-Length", "0")])
        return []
    headers, body, without_body = page
    if "HTTP_IF_NONE_MATCH" in environ:
        start_response("304 Not Modified", without_body)
        return []
    start_response("200 OK", headers)
    return body
