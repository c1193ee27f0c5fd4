"""What was asked for before the log-in, and is done once after it: a view says so itself, by `at_log_in`.

`at_log_in(request, **parts of the address)` does it and says where to go, or None: to the address itself.
"""

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, resolve


def completed(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """`response`, which leads on after a log-in, or where it leads once what was asked for is done."""
    if not isinstance(response, HttpResponseRedirect):
        return response
    try:
        match = resolve(urlsplit(response.url).path)
    except Resolver404:
        return response
    do = getattr(match.func, "at_log_in", None)
    landing = do(request, *match.args, **match.kwargs) if do else None
    return HttpResponseRedirect(landing) if landing else response
