"""How a former address leads on: the one place of permanent redirects."""

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect


def moved_permanently(request: HttpRequest, to: str) -> HttpResponse:
    """To the page's address of today, with whatever was asked there.

    A browser keeps a 301 for good unless told otherwise, and goes round in circles once a rename is taken back: it may
    keep this one, and has to ask each time whether it still holds.
    """
    query = f"?{request.META['QUERY_STRING']}" if request.META.get("QUERY_STRING") else ""
    response = HttpResponsePermanentRedirect(to + query)
    response["Cache-Control"] = "no-cache"
    return response
