"""What is said at an address below /api/ at which there is nothing."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from api.edge import KNOWN
from api.problems import problem


@csrf_exempt
@require_http_methods(sorted({*KNOWN, "TRACE", "CONNECT"}))
def nowhere(request: HttpRequest) -> HttpResponse:
    """Whatever was to be done there. It names neither tokens nor limits, and asks nothing."""
    del request
    response = problem(404, "There is nothing at this address. /api/v1/openapi.json lists what there is.")
    response["Access-Control-Allow-Origin"] = "*"
    return response
