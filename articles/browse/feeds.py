"""Atom feeds of what any visitor may read: title, standfirst and summary, never a word of a full post."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import require_safe

from articles.browse.pagination import EPOCH
from articles.browse.revalidation import revalidated
from articles.browse.scope import visible_scope
from articles.metadata import byline
from articles.models import Article
from articles.site.snapshot import current_site, site_name
from members.characters import as_xml
from members.origin import origin_of
from tags.models import Tag

ENTRIES = 30


class XMLFeed(Atom1Feed):
    """What XML cannot say is left out, so that a row older than the rule for texts takes no feed down."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*map(as_xml, args), **{name: as_xml(value) for name, value in kwargs.items()})

    def add_item(self, *args: Any, **kwargs: Any) -> None:
        super().add_item(*map(as_xml, args), **{name: as_xml(value) for name, value in kwargs.items()})

    def latest_post_date(self) -> datetime:
        """One that holds nothing says so at any time with the same bytes, and is not fetched again."""
        latest: datetime = super().latest_post_date() if self.items else EPOCH
        return latest


class LatestFeed(Feed[Article, None]):
    """The newest articles. What a feed holds does not depend on who fetches it."""

    feed_type = XMLFeed

    def __init__(self, request: HttpRequest) -> None:
        self.origin = origin_of(request)
        self.feed_url = self.origin + request.path

    def title(self) -> str:
        return f"{site_name()}: latest summaries"

    def subtitle(self) -> str:
        return f"{current_site().in_short}."

    def link(self) -> str:
        return self.origin + reverse("articles:latest")

    def items(self) -> list[Article]:
        return list(entries())

    def item_title(self, item: Article) -> str:
        return item.title

    def item_description(self, item: Article) -> str:
        return item.standfirst

    def item_link(self, item: Article) -> str:
        return self.origin + item.get_absolute_url()

    def item_guid(self, item: Article) -> str:
        return item.atom_id

    def item_pubdate(self, item: Article) -> datetime | None:
        return item.first_published

    def item_updateddate(self, item: Article) -> datetime | None:
        return item.last_updated

    def item_author_name(self, item: Article) -> str:
        return byline(item)

    def item_categories(self, item: Article) -> list[str]:
        return [tag.name for tag in item.tag_list]


class TagFeed(LatestFeed):
    """The newest articles of one tag and the tags below it."""

    def get_object(self, request: HttpRequest, slug: str) -> Tag:  # type: ignore[override]
        del request
        return get_object_or_404(Tag.objects.select_related("taxonomy"), slug=slug)

    def title(self, tag: Tag) -> str:  # type: ignore[override]
        return f"{site_name()}: {tag.name}"

    def link(self, tag: Tag) -> str:  # type: ignore[override]
        return self.origin + tag.get_absolute_url()

    def items(self, tag: Tag) -> list[Article]:  # type: ignore[override]
        return list(entries(tag))


def entries(tag: Tag | None = None) -> list[Article]:
    """What any visitor sees, newest first. Of a tag: from its bitmap, whatever the number of articles in it."""
    articles = Article.objects.visible_to(AnonymousUser()).with_card().select_related("paper", "editor")
    if tag is not None:
        articles = articles.with_sort_keys(visible_scope(AnonymousUser()).under(tag)[-ENTRIES:])
    return list(articles.newest_first()[:ENTRIES])


@require_safe
@revalidated
def latest(request: HttpRequest) -> HttpResponse:
    return LatestFeed(request)(request)


@revalidated
def of_tag(request: HttpRequest, slug: str) -> HttpResponse:
    return TagFeed(request)(request, slug=slug)
