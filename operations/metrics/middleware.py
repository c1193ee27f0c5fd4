"""The middleware behind the numbers: which view answers, and what the database was asked for it."""

from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse

from operations.metrics.counting import VIEW, asked_queries
from operations.metrics.folder import prepare
from operations.metrics.page import metrics

ADDRESS: Final = "/metrics"


def measure(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Raises `MiddlewareNotUsed` without METRICS_TOKEN, so that nothing is paid for it then.

    It answers the operator's address itself: Prometheus asks a process by its number, and without TLS.
    """
    if not settings.METRICS_TOKEN:
        raise MiddlewareNotUsed
    prepare(Path(settings.METRICS_DIR))

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path_info == ADDRESS:
            request.META[VIEW] = "metrics"
            return metrics(request)
        timed = Timed()
        with connection.execute_wrapper(timed):
            response = get_response(request)
        timed.end()
        match = request.resolver_match
        if match is not None:
            request.META[VIEW] = match.view_name
        return response

    return middleware


class Timed:
    """The statements of one request."""

    def __init__(self) -> None:
        self.number, self.seconds, self.refused = 0, 0.0, 0

    def __call__(self, execute: Callable[..., Any], *asked: Any) -> Any:
        began = perf_counter()
        try:
            return execute(*asked)
        except Error:
            self.refused += 1
            raise
        finally:
            self.number += 1
            self.seconds += perf_counter() - began

    def end(self) -> None:
        if self.number:
            asked_queries.append((connection.alias, self.number, self.seconds, self.refused))
