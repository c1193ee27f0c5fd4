"""The operator's address: numbers as text, to whoever has the token of METRICS_TOKEN."""

import hmac
from typing import Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from operations.metrics.counting import write
from operations.metrics.figures import OfTheDatabase
from operations.metrics.folder import folder, forget_dead
from operations.metrics.meters import registry

SCHEME: Final = "bearer"


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """404 without METRICS_TOKEN, 401 to who does not send it."""
    if not settings.METRICS_TOKEN:
        raise Http404
    if not is_operator(request):
        return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer"}, content_type="text/plain")
    answer = HttpResponse(counted(), content_type=CONTENT_TYPE_LATEST)
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def is_operator(request: HttpRequest) -> bool:
    """In a time that does not tell how much of the token is right."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    is_same = hmac.compare_digest(token.strip().encode(), settings.METRICS_TOKEN.encode())
    return scheme.lower() == SCHEME and is_same


def counted() -> bytes:
    """Of all processes of this server, and of the database."""
    write()
    if own := folder():
        forget_dead()
        of_server = CollectorRegistry()
        MultiProcessCollector(of_server, str(own))  # type: ignore[no-untyped-call]
    else:
        of_server = registry
    of_database = CollectorRegistry()
    of_database.register(OfTheDatabase())
    return generate_latest(of_server) + generate_latest(of_database)
