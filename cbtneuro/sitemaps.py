"""What search engines are told of: pages that any visitor can open."""

from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.contrib.sitemaps import Sitemap
from django.urls import reverse
from django.utils import timezone

from articles.browse.scope import counts_by_tag
from articles.models import Article
from articles.models.article import ArticleQuerySet
from lists.models import ReadingList, ReadingListQuerySet
from tags.models import Tag, TagQuerySet


class Articles(Sitemap[Article]):
    def items(self) -> ArticleQuerySet:
        return Article.objects.visible_to(AnonymousUser()).newest_first().only("slug", "updated_at", "publish_at")

    def lastmod(self, item: Article) -> datetime:
        return item.updated_at


class Tags(Sitemap[Tag]):
    """Tags that hold at least one article."""

    def items(self) -> TagQuerySet:
        return Tag.objects.filter(pk__in=counts_by_tag(AnonymousUser(), timezone.now())).order_by("slug")


class Lists(Sitemap[ReadingList]):
    def items(self) -> ReadingListQuerySet:
        return ReadingList.objects.visible_to(AnonymousUser()).newest_first()


class Pages(Sitemap[str]):
    def items(self) -> list[str]:
        return ["home", "articles:latest", "tags:index", "lists:index", "about", "accessibility", "terms", "privacy"]

    def location(self, item: str) -> str:
        return reverse(item)


sitemaps: dict[str, type[Sitemap[object]]] = {"pages": Pages, "articles": Articles, "tags": Tags, "lists": Lists}  # type: ignore[dict-item]
