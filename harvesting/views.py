"""The one address of the protocol."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from harvesting.answers import answer, document, refused
from harvesting.asked import Fault, read
from harvesting.noticing import notice
from harvesting.records import newest
from members.entrance.rate_limits import attempt, too_many_requests
from members.origin import origin_of


@csrf_exempt  # it changes nothing, and nobody is logged in here
@require_http_methods(["GET", "HEAD", "POST"])
def harvest(request: HttpRequest) -> HttpResponse:
    """The same for everybody: what visitors may read. A fault is an answer of the protocol, with status 200."""
    if wait := attempt(request, "harvest", by_reading=True):
        return too_many_requests(request, wait=wait)
    base, at = origin_of(request) + reverse("harvest"), timezone.now()
    is_noticed = not getattr(request, "is_under_maintenance", False) and notice(timezone.now)
    told = at if is_noticed else newest(at)
    asked = None
    try:
        asked = read(request.POST if request.method == "POST" else request.GET)
        text = document(base, asked, told, partial(answer, asked=asked, base=base, at=at))
    except Fault as fault:
        is_unread = asked is None or fault.code in {"badVerb", "badArgument"}
        text = document(base, None if is_unread else asked, told, partial(refused, fault=fault))
    response = HttpResponse(text, content_type="text/xml; charset=utf-8")
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "no-cache"
    return response
