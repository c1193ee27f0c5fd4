"""The pages about articles. Each view fetches what exists for the reader, decides by asking, and answers."""

from datetime import datetime
from functools import partial
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from articles import access, metadata
from articles.browse.citing.signposting import signposted
from articles.browse.months import months_of
from articles.browse.pagination import page_of_newest, page_or_404
from articles.browse.redirects import moved_permanently
from articles.browse.revalidation import asked_again
from articles.documents.article_page import article_page
from articles.documents.reading import article_for
from articles.images.html import address, digest_of_drawing
from articles.images.sending import FOR_ANYBODY, FOR_THEM, is_public, rendition_for, send
from articles.images.standalone import hash_of_style, standalone
from articles.models import Article, Image
from articles.site.snapshot import current_site
from bibliography.exporting import CONTENT_TYPES, Format, export
from bibliography.notices.told import with_notices
from members.origin import origin_of


@require_safe
def latest(request: HttpRequest) -> HttpResponse:
    """All articles, newest first, page after page."""
    page = page_or_404(request, partial(page_of_newest, request.user, timezone.now()))
    context = {"months": months_of(page), "pager": page.pager(), "next_path": request.get_full_path()}
    return render(request, "articles/latest.html", context)


@require_safe
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One address for everybody: the summary, and below it the gate or the full post."""
    now = timezone.now()
    found = article_for(request.user, now, slug)
    if found is None:
        return elsewhere(request, slug, now)
    response = HttpResponse(article_page(request, found, now))
    path = found.article.get_absolute_url()
    signposted(response, origin_of(request), path, records=f"{path}cite.{{}}", kind="Article")
    if found.full_post is not None and not found.article.is_open:
        response["Cache-Control"] = "private, no-store"
    return response


def elsewhere(
    request: HttpRequest, slug: str, now: datetime, name: str = "articles:detail", **parts: str
) -> HttpResponse:
    """The address `name` without an article for this reader: moved for good, withdrawn (410), or not there."""
    moved = Article.objects.visible_to(request.user, now).once_at_address(slug).first()
    if moved:
        return moved_permanently(request, reverse(name, kwargs={"slug": moved.slug, **parts}))
    gone = Article.objects.withdrawn().ever_at_address(slug).first()
    if gone:
        context = {"reason": gone.get_withdrawal_reason_display(), "withdrawn_at": gone.withdrawn_at}
        return render(request, "errors/410.html", context, status=410)
    raise Http404


@require_safe
@asked_again
def cite(request: HttpRequest, slug: str, format: Format) -> HttpResponse:
    """The article as a record for reference managers."""
    now = timezone.now()
    article = Article.objects.visible_to(request.user, now).select_related("paper").at_address(slug).first()
    if article is None:
        return elsewhere(request, slug, now, "articles:cite", format=format)
    response = download([metadata.as_csl(article, absolute(request, article))], slug, format)
    response["Last-Modified"] = http_date(article.updated_at.timestamp())
    return response


@require_safe
@asked_again
def paper(request: HttpRequest, slug: str, format: Format) -> HttpResponse:
    """The paper that a paper summary is about, as a record for reference managers."""
    now = timezone.now()
    article = Article.objects.visible_to(request.user, now).select_related("paper").at_address(slug).first()
    if article is None:
        return elsewhere(request, slug, now, "articles:paper", format=format)
    if article.paper is None:
        raise Http404
    return download([with_notices(article.paper)], article.paper.key, format)


@require_safe
def image(request: HttpRequest, pk: int, width: int, format: str, digest: str = "") -> HttpResponseBase:
    """One rendition of an image, for those who may see a page that shows it. Former addresses lead to it."""
    now = timezone.now()
    rendition = rendition_for(request.user, now, pk, width, format)
    if digest != rendition.image.digest:
        response = redirect(address(rendition))
        response["Cache-Control"] = "no-cache"
        return response
    return send(rendition, request.method, to_anybody=is_public(rendition, now))


@require_safe
def drawing(request: HttpRequest, pk: int) -> HttpResponse:
    """A drawing as a file of its own, for those who may see a page that shows it.

    What everybody may see may be kept for an hour under an address that changes with it.
    """
    now = timezone.now()
    shown = get_object_or_404(Image.objects.drawings(access.open_images(request.user, now)), pk=pk)
    to_anybody = Image.objects.drawings(access.open_images(AnonymousUser(), now)).contains(shown)
    svg = standalone(shown.svg, current_site())
    response = HttpResponse(svg, content_type="image/svg+xml; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{shown.name}.svg"'
    kept = FOR_ANYBODY if request.GET.get("v") == digest_of_drawing(shown) else "no-cache"
    response["Cache-Control"] = kept if to_anybody else FOR_THEM
    response["Content-Security-Policy"] = f"default-src 'none'; style-src {hash_of_style(svg)}"
    return response


def absolute(request: HttpRequest, article: Article) -> str:
    return origin_of(request) + article.get_absolute_url()


def download(records: list[dict[str, Any]], name: str, format: Format) -> HttpResponse:
    response = HttpResponse(export(records, format), content_type=CONTENT_TYPES[format])
    response["Content-Disposition"] = f'attachment; filename="{name}.{format}"'
    response["X-Robots-Tag"] = "noindex"
    return response
