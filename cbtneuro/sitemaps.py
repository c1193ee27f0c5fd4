"""What search engines are told of: pages that any visitor can open."""

from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.sitemaps import Sitemap
from django.urls import reverse
from django.utils import timezone

from articles.browse.scope import counts_by_tag
from articles.models import Article
from articles.models.article import ArticleQuerySet
from lists.models import ReadingList, ReadingListQuerySet
from tags.models import Tag, TagQuerySet


class OfSite(Sitemap[Any]):
    """Addresses begin as `members.origin` says."""

    def get_protocol(self, protocol: str | None = None) -> str:
        return settings.SITE_URL.partition("://")[0] or super().get_protocol(protocol)

    def get_domain(self, site: Any = None) -> str:
        return settings.SITE_URL.partition("://")[2] or super().get_domain(site)


class Articles(OfSite):
    def items(self) -> ArticleQuerySet:
        articles = Article.objects.visible_to(AnonymousUser()).newest_first()
        return articles.only("slug", "publish_at", "first_published_at", "public_updated_at")

    def lastmod(self, item: Article) -> datetime | None:
        return item.last_updated


class Tags(OfSite):
    """Tags that hold at least one article."""

    def items(self) -> TagQuerySet:
        return Tag.objects.filter(pk__in=counts_by_tag(AnonymousUser(), timezone.now())).order_by("slug")


class Lists(OfSite):
    def items(self) -> ReadingListQuerySet:
        return ReadingList.objects.visible_to(AnonymousUser()).newest_first()


class Pages(OfSite):
    def items(self) -> list[str]:
        return ["home", "articles:latest", "tags:index", "lists:index", "about", "accessibility", "terms", "privacy"]

    def location(self, item: str) -> str:
        return reverse(item)


SITEMAPS: Final[dict[str, type[Sitemap[Any]] | Sitemap[Any]]] = {
    "pages": Pages,
    "articles": Articles,
    "tags": Tags,
    "lists": Lists,
}
