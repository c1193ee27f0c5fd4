"""Articles in lists: a row, or a teaser beside another article, with the tags as they are called today."""

from collections.abc import Sequence
from typing import Final

from django.utils.html import escape
from django.utils.safestring import SafeString

from articles.documents.printed_tags import printed
from articles.documents.slots import filled
from articles.documents.storing import documents
from articles.models import Article, Document
from tags.cache.snapshot import current_snapshot
from tags.cache.tag_tree import TagTree

SHOWN: Final = 4  # tags of a row
TAG_LINK: Final = "articles/_tag_link.html"


def rows(articles: Sequence[Article], tag_tree: TagTree | None = None) -> list[SafeString]:
    """In the same order. No query, one where the tag tree is not given."""
    found = documents(articles)
    tag_tree = tag_tree or (current_snapshot().tag_tree if articles else TagTree())
    return [row(found[article.pk], tag_tree) for article in articles if article.pk in found]


def row(document: Document, tag_tree: TagTree) -> SafeString:
    tags = tag_tree.those(document.tags)[:SHOWN]
    return filled(document.row, {"tags": printed(TAG_LINK, tags, tag_tree)})


def teaser(article: Article, *, how: str, reason: str) -> SafeString:
    document = documents([article])[article.pk]
    return filled(document.teaser, {"how": escape(how), "reason": escape(reason)})
