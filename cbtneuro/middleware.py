"""Requests that no form or link of this site can produce are refused at the door, once for every page."""

from collections.abc import Callable
from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control

from api.problems import is_for_programs, problem

LONGEST_QUERY = 4096  # bytes; the longest address that our own forms make is under 1,000
LARGEST_PAGE = 100_000
LARGEST_UPLOAD = 25_000_000  # bytes; editors send files, and hear from the form itself what is too large for it

PAGES = {404: "errors/404.html"}
TO_PROGRAMS = {
    400: f"Addresses are UTF-8 without NUL, and at most {LONGEST_QUERY} bytes behind the question mark.",
    404: f"Pages have numbers from 1 to {LARGEST_PAGE}.",
    413: f"A body has at most {settings.DATA_UPLOAD_MAX_MEMORY_SIZE} bytes.",
}

View = Callable[[HttpRequest], HttpResponse]


def refuse_malformed_requests(get_response: View) -> View:
    """Answers 400, 404 and 413 itself.

    400: NUL bytes (no database takes them all), text that is not UTF-8, oversized queries. 404: page numbers that
    cannot exist. 413: bodies larger than any form of ours sends, before a byte of them is read.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        decoded = unquote_to_bytes(query.replace("+", " "))
        has_nul = b"\0" in decoded or any("\0" in text for text in (request.path, *request.COOKIES.values()))
        is_long = len(query) > LONGEST_QUERY
        if has_nul or is_long or not is_utf8(decoded):
            return refused(request, 400, is_long=is_long)
        if length_of(request) > (LARGEST_UPLOAD if is_editing(request) else settings.DATA_UPLOAD_MAX_MEMORY_SIZE):
            return refused(request, 413, is_large=True)
        if not all(is_page_number(page) for page in request.GET.getlist("page")):
            return refused(request, 404)
        return get_response(request)

    return middleware


def refused(request: HttpRequest, status: int, **context: bool) -> HttpResponse:
    if is_for_programs(request):
        return problem(status, TO_PROGRAMS[status])
    return render(request, PAGES.get(status, "errors/400.html"), context, status=status)


def keep_private(get_response: View) -> View:
    """What somebody with a session gets is theirs alone, unless its view says otherwise."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        control = response.get("Cache-Control", "")
        if settings.SESSION_COOKIE_NAME in request.COOKIES and "public" not in control and "private" not in control:
            patch_cache_control(response, private=True, no_cache=True)
        return response

    return middleware


def length_of(request: HttpRequest) -> int:
    """Bytes of the body, as its sender says. Of one without a length nothing is read."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    return int(length) if length.isascii() and length.isdecimal() else 0


def is_editing(request: HttpRequest) -> bool:
    return request.path.startswith("/desk/") and settings.SESSION_COOKIE_NAME in request.COOKIES


def is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def is_page_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 7 and 1 <= int(text) <= LARGEST_PAGE
