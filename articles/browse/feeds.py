"""Feeds of what any visitor may read, as Atom and as JSON Feed: title and standfirst, never a word of a full post."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.browse.pagination import EPOCH
from articles.browse.revalidation import revalidated
from articles.browse.scope import visible_scope
from articles.documents.atom import XMLFeed, entries_of
from articles.documents.json_feed import as_json_feed
from articles.documents.storing import documents
from articles.models import Article
from articles.models.article import ArticleQuerySet
from articles.site.snapshot import current_site, site_name
from members.origin import origin_of
from tags.cache.snapshot import current_snapshot

ENTRIES = 30


@dataclass(frozen=True)
class Feed:
    """What it is called, the page it belongs to, and the newest of the articles with these sort keys, or of all.

    `changed`: when it became another one beside its articles.
    """

    title: str
    path: str
    sort_keys: Iterable[int] | None = None
    changed: datetime = EPOCH


@require_safe
@revalidated
def latest(request: HttpRequest, form: str = "atom") -> HttpResponse:
    """The newest articles. What a feed holds does not depend on who fetches it."""
    return feed_of(request, Feed(f"{site_name()}: latest summaries", reverse("articles:latest")), form)


@require_safe
@revalidated
def of_tag(request: HttpRequest, slug: str, form: str = "atom") -> HttpResponse:
    """The newest articles of one tag and the tags below it."""
    scope = visible_scope(AnonymousUser())
    tag = scope.tag_tree.at(slug)
    if tag is None:
        raise Http404
    sort_keys = scope.under(tag)[-ENTRIES:]  # from its bitmap, whatever the number of articles in it
    return feed_of(request, Feed(f"{site_name()}: {tag.name}", tag.get_absolute_url(), sort_keys), form)


def feed_of(request: HttpRequest, feed: Feed, form: str) -> HttpResponse:
    """`form`: of `FORMS`."""
    articles = Article.objects.visible_to(AnonymousUser())
    if feed.sort_keys is not None:
        articles = articles.with_sort_keys(feed.sort_keys)
    return FORMS[form](request, feed, articles)


def in_atom(request: HttpRequest, feed: Feed, articles: ArticleQuerySet) -> HttpResponse:
    origin, tag_tree = origin_of(request), current_snapshot().tag_tree
    found = list(articles.with_entry().newest_first()[:ENTRIES])
    held = documents(found)
    shown = [held[article.pk] for article in found if article.pk in held]
    written = XMLFeed(
        feed.title,
        origin + feed.path,
        None,
        subtitle=f"{current_site().in_short}.",
        language=settings.LANGUAGE_CODE,
        feed_url=origin + request.path,
    )
    written.entries = entries_of(shown, (tag_tree.those(document.tags) for document in shown), origin)
    written.updated = timezone.localtime(max([feed.changed, *(article.last_updated or EPOCH for article in found)]))
    return HttpResponse(written.writeString("utf-8"), content_type=written.content_type)


def in_json(request: HttpRequest, feed: Feed, articles: ArticleQuerySet) -> HttpResponse:
    origin, tag_tree = origin_of(request), current_snapshot().tag_tree
    found = list(articles.with_json_entry().newest_first()[:ENTRIES])
    held = documents(found)
    shown = [(article, tag_tree.those(held[article.pk].tags)) for article in found if article.pk in held]
    said = as_json_feed(shown, title=feed.title, page=origin + feed.path, feed=origin + request.path, origin=origin)
    return JsonResponse(said, content_type="application/feed+json", json_dumps_params={"ensure_ascii": False})


FORMS: Final[dict[str, Callable[[HttpRequest, Feed, ArticleQuerySet], HttpResponse]]] = {
    "atom": in_atom,
    "json": in_json,
}
