"""What the link of an own list opens, to whoever has it: of its articles only what they may see anyway."""

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from library.own_lists.link_sharing import list_of
from library.own_lists.own_arrangement import arrangement_of_own


@require_safe
def shared(request: HttpRequest, token: str) -> HttpResponse:
    """Nothing names whose it is. What was withdrawn answers as what never was."""
    shown = list_of(token)
    if shown is None:
        raise Http404
    whole = arrangement_of_own(shown, request.user, timezone.now())
    parts = (replace(part, rows=tuple(row for row in part.rows if getattr(row, "url", ""))) for part in whole.parts)
    arrangement = replace(whole, parts=tuple(part for part in parts if part.rows))
    response = render(request, "library/shared_list.html", {"list": shown, "arrangement": arrangement})
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "same-origin"
    return response
