"""The pages about articles. Each view fetches what exists for the reader, decides by asking, and answers."""

import logging
import re
from datetime import datetime
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from articles import access, metadata
from articles.browse.months import months_of
from articles.browse.pagination import page_of, page_or_404
from articles.browse.redirects import moved_permanently
from articles.browse.revalidation import asked_again
from articles.images.html import address, lead_figure
from articles.images.standalone import hash_of_style, standalone
from articles.images.stored_files import UNREADABLE
from articles.models import Article, Citation, Image, Rendition
from articles.related.display import related_to
from articles.site.snapshot import current_site
from bibliography.exporting import CONTENT_TYPES, Format, export
from bibliography.formatting import format_citation
from members.origin import origin_of
from members.roles import edit_url
from tags.grouping import by_taxonomy

logger = logging.getLogger(__name__)


@require_safe
def latest(request: HttpRequest) -> HttpResponse:
    """All articles, newest first, page after page."""
    articles = Article.objects.visible_to(request.user).published().with_card()
    page = page_or_404(request, partial(page_of, articles))
    context = {"months": months_of(page), "pager": page.pager(), "next_path": request.get_full_path()}
    return render(request, "articles/latest.html", context)


@require_safe
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One address for everybody: the summary, and below it the gate or the full post."""
    now = timezone.now()
    article = Article.objects.visible_to(request.user, now).with_page().at_address(slug).first()
    if article is None:
        return elsewhere(request, slug, now)
    full_post = access.full_post_for(request.user, article)
    response = render(request, "articles/detail.html", page_context(request, article, full_post, now))
    if full_post is not None and not article.is_open:
        response["Cache-Control"] = "private, no-store"
    return response


def page_context(request: HttpRequest, article: Article, full_post: Any, now: datetime) -> dict[str, Any]:
    """What the article's page shows; `full_post` is what `access.full_post_for` handed out for this reader."""
    url = absolute(request, article)
    gated = full_post is None and bool(article.outline)
    place = {name: request.GET.get(name, "") for name in ("list", "item")}
    in_list = urlencode({name: word for name, word in place.items() if re.fullmatch(r"[-\w]+", word, re.ASCII)})
    return {
        "article": article,
        "full_post": full_post,
        "gated": gated,
        "citations": Citation.objects.of(article, in_full=full_post is not None),
        "lead": lead_figure(article.image, article.image_caption_html),
        "facets": by_taxonomy(article.tag_list),
        "related": related_to(article, request.user, now),
        "citation": format_citation(metadata.as_csl(article, url)),
        "byline": metadata.byline(article),
        "structured_data": metadata.structured_data(article, url, gated=gated),
        "next_path": f"{article.get_absolute_url()}{'?' if in_list else ''}{in_list}#full",
        "edit_url": edit_url(request.user, article),
    }


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
    article = Article.objects.visible_to(request.user, now).at_address(slug).first()
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
    return download([article.paper.csl], article.paper.key, format)


@require_safe
def image(request: HttpRequest, pk: int, width: int, format: str, digest: str = "") -> FileResponse | HttpResponse:
    """One rendition of an image, for those who may see a page that shows it. Former addresses lead to what it is now.

    What everybody may see may be kept for an hour, and not for longer: its article may be withdrawn.
    """
    now = timezone.now()
    open_to_them = Rendition.objects.of_images(access.open_images(request.user, now)).select_related("image")
    rendition = get_object_or_404(open_to_them, image_id=pk, width=width, format=format)
    if digest != rendition.image.digest:
        response: FileResponse | HttpResponse = redirect(address(rendition))
        response["Cache-Control"] = "no-cache"
        return response
    is_public = Rendition.objects.of_images(access.open_images(AnonymousUser(), now)).contains(rendition)
    try:
        content = rendition.file.open("rb")
    except UNREADABLE as error:
        logger.error("%s cannot be sent (manage.py check_media lists all such files): %s", rendition.file.name, error)
        raise Http404 from error
    response = FileResponse(content, content_type=f"image/{format}")
    response["Cache-Control"] = "public, max-age=3600" if is_public else "private, no-store"
    response["Content-Security-Policy"] = "default-src 'none'"
    return response


@require_safe
def drawing(request: HttpRequest, pk: int) -> HttpResponse:
    """A drawing as a file of its own, for those who may see a page that shows it."""
    now = timezone.now()
    shown = get_object_or_404(Image.objects.drawings(access.open_images(request.user, now)), pk=pk)
    is_public = Image.objects.drawings(access.open_images(AnonymousUser(), now)).contains(shown)
    svg = standalone(shown.svg, current_site())
    response = HttpResponse(svg, content_type="image/svg+xml; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{shown.name}.svg"'
    response["Cache-Control"] = "no-cache" if is_public else "private, no-store"
    response["Content-Security-Policy"] = f"default-src 'none'; style-src {hash_of_style(svg)}"
    return response


def absolute(request: HttpRequest, article: Article) -> str:
    return origin_of(request) + article.get_absolute_url()


def download(records: list[dict[str, Any]], name: str, format: Format) -> HttpResponse:
    response = HttpResponse(export(records, format), content_type=CONTENT_TYPES[format])
    response["Content-Disposition"] = f'attachment; filename="{name}.{format}"'
    response["X-Robots-Tag"] = "noindex"
    return response
