"""What a preview link opens, for people without an account: the page as readers would get it, and its images."""

import re
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.images.sending import send
from articles.models import PreviewLink
from articles.revisions.as_page import as_nobody, page_of
from articles.revisions.revision_content import whole
from articles.revisions.sharing import link_of, opens, rendition_shown, shows_all

ADDRESSES: Final = re.compile(r'(?<=\s)(?:src|srcset)="[^"]*"')
AN_IMAGE: Final = re.compile(r"/images/(?=\d+/)")


@require_safe
def page(request: HttpRequest, token: str) -> HttpResponse:
    link, now = found(token), timezone.now()
    if not opens(link, now):
        return closed(render(request, "desk/preview_over.html", status=410))
    article = link.article
    content = whole(article.draft.head.content)
    html = page_of(as_nobody(request), article, content, now, in_full=shows_all(link), address=request.path)
    return closed(HttpResponse(with_band(html, link, token)))


@require_safe
def image(
    request: HttpRequest,
    token: str,
    pk: int,
    digest: str,
    width: int,
    format: str,
) -> HttpResponseBase:
    """One that stands on the page of this link. Whether others may see it does not matter here."""
    link = found(token)
    rendition = rendition_shown(link, pk, width, format) if opens(link, timezone.now()) else None
    if rendition is None or rendition.image.digest != digest:
        raise Http404
    return send(rendition, request.method, to_anybody=False)


def found(token: str) -> PreviewLink:
    link = link_of(token)
    if link is None:
        raise Http404
    return link


def closed(response: HttpResponse) -> HttpResponse:
    """Neither stored nor listed, and its address is told to nobody."""
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response


def with_band(html: str, link: PreviewLink, token: str) -> str:
    """The page with a word of what it is, and with addresses at which its images open by this link."""
    images = f"{reverse('previews:page', args=[token])}images/"
    html = ADDRESSES.sub(lambda attribute: AN_IMAGE.sub(images, attribute[0]), html)
    html = html.replace("</head>", '<meta name="robots" content="noindex, nofollow"></head>', 1)
    band = render_to_string("desk/_preview_band.html", {"link": link})
    return html.replace("<main", f"{band}<main", 1)
