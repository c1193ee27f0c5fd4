"""oEmbed (https://oembed.com): what another site sets into its page for an address of this one. Public parts alone."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles import metadata
from articles.cards.card_png import HEIGHT, WIDTH
from articles.cards.cards_of import address_of_article, address_of_topic, own_mark
from articles.models import Article
from articles.site.snapshot import site_name
from lists.citing import byline
from lists.list_cards import address_of_list
from lists.models import ReadingList
from members.origin import origin_in, origin_of
from tags.cache.snapshot import current_snapshot

WIDEST: Final = 600  # CSS pixels, unless the other site wants less
TALLEST: Final = 320
KEPT_FOR: Final = 3600  # seconds


@dataclass(frozen=True)
class Embedded:
    title: str
    text: str
    author: str
    path: str
    card: str


@require_safe
def oembed(request: HttpRequest) -> HttpResponse:
    """404 for what is not here or not for everybody, and 501 for a form that is not JSON, as the specification says."""
    if request.GET.get("format", "json") != "json":
        return told("Only format=json is offered.", 501)
    found = embedded_at(request, request.GET.get("url", ""), timezone.now())
    if found is None:
        return told("Nothing at this address may be set into other pages.", 404)
    response = JsonResponse(rich(request, found), json_dumps_params={"ensure_ascii": False})
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = f"public, max-age={KEPT_FOR}"
    return response


def told(reason: str, status: int) -> HttpResponse:
    return HttpResponse(reason, content_type="text/plain; charset=utf-8", status=status)


def embedded_at(request: HttpRequest, url: str, at: datetime) -> Embedded | None:
    try:
        match = resolve(urlsplit(url).path) if origin_in(url) == origin_of(request) else None
    except (Resolver404, ValueError):
        return None
    makers = {"articles:detail": of_article, "tags:detail": of_topic, "lists:detail": of_list}
    make = makers.get(match.view_name) if match else None
    return make(match.kwargs["slug"], at) if make and match else None


def of_article(slug: str, at: datetime) -> Embedded | None:
    article = Article.objects.visible_to(AnonymousUser(), at).with_page().at_address(slug).first()
    if article is None:
        return None
    tags = current_snapshot().tag_tree.those(tag.pk for tag in article.tag_list)
    card = address_of_article(article, tags, own_mark(article))
    return Embedded(article.title, article.standfirst, metadata.byline(article), article.get_absolute_url(), card)


def of_topic(slug: str, at: datetime) -> Embedded | None:
    del at
    tag = current_snapshot().tag_tree.at(slug)
    if tag is None or tag.replaced_by_id:
        return None
    return Embedded(tag.name, tag.scope_note, "", tag.get_absolute_url(), address_of_topic(tag))


def of_list(slug: str, at: datetime) -> Embedded | None:
    found = ReadingList.objects.visible_to(AnonymousUser(), at).at_address(slug).select_related("editor").first()
    if found is None:
        return None
    return Embedded(found.title, found.standfirst, byline(found), found.get_absolute_url(), address_of_list(found))


def rich(request: HttpRequest, found: Embedded) -> dict[str, Any]:
    origin = origin_of(request)
    context = {"found": found, "url": origin + found.path, "site": site_name(), "home": origin + reverse("home")}
    thumbnail = {
        "thumbnail_url": origin + found.card,
        "thumbnail_width": WIDTH,
        "thumbnail_height": HEIGHT,
    }
    return {
        "type": "rich",
        "version": "1.0",
        "title": found.title,
        **({"author_name": found.author} if found.author else {}),
        "provider_name": site_name(),
        "provider_url": context["home"],
        "cache_age": KEPT_FOR,
        **(thumbnail if found.card and fits(request, "maxwidth", WIDTH) and fits(request, "maxheight", HEIGHT) else {}),
        "html": " ".join(render_to_string("articles/embedded.html", context).split()),
        "width": at_most(request, "maxwidth", WIDEST),
        "height": at_most(request, "maxheight", TALLEST),
    }


def at_most(request: HttpRequest, name: str, wanted: int) -> int:
    asked = request.GET.get(name, "")[:6]
    return min(wanted, int(asked)) if asked.isascii() and asked.isdecimal() else wanted


def fits(request: HttpRequest, name: str, wanted: int) -> bool:
    return at_most(request, name, wanted) == wanted
