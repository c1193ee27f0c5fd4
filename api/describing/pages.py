"""The document, and the page that shows it to people. Both are the same for everybody."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from api.answering import json_of
from api.describing.document import document
from api.describing.shown import operations_shown, problems_shown, scopes_shown
from api.edge import at_the_edge
from members.origin import origin_of
from tags.cache.snapshot import current_snapshot


def present(request: HttpRequest) -> dict[str, Any]:
    """With the filters that the vocabulary of today has."""
    return document(current_snapshot().tag_tree.taxonomies, origin_of(request))


@at_the_edge
@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    return json_of(present(request))


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    described = present(request)
    taxonomies = current_snapshot().tag_tree.by_taxonomy
    first = next(((slug, tags[0].slug) for slug, tags in taxonomies.items() if tags), ("kind", "overview"))
    context = {
        "address": f"{origin_of(request)}/api/v1",
        "example_filter": f"{first[0]}={first[1]}&from=2015",
        "by_address": settings.API_REQUESTS_BY_ADDRESS,
        "by_token": settings.API_REQUESTS_BY_TOKEN,
        "described": described,
        "groups": operations_shown(described),
        "problems": problems_shown(),
        "scopes": scopes_shown(),
    }
    return render(request, "api/docs.html", context)
