"""A real browser for these tests, and a watch on every page that it opens.

The server has the real middleware and the real policy. Playwright's loop runs in this thread, so Django has to be told
that its ORM is not called from it.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Final
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.core.cache import cache
from playwright.sync_api import Browser, Page, expect, sync_playwright
from pytest_django import DjangoDbBlocker
from pytest_django.live_server_helper import LiveServer

from cbtneuro.page_cache.static_files import is_minified, minified
from tests.journeys.visits import Visits
from tests.journeys.worlds import Worlds
from tools.browser import of_system
from tools.cluster.proxies import nginx

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
STATIC: Final = Path(__file__).resolve().parents[2] / "static"
KEPT = ["--disable-back-forward-cache"]  # Playwright's own argument, left out: Back is to do what it does for people


def program() -> Path | None:
    """The browser that CHROMIUM_PATH names, else the system's, else (None) Playwright's own."""
    named = os.environ.get("CHROMIUM_PATH", "")
    return Path(named) if named else of_system(os.environ.get("PATH", os.defpath))


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        browser = playwright.chromium.launch(executable_path=program(), args=ARGUMENTS, ignore_default_args=KEPT)
        expect.set_options(timeout=10_000)  # milliseconds; machines that test are busy
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def minified_files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Browsers get style sheets and scripts as production serves them."""
    folder = tmp_path_factory.mktemp("static")
    for source in (path for path in STATIC.rglob("*") if is_minified(str(path.relative_to(STATIC)))):
        target = folder / source.relative_to(STATIC)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(minified(target.name, source.read_text()))

    def find(path: str) -> str | None:
        return str(folder / path) if (folder / path).is_file() else finders.find(path)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.contrib.staticfiles.views.finders", SimpleNamespace(find=find))
        yield


@pytest.fixture(scope="package")
def server(django_db_setup: None, minified_files: None) -> Iterator[LiveServer]:
    """The site in a thread. It answers from what is committed: tests that write are marked transactional."""
    server = LiveServer("127.0.0.1")
    yield server
    server.stop()


@pytest.fixture(scope="package")
def origin(server: LiveServer) -> Iterator[str]:
    """Where browsers ask for the site: an nginx before it, where JOURNEYS_BEHIND_NGINX says so (`tools.cluster`).

    It keeps no answers: those of one test's world would be given in the next.
    """
    if not os.environ.get("JOURNEYS_BEHIND_NGINX"):
        yield server.url
        return
    with TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)  # its workers are another user
        proxy = nginx(folder, [urlsplit(server.url).port or 0], lambda line: "proxy_cache" not in line)
        proxy.start()
        yield f"http://127.0.0.1:{proxy.port}"
        proxy.end()


@pytest.fixture(scope="package")
def worlds(django_db_setup: None) -> Worlds:
    return Worlds()


@pytest.fixture
def visits(chromium: Browser, origin: str, django_db_blocker: DjangoDbBlocker) -> Iterator[Visits]:
    """Opens pages for the people of a test, and fails the test when one of them did what no page may do."""
    visits = Visits(chromium, origin)
    yield visits
    faults = visits.leave()
    with django_db_blocker.unblock():
        cache.clear()  # rate limits live there
    assert not faults, "\n".join(faults)


@pytest.fixture
def page(visits: Visits) -> Page:
    """A visitor's page on a wide screen."""
    return visits.page()
