"""The checks beside the text, each with a link to its place."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.checks.found import Found
from articles.checks.of_draft import check_head
from desk.guard import article_at_desk, at_the_desk


@require_safe
@at_the_desk
def checks(request: HttpRequest, pk: int) -> HttpResponse:
    """A part of the editor's page, and with `?whole` a page of its own."""
    article = article_at_desk(request, pk)
    context = {"article": article, "draft": article.draft, **shown(check_head(article.draft))}
    return render(request, "desk/checks.html" if "whole" in request.GET else "desk/_checks.html", context)


def shown(found: list[Found]) -> dict[str, Any]:
    return {"blocking": [one for one in found if one.blocks], "warnings": [one for one in found if not one.blocks]}
