"""While the site is under maintenance, what would change something is refused, and everything can be read."""

from collections.abc import Callable, Iterable
from typing import Any, Final

from django.db import OperationalError, close_old_connections
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import add_never_cache_headers

from api.problems import is_for_programs, problem
from cbtneuro.middleware import View
from cbtneuro.outages.errors import styles
from cbtneuro.page_cache.addresses import Environ
from cbtneuro.page_cache.rendering import Application
from operations.read_only.state import IN_DOUBT, known

SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
HEALTH: Final = "/health/"
OPEN: Final = ("/logout/", HEALTH, "/oai/")  # to leave, to ask whether it works, and to read by POST
LOG_INS: Final = ("/login/provider/back/",)  # by GET, as the provider sends people
RETRY_AFTER: Final = "120"  # seconds
TO_PROGRAMS: Final = "The site is under maintenance: it can be read, and nothing can be changed."


class Informed:
    """The callable that has each process hear of it: between requests, so that none pays a query for it.

    `asked_all`: called when all is asked, as no request of Django's ends here.
    """

    def __init__(self, application: Application, asked_all: Callable[[], object] = close_old_connections) -> None:
        self.application = application
        self.asked_all = asked_all

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if not path.startswith(HEALTH):  # which tells of it in its own time
            to_change = would_change(environ["REQUEST_METHOD"], path)
            environ[IN_DOUBT] = not known.ask(self.asked_all, to_change=to_change)
        return self.application(environ, start_response)


def would_change(method: str, path: str) -> bool:
    return path.startswith(LOG_INS) or not (method in SAFE or path.startswith(OPEN))


def refuse_changes(get_response: View) -> View:
    """Answers 503 with `Retry-After` before a session or a body is read; also where nobody can say how it is."""

    def middleware(request: HttpRequest) -> HttpResponse:
        now, in_doubt = known.now, request.META.get(IN_DOUBT, False)
        request.is_under_maintenance = now is not None or in_doubt  # type: ignore[attr-defined]  # read by lower rooms
        if (now or in_doubt) and would_change(str(request.method), request.path_info):
            if now is None:
                raise OperationalError("The database did not say whether the site is under maintenance.")
            return refused(request, now.message)
        return get_response(request)

    return middleware


def refused(request: HttpRequest, message: str) -> HttpResponse:
    if is_for_programs(request):
        response = problem(503, f"{TO_PROGRAMS} {message}".strip())
    else:
        page = render_to_string("errors/maintenance.html", {"styles": styles(), "message": message})
        response = HttpResponse(page, status=503)
    response["Retry-After"] = RETRY_AFTER
    add_never_cache_headers(response)
    return response
