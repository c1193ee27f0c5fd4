"""Atom feeds of what any visitor may read: title, standfirst and summary, never a word of a full post."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
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
from tags.models import Tag

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
    tag = get_object_or_404(Tag.objects.select_related("taxonomy"), slug=slug)
    return feed_of(request, f"{site_name()}: {tag.name}", tag.get_absolute_url(), tag)


def feed_of(request: HttpRequest, title: str, path: str, tag: Tag | None = None) -> HttpResponse:
    origin, scope = origin_of(request), visible_scope(AnonymousUser())
    articles = Article.objects.visible_to(AnonymousUser()).with_entry()
    if tag is not None:  # from its bitmap, whatever the number of articles in it
        articles = articles.with_sort_keys(scope.under(tag)[-ENTRIES:])
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
    feed.entries = entries_of(shown, (scope.tag_tree.those(document.tags) for document in shown), origin)
    feed.updated = max((article.last_updated or EPOCH for article in found), default=EPOCH)
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)
