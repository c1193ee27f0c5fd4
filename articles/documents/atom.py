"""Entries of Atom feeds (RFC 4287): each is made once, and put into the feeds that hold it."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final
from xml.sax.saxutils import quoteattr

from django.utils.feedgenerator import Atom1Feed

from articles.browse.pagination import EPOCH
from articles.documents.notice_marks import standfirst_elsewhere, title_elsewhere
from articles.documents.slots import filled, slot
from articles.metadata import byline
from articles.models import Article, Document
from members.characters import as_xml
from tags.models import Tag

ENTRY: Final = re.compile(r"<entry>.*</entry>", re.DOTALL)
CATEGORIES: Final = slot("categories")


class XMLFeed(Atom1Feed):
    """What XML cannot say is left out, so that a row older than the rule for texts takes no feed down.

    `entries` are stored ones; `updated` is when the newest of them was.
    """

    entries: str = ""
    updated: datetime = EPOCH  # one that holds nothing says so at any time with the same bytes

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*map(as_xml, args), **{name: as_xml(value) for name, value in kwargs.items()})

    def add_item(self, *args: Any, **kwargs: Any) -> None:
        super().add_item(*map(as_xml, args), **{name: as_xml(value) for name, value in kwargs.items()})

    def latest_post_date(self) -> datetime:
        return self.updated

    def write_items(self, handler: Any) -> None:
        super().write_items(handler)
        handler.ignorableWhitespace(self.entries)  # which the handler writes as it stands


def entry_of(article: Article, url: str) -> str:
    """The entry of an article at `url`, with a place for its tags."""
    feed = XMLFeed("", "", "")
    feed.add_item(
        title=title_elsewhere(article),
        link=url,
        description=standfirst_elsewhere(article),
        unique_id=article.atom_id,
        pubdate=article.first_published,
        updateddate=article.last_updated,
        author_name=byline(article),
        categories=[CATEGORIES],
    )
    found = ENTRY.search(feed.writeString("utf-8"))
    return found[0].replace(f'<category term="{CATEGORIES}"/>', CATEGORIES) if found else ""


def entries_of(documents: Iterable[Document], tags: Iterable[Iterable[Tag]], origin: str) -> str:
    """The stored entries, each with the names of its tags."""
    return "".join(
        filled(document.entry, {"origin": origin, "categories": "".join(map(category, held))})
        for document, held in zip(documents, tags, strict=True)
    )


def category(tag: Tag) -> str:
    return f"<category term={quoteattr(as_xml(tag.name))}/>"
