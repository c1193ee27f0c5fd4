"""The addresses of social cards: of what every visitor sees, and of nothing else, whoever asks."""

from typing import Final

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from articles.cards.card_fonts import can_be_drawn
from articles.cards.cards_of import OF_SITE, of_article, of_site, of_topic, topic_at
from articles.cards.social_card import Card, version_of
from articles.cards.stored_cards import Kind, png_for
from articles.models import Article
from tags.cache.snapshot import current_snapshot

KEPT: Final = "public, max-age=604800, immutable"  # a week: an article may be withdrawn


@require_safe
def article_card(request: HttpRequest, pk: int, version: str) -> HttpResponse:
    del request
    article = get_object_or_404(Article.objects.visible_to(AnonymousUser()).with_page(), pk=pk)
    return card_at("articles", pk, of_article(article, current_snapshot().tag_tree), version, "articles:card", pk)


@require_safe
def topic_card(request: HttpRequest, pk: int, version: str) -> HttpResponse:
    del request
    tag = topic_at(pk)
    if tag is None:
        raise Http404
    return card_at("topics", pk, of_topic(tag), version, "articles:topic-card", pk)


@require_safe
def site_card(request: HttpRequest, version: str) -> HttpResponse:
    del request
    return card_at("site", OF_SITE, of_site(), version, "articles:site-card")


def card_at(kind: Kind, key: int, card: Card, version: str, name: str, *parts: int) -> HttpResponse:
    """The card, or from the address of a former version to that of today. Drawn now if it is not stored yet.

    `name` and `parts`: of its address, which ends with the version.
    """
    if not can_be_drawn():
        raise Http404
    if version != version_of(card):
        response: HttpResponse = redirect(name, *parts, version_of(card))
        response["Cache-Control"] = "no-cache"
        return response
    response = HttpResponse(png_for(kind, key, card), content_type="image/png")
    response["Cache-Control"] = KEPT
    response["Content-Security-Policy"] = "default-src 'none'"
    return response
