"""Where an article stands in the reading lists: item 3 of 9, with its neighbours."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from articles.access import Person
from articles.models import Article
from lists.models import Item, ReadingList
from tags.cache.bitmaps import Bitmap


@dataclass(frozen=True)
class Placement:
    """One list that holds an article. Numbers count only what the reader can open."""

    reading_list: ReadingList
    number: int
    total: int
    reason: str
    previous: Article | None
    next: Article | None


def lists_with(articles: Bitmap, user: Person, at: datetime) -> list[ReadingList]:
    """The visible lists that hold one of these articles, those with most of them first.

    Two queries; what they read grows with the lists, not with the articles.
    """
    places = Item.objects.visible_to(user, at).places()
    held = Counter(reading_list for reading_list, sort_key in places if (sort_key or 0) in articles)
    found = ReadingList.objects.in_bulk(list(held)).values()
    return sorted(found, key=lambda reading_list: (-held[reading_list.pk], reading_list.title))


def placements(article: Article, user: Person, at: datetime) -> list[Placement]:
    """Every visible list that holds the article, in one query."""
    items = Item.objects.of_lists_holding(article).visible_to(user, at).with_titles().in_reading_order()
    found = []
    for _, group in groupby(items, key=lambda item: item.section.reading_list_id):
        row = list(group)
        at_place = next((place for place, item in enumerate(row) if item.article_id == article.pk), None)
        if at_place is not None:
            found.append(placement(row, at_place))
    return found


def placement(row: list[Item], place: int) -> Placement:
    return Placement(
        reading_list=row[place].section.reading_list,
        number=place + 1,
        total=len(row),
        reason=row[place].reason,
        previous=row[place - 1].article if place else None,
        next=row[place + 1].article if place + 1 < len(row) else None,
    )
