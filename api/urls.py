"""Addresses of the API: its operations, its document, the page about it; and a problem everywhere else below /api/."""

from collections.abc import Iterable

from django.urls import URLPattern, URLResolver, include, path, re_path

from api.describing import pages
from api.edge import at_the_edge
from api.nowhere import nowhere
from api.routes import operations


def edged(patterns: Iterable[URLPattern | URLResolver]) -> list[URLPattern | URLResolver]:
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            pattern.callback = at_the_edge(pattern.callback)
    return [pattern for pattern in patterns if not (isinstance(pattern, URLPattern) and pattern.name == "api-root")]


found, _, namespace = operations.urls
urlpatterns = [
    path("v1/openapi.json", pages.openapi, name="api-document"),
    path("v1/docs/", pages.docs, name="api-docs"),
    path("v1/", include((edged(list(found)), namespace))),
    re_path("", nowhere, name="api-nowhere"),
]
