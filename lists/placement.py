"""Where an article stands in the reading lists: item 3 of 9, with its neighbours."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from articles.access import Person
from articles.models import Article
from lists.models import Item, ReadingList
from tags.cache.bitmaps import Bitmap


@dataclass(frozen=True)
class Neighbour:
    """The article before or after, and what stands behind its address to be read at that place."""

    article: Article
    query: str


@dataclass(frozen=True)
class Placement:
    """One place of an article in a list. Numbers count only what the reader can open."""

    reading_list: ReadingList
    number: int
    total: int
    reason: str
    previous: Neighbour | None
    next: Neighbour | None


def lists_with(articles: Bitmap, user: Person, at: datetime) -> list[ReadingList]:
    """The visible lists that hold one of these articles, those with most of them first.

    Two queries; what they read grows with the lists, not with the articles.
    """
    places = Item.objects.visible_to(user, at).places()
    held = Counter(reading_list for reading_list, sort_key in places if (sort_key or 0) in articles)
    found = ReadingList.objects.in_bulk(list(held)).values()
    return sorted(found, key=lambda reading_list: (-held[reading_list.pk], reading_list.title))


def placements(article: Article, user: Person, at: datetime) -> list[Placement]:
    """Every place of the article in visible lists, in one query."""
    items = Item.objects.of_lists_holding(article).visible_to(user, at).with_titles().in_reading_order()
    found = []
    for _, group in groupby(items, key=lambda item: item.section.reading_list_id):
        row = list(group)
        found += [placement(row, place) for place, item in enumerate(row) if item.article_id == article.pk]
    return found


def placement(row: list[Item], place: int) -> Placement:
    reading_list = row[place].section.reading_list
    queries = place_queries(reading_list.slug, [item.article_id for item in row])
    neighbours = [Neighbour(item.article, query) for item, query in zip(row, queries, strict=True)]
    return Placement(
        reading_list=reading_list,
        number=place + 1,
        total=len(row),
        reason=row[place].reason,
        previous=neighbours[place - 1] if place else None,
        next=neighbours[place + 1] if place + 1 < len(row) else None,
    )


def place_queries(slug: str, articles: Iterable[int]) -> list[str]:
    """For each place of a list, by the keys of its articles. The number is said where the article stood before."""
    seen: set[int] = set()
    queries = []
    for number, article in enumerate(articles, start=1):
        queries.append(f"?list={slug}&item={number}" if article in seen else f"?list={slug}")
        seen.add(article)
    return queries
