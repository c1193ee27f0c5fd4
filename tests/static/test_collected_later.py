"""Two releases answer side by side for a while, over one folder of static files."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from cbtneuro.page_cache.static_files import StaticFilesMiddleware

Asked = Callable[[str], HttpResponse]


@pytest.fixture
def ask(settings: LazySettings, tmp_path: Path) -> Asked:
    """A process that began before anything was collected."""
    settings.STATIC_ROOT = str(tmp_path / "static")
    (tmp_path / "static" / "css").mkdir(parents=True)

    def nothing(_request: HttpRequest) -> HttpResponse:
        return HttpResponse(status=404)

    middleware = StaticFilesMiddleware(nothing)
    return lambda path: middleware(RequestFactory().get(path))


def test_a_process_serves_what_the_next_release_collected_after_it_began(ask: Asked, tmp_path: Path) -> None:
    assert ask("/static/css/base.1234567890ab.css").status_code == 404
    (tmp_path / "static" / "css" / "base.1234567890ab.css").write_text("p { margin: 0 }")
    found = ask("/static/css/base.1234567890ab.css")
    assert (found.status_code, b"".join(found)) == (200, b"p { margin: 0 }")


@pytest.mark.parametrize("path", ["/static/../key", "/static/css/../../key", "/static/%2e%2e/key", "/static/css"])
def test_nothing_outside_the_folder_is_served(ask: Asked, tmp_path: Path, path: str) -> None:
    (tmp_path / "key").write_text("secret")
    assert ask(path).status_code == 404
