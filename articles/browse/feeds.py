"""Atom feeds of what any visitor may read: title, standfirst and summary, never a word of a full post."""

from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles.browse.pagination import EPOCH
from articles.browse.revalidation import revalidated
from articles.browse.scope import visible_scope
from articles.documents.atom import XMLFeed, entries_of
from articles.documents.storing import documents
from articles.models import Article
from articles.site.snapshot import current_site, site_name
from members.origin import origin_of
from tags.cache.snapshot import current_snapshot

ENTRIES = 30


@require_safe
@revalidated
def latest(request: HttpRequest) -> HttpResponse:
    """The newest articles. What a feed holds does not depend on who fetches it."""
    return feed_of(request, f"{site_name()}: latest summaries", reverse("articles:latest"))


@require_safe
@revalidated
def of_tag(request: HttpRequest, slug: str) -> HttpResponse:
    """The newest articles of one tag and the tags below it."""
    scope = visible_scope(AnonymousUser())
    tag = scope.tag_tree.at(slug)
    if tag is None:
        raise Http404
    sort_keys = scope.under(tag)[-ENTRIES:]  # from its bitmap, whatever the number of articles in it
    return feed_of(request, f"{site_name()}: {tag.name}", tag.get_absolute_url(), sort_keys)


def feed_of(request: HttpRequest, title: str, path: str, sort_keys: Iterable[int] | None = None) -> HttpResponse:
    """The newest of the articles with these sort keys, or of all."""
    origin, tag_tree = origin_of(request), current_snapshot().tag_tree
    articles = Article.objects.visible_to(AnonymousUser()).with_entry()
    if sort_keys is not None:
        articles = articles.with_sort_keys(sort_keys)
    found = list(articles.newest_first()[:ENTRIES])
    held = documents(found)
    shown = [held[article.pk] for article in found if article.pk in held]
    feed = XMLFeed(
        title,
        origin + path,
        None,
        subtitle=f"{current_site().in_short}.",
        language=settings.LANGUAGE_CODE,
        feed_url=origin + request.path,
    )
    feed.entries = entries_of(shown, (tag_tree.those(document.tags) for document in shown), origin)
    feed.updated = max((article.last_updated or EPOCH for article in found), default=EPOCH)
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)
