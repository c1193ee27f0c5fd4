"""Feeds as JSON Feed 1.1 (jsonfeed.org): the same articles and the same words as in Atom."""

from collections.abc import Iterable
from typing import Any, Final

from django.conf import settings

from articles.documents.notice_marks import standfirst_elsewhere, title_elsewhere
from articles.metadata import byline
from articles.models import Article
from articles.site.snapshot import current_site
from tags.models import Tag

VERSION: Final = "https://jsonfeed.org/version/1.1"


def as_json_feed(
    articles: Iterable[tuple[Article, Iterable[Tag]]], *, title: str, page: str, feed: str, origin: str
) -> dict[str, Any]:
    """Addresses are whole. Articles were fetched `with_json_entry`, each with its tags."""
    return {
        "version": VERSION,
        "title": title,
        "home_page_url": page,
        "feed_url": feed,
        "description": f"{current_site().in_short}.",
        "language": settings.LANGUAGE_CODE,
        "items": [item_of(article, tags, origin) for article, tags in articles],
    }


def item_of(article: Article, tags: Iterable[Tag], origin: str) -> dict[str, Any]:
    """`content_text` has to be there (1.1): the standfirst, as in Atom."""
    item: dict[str, Any] = {
        "id": article.atom_id,
        "url": origin + article.get_absolute_url(),
        "title": title_elsewhere(article),
        "content_text": standfirst_elsewhere(article),
        "summary": standfirst_elsewhere(article),
        "authors": [{"name": byline(article)}],
        "tags": [tag.name for tag in tags],
    }
    if article.first_published:
        item["date_published"] = article.first_published.isoformat()
    if article.last_updated:
        item["date_modified"] = article.last_updated.isoformat()
    return item
