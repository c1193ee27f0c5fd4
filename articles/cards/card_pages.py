"""The addresses of social cards: of what every visitor sees, and of nothing else, whoever asks."""

from typing import Final

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from articles.cards.card_fonts import can_be_drawn
from articles.cards.cards_of import OF_SITE, address_of_site, of_article, of_site, of_topic
from articles.cards.social_card import Card, version_of
from articles.cards.stored_cards import Kind, png_for
from articles.models import Article
from tags.cache.snapshot import current_snapshot

KEPT: Final = "public, max-age=604800, immutable"  # a week: an article may be withdrawn


@require_safe
def article_card(request: HttpRequest, pk: int, version: str) -> HttpResponse:
    del request
    article = get_object_or_404(Article.objects.visible_to(AnonymousUser()).with_page(), pk=pk)
    return card_at("articles", pk, of_article(article, current_snapshot().tag_tree), version, "articles:card")


@require_safe
def topic_card(request: HttpRequest, pk: int, version: str) -> HttpResponse:
    del request
    tag = current_snapshot().tag_tree.tags.get(pk)
    if tag is None or tag.replaced_by_id:
        raise Http404
    return card_at("topics", pk, of_topic(tag), version, "articles:topic-card")


@require_safe
def site_card(request: HttpRequest, version: str) -> HttpResponse:
    del request
    if version != version_of(of_site()) and can_be_drawn():
        return leading_on(address_of_site())
    return card_at("site", OF_SITE, of_site(), version, "articles:site-card")


def card_at(kind: Kind, key: int, card: Card, version: str, name: str) -> HttpResponse:
    """The card, or from the address of a former version to that of today. Drawn now if it is not stored yet."""
    if not can_be_drawn():
        raise Http404
    if version != version_of(card):
        response: HttpResponse = redirect(name, key, version_of(card))
        response["Cache-Control"] = "no-cache"
        return response
    response = HttpResponse(png_for(kind, key, card), content_type="image/png")
    response["Cache-Control"] = KEPT
    response["Content-Security-Policy"] = "default-src 'none'"
    return response


def leading_on(address: str) -> HttpResponse:
    response = redirect(address)
    response["Cache-Control"] = "no-cache"
    return response
