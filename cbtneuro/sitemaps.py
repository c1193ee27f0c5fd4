"""What search engines are told of: pages that any visitor can open. https://www.sitemaps.org/protocol.html"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Any, Final, NamedTuple
from xml.sax.saxutils import escape

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import timezone

from articles.browse.scope import visible_scope
from articles.models import Article
from lists.models import ReadingList

MOST: Final = 50_000  # addresses in one file, says the protocol
BATCH: Final = 2000  # rows that are held in memory at once
NAMESPACE: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"
PAGES: Final = ("home", "articles:latest", "tags:index", "lists:index", "about", "accessibility", "terms", "privacy")


class Entry(NamedTuple):
    path: str
    changed: datetime | None = None


@dataclass(frozen=True)
class Section:
    """Pages of one kind: how many there are, and those from one place to another, in an order that does not change."""

    count: int
    entries: Callable[[int, int], Iterable[Entry]]

    @property
    def files(self) -> int:
        return ceil(self.count / MOST)


def sections() -> dict[str, Section]:
    """Two queries, and those of the snapshot. Hidden articles and lists, and tags without articles are not there."""
    nobody, now = AnonymousUser(), timezone.now()
    pages = [Entry(reverse(name)) for name in PAGES]
    scope = visible_scope(nobody, now)
    tags = sorted(tag.get_absolute_url() for pk, tag in scope.tag_tree.tags.items() if scope.count(tag))
    articles = Article.objects.visible_to(nobody, now).order_by("pk")
    lists = ReadingList.objects.visible_to(nobody, now).order_by("pk")
    dates = "slug", "first_published_at", "public_updated_at"
    return {
        "pages": Section(len(pages), lambda start, end: pages[start:end]),
        "articles": Section(articles.count(), lambda start, end: in_parts(articles.only(*dates)[start:end])),
        "tags": Section(len(tags), lambda start, end: map(Entry, tags[start:end])),
        "lists": Section(lists.count(), lambda start, end: in_parts(lists.only("slug")[start:end])),
    }


def in_parts(rows: Any) -> Iterator[Entry]:
    for row in rows.iterator(chunk_size=BATCH):
        yield Entry(row.get_absolute_url(), getattr(row, "last_updated", None))


def site_map(origin: str) -> str:
    """All addresses, or the index of the files that hold them where they are too many for one."""
    found = sections()
    if sum(section.count for section in found.values()) <= MOST:
        return url_set(origin, (entry for one in found.values() for entry in one.entries(0, one.count)))
    parts = (reverse("sitemap-part", args=[name, n + 1]) for name, one in found.items() for n in range(one.files))
    return "".join(
        document("sitemapindex", (f"<sitemap><loc>{escape(origin + part)}</loc></sitemap>" for part in parts))
    )


def part_of_site_map(origin: str, name: str, number: int) -> str:
    """One of these files. Raises `KeyError` for one that the index does not name."""
    section = sections()[name]
    if not 1 <= number <= section.files:
        raise KeyError(number)
    return url_set(origin, section.entries((number - 1) * MOST, min(number * MOST, section.count)))


def url_set(origin: str, entries: Iterable[Entry]) -> str:
    return "".join(document("urlset", (said(origin, entry) for entry in entries)))


def said(origin: str, entry: Entry) -> str:
    changed = f"<lastmod>{entry.changed:%Y-%m-%d}</lastmod>" if entry.changed else ""
    return f"<url><loc>{escape(origin + entry.path)}</loc>{changed}</url>"


def document(name: str, elements: Iterable[str]) -> Iterator[str]:
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<{name} xmlns="{NAMESPACE}">\n'
    yield from (f"{element}\n" for element in elements)
    yield f"</{name}>\n"
