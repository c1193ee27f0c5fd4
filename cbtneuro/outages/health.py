"""Whether the site can do its work, asked by machines that know it by its number alone."""

from django.conf import settings
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cbtneuro.middleware import View

ADDRESS = "/health/"


@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """Answers 200 when the site can reach its database, else 503."""
    del request
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except Error:
        return JsonResponse({"database": "away"}, status=503, headers={"Retry-After": settings.RETRY_AFTER})
    return JsonResponse({"database": "ok"})


def answer_health_first(get_response: View) -> View:
    """A balancer asks by the machine's own number, and without TLS: before either is refused."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return health(request) if request.path == ADDRESS else get_response(request)

    return middleware
