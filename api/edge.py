"""What every operation has in common, around each of them: methods, formats, who asks, limits, ETags, problems."""

import re
from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags

from api.asking import KEPT, Asking, who_asks
from api.limits import take
from api.problems import Problem

View = Callable[..., HttpResponse]

READING: Final = frozenset({"GET", "HEAD"})
KNOWN: Final = frozenset({"GET", "HEAD", "POST", "PATCH", "PUT", "DELETE", "OPTIONS"})
IS_JSON: Final = re.compile(r"(?:\*/\*|application/(?:\*|json|(?:[\w.-]+\+)json))$")
IS_NOTHING: Final = re.compile(r"q=0(?:\.0{0,3})?$")
EXPOSED: Final = "ETag, Link, Location, RateLimit, RateLimit-Policy, Retry-After"
ASKED_FOR: Final = "Accept, If-None-Match"  # beside what needs no permission; tokens do not belong into pages of others
KEPT_FOR: Final = "86400"  # seconds for which a browser need not ask again whether it may


def at_the_edge(view: View) -> View:
    """`view`: of one path, for all of its methods, as the framework made it."""

    @wraps(view)
    def answering(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "OPTIONS":
            response = told_what_may_be_done(request)
        else:
            response = answered(request, view, args, kwargs)
        if request.method in READING or request.method == "OPTIONS":
            response["Access-Control-Allow-Origin"] = "*"
            response["Access-Control-Expose-Headers"] = EXPOSED
        patch_vary_headers(response, ["Authorization"])
        if request.META["REQUEST_METHOD"] == "HEAD":
            response["Content-Length"] = str(len(response.content))
        return response

    answering.csrf_exempt = True  # type: ignore[attr-defined]  # no cookie says who somebody is here
    return answering


def answered(request: HttpRequest, view: View, args: Any, kwargs: Any) -> HttpResponse:
    headers: dict[str, str] = {}
    try:
        asking = known(request, headers)
        refuse_formats(request)
        request.META[KEPT] = asking
        response = by_its_method(request, view, args, kwargs)
    except Problem as wrong:
        response = wrong.as_response()
    else:
        response = finished(request, response, asking)
    for name, value in headers.items():
        response.setdefault(name, value)
    return response


def known(request: HttpRequest, headers: dict[str, str]) -> Asking:
    """Who asks, once it was counted; whoever shows a token that does not hold is counted by their address."""
    try:
        asking = who_asks(request)
    except Problem:
        headers |= take(request, None).headers
        raise
    headers |= take(request, asking).headers
    return asking


def refuse_formats(request: HttpRequest) -> None:
    if not takes_json(request.headers.get("Accept", "")):
        raise Problem(406, "All answers here are application/json. Leave Accept out, or name that.")


def takes_json(accept: str) -> bool:
    """Whether a client takes JSON at all, with any weight but nothing (RFC 9110, 12.5.1)."""
    if not accept.strip():
        return True
    for part in accept.lower().split(","):
        kind, *parameters = (piece.strip() for piece in part.split(";"))
        if IS_JSON.fullmatch(kind) and not any(map(IS_NOTHING.match, parameters)):
            return True
    return False


def by_its_method(request: HttpRequest, view: View, args: Any, kwargs: Any) -> HttpResponse:
    """HEAD is answered as GET is; the server leaves the body out."""
    if request.method == "HEAD":
        request.method = "GET"
        response = view(request, *args, **kwargs)
        request.method = "HEAD"
    else:
        response = view(request, *args, **kwargs)
    if response.status_code == 405:
        raise not_allowed(request, [method.strip() for method in response["Allow"].split(",")])
    return response


def not_allowed(request: HttpRequest, methods: list[str]) -> Problem:
    allowed = with_head(methods)
    name = request.method if request.method in KNOWN else "That"
    return Problem(405, f"{name} is not a method of this address.", headers={"Allow": ", ".join(allowed)})


def with_head(methods: list[str]) -> list[str]:
    return [*sorted({*methods, *(["HEAD"] if "GET" in methods else [])}), "OPTIONS"]


def finished(request: HttpRequest, response: HttpResponse, asking: Asking) -> HttpResponse:
    """With its ETag, of the very bytes unless the operation named one; 304 where the client has it."""
    response.setdefault("Cache-Control", "private, no-cache" if asking.token else "public, no-cache")
    if request.method not in READING or response.status_code != 200:
        return response
    if "ETag" not in response:
        response["ETag"] = f'"{digest_of(response)}"'
    held = parse_etags(request.headers.get("If-None-Match", ""))
    if held == ["*"] or response["ETag"] in (tag.removeprefix("W/") for tag in held):
        return not_modified(response)
    return response


def digest_of(response: HttpResponse) -> str:
    return sha256(response.content).hexdigest()[:32]


def not_modified(response: HttpResponse) -> HttpResponse:
    unchanged = HttpResponse(status=304)
    for name in ("ETag", "Cache-Control", "Link"):
        if name in response:
            unchanged[name] = response[name]
    del unchanged["Content-Type"]
    return unchanged


def told_what_may_be_done(request: HttpRequest) -> HttpResponse:
    """The question of a browser before a page of another site may read this: yes for reading, without credentials."""
    response = HttpResponse(status=204)
    response["Access-Control-Allow-Methods"] = "GET, HEAD"
    response["Access-Control-Allow-Headers"] = ASKED_FOR
    response["Access-Control-Max-Age"] = KEPT_FOR
    response["Allow"] = "GET, HEAD, OPTIONS"
    del request
    return response
