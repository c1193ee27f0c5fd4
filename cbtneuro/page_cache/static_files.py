"""Style sheets and scripts as they are served: short, and by names that change with what they hold."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from lightningcss import process_stylesheet
from rjsmin import jsmin  # type: ignore[import-untyped]
from whitenoise.middleware import WhiteNoiseMiddleware  # type: ignore[import-untyped]
from whitenoise.storage import CompressedManifestStaticFilesStorage  # type: ignore[import-untyped]

OURS: Final = ("css/", "js/")  # what packages bring stays as they made it
SHORTEN: Final[dict[str, Callable[[str], str]]] = {
    ".css": lambda text: process_stylesheet(text, minify=True),
    ".js": lambda text: str(jsmin(text)),
}


def minified(name: str, text: str) -> str:
    """The same rules or program in fewer characters. Raises `ValueError` where a style sheet cannot be read."""
    return SHORTEN[Path(name).suffix](text)


def is_minified(name: str) -> bool:
    return name.startswith(OURS) and Path(name).suffix in SHORTEN


class StaticFilesStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Also those that a script imports: after an upgrade no browser puts a new module together with an old one."""

    support_js_module_import_aggregation = True

    def post_process(self, paths: dict[str, Any], *args: Any, **options: Any) -> Iterator[Any]:
        """Names are made of the files that were collected and minified, not of their sources."""
        if not options.get("dry_run"):
            for name in filter(is_minified, paths):
                collected = Path(self.path(name))
                collected.write_text(minified(name, collected.read_text()))
            paths = {name: (self, name) for name in paths}
        yield from super().post_process(paths, *args, **options)


class StaticFilesMiddleware(WhiteNoiseMiddleware):  # type: ignore[misc]
    """Serves what was collected after it began, too: pages of the next release ask for it while both answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        super().__init__(get_response)
        if not self.autorefresh:  # which looks there by itself
            self.directories.append((str(Path(self.static_root).absolute()) + os.sep, self.static_prefix))

    def __call__(self, request: HttpRequest) -> HttpResponse:
        url = request.path_info
        if url.startswith(self.static_prefix) and url not in self.files and (later := self.find_file(url)):
            self.files[url] = later
        response: HttpResponse = super().__call__(request)
        return response
