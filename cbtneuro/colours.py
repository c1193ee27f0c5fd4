"""The style sheet of a site with colours of its own: an address that changes with them, so browsers may keep it."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles.site.snapshot import current_site
from articles.site.style_sheet import style_sheet, version
from articles.site.values import Site

FOR_GOOD: Final = "public, max-age=31536000, immutable"


def address(site: Site) -> str:
    """Empty for a site that has the colours it comes with."""
    sheet = style_sheet(site)
    return f"{reverse('site-css')}?v={version(sheet)}" if sheet else ""


@require_safe
def site_css(request: HttpRequest) -> HttpResponse:
    """Under an old version what is new now, which nobody keeps: a page may be older than the colours."""
    sheet = style_sheet(current_site())
    response = HttpResponse(sheet, content_type="text/css; charset=utf-8")
    response["Cache-Control"] = FOR_GOOD if request.GET.get("v") == version(sheet) else "no-cache"
    return response
