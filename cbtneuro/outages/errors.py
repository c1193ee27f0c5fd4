"""The page for what broke on our side. It needs no file, no database and no session: any of them may be missing."""

import sys
from sqlite3 import SQLITE_BUSY, SQLITE_CANTOPEN, SQLITE_IOERR, SQLITE_LOCKED
from typing import Final

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import add_never_cache_headers
from django.views.defaults import bad_request as page_of_bad_request

from api.problems import is_for_programs, problem
from articles.images.media.store import StoreAway

AWAY: Final = frozenset({SQLITE_BUSY, SQLITE_CANTOPEN, SQLITE_IOERR, SQLITE_LOCKED})
LOWEST_BYTE: Final = 0xFF  # of SQLite's extended codes holds the plain one
TO_PROGRAMS: Final = {
    500: "Something broke here, and was noted. The same request may work again later.",
    503: "The database, or the store of images, cannot be asked just now. Ask again after the seconds in Retry-After.",
}
STYLES: Final = ("css/tokens.css", "css/base.css")


def server_error(request: HttpRequest) -> HttpResponse:
    """503 with `Retry-After` while the database or the store of images is away, else 500. The site's `handler500`."""
    status = 503 if is_away(sys.exc_info()[1]) else 500
    if is_for_programs(request):
        response = problem(status, TO_PROGRAMS[status])
    else:
        response = HttpResponse(render_to_string(f"errors/{status}.html", {"styles": styles()}), status=status)
    if status == 503:
        response["Retry-After"] = str(settings.RETRY_AFTER)
    add_never_cache_headers(response)
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, for a Host that is not ours above all. The site's `handler400`."""
    if is_for_programs(request):
        return problem(400, "This site is not called by that name, or the request is not one that it can read.")
    return page_of_bad_request(request, exception)


def is_away(error: BaseException | None) -> bool:
    """Whether the database, or the store of images, cannot be asked now.

    SQLite gives the same class to mistakes in a statement, and a code.

    A cursor that is closed while the server goes raises the driver's own class, which Django does not wrap.
    """
    if isinstance(error, StoreAway):
        return True
    driver = connection.Database  # type: ignore[attr-defined]  # the stubs know no driver
    if not isinstance(error, OperationalError | InterfaceError | driver.OperationalError | driver.InterfaceError):
        return False
    code = getattr(error.__cause__ or error, "sqlite_errorcode", None)
    return code is None or code & LOWEST_BYTE in AWAY


def styles() -> list[str]:
    """The addresses of the style sheets; none where they were not collected."""
    try:
        return [staticfiles_storage.url(name) for name in STYLES]
    except ValueError:
        return []
