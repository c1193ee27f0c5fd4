"""Where an article stands in the reading lists: item 3 of 9, with its neighbours."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import groupby
from typing import NamedTuple

from django.db.models import BigIntegerField, CharField, QuerySet

from articles.access import AT, Person, kind_of_reader
from articles.models import Article
from lists.models import Item, ReadingList
from members import prepared
from members.origin import path_to
from members.prepared import Parameter
from tags.cache.bitmaps import Bitmap


@dataclass(frozen=True)
class Neighbour:
    """The article before or after, with its address at that place of the list."""

    title: str
    url: str


@dataclass(frozen=True)
class Named:
    """A reading list, to be linked to."""

    title: str
    slug: str

    def get_absolute_url(self) -> str:
        return path_to("lists:detail", self.slug)


class Place(NamedTuple):
    """An item of a list as `ItemQuerySet.as_places` reads it."""

    list_slug: str
    list_title: str
    article: int
    slug: str
    title: str
    reason: str


@dataclass(frozen=True)
class Placement:
    """One place of an article in a list. Numbers count only what the reader can open."""

    reading_list: Named
    number: int
    total: int
    reason: str
    previous: Neighbour | None
    next: Neighbour | None


def lists_with(articles: Bitmap, user: Person, at: datetime) -> list[Named]:
    """The visible lists that hold one of these articles, those with most of them first.

    What is read grows with the lists, not with the articles.
    """
    places = prepared.rows("held", kind_of_reader(user), queryset=partial(all_places, user), at=at)
    held = Counter(Named(title, slug) for title, slug, sort_key in places if (sort_key or 0) in articles)
    return sorted(held, key=lambda reading_list: (-held[reading_list], reading_list.title, reading_list.slug))


def all_places(user: Person) -> "QuerySet[Item, tuple[str, str, int | None]]":
    return Item.objects.visible_to(user, AT).places()


def standfirst_of(reading_list: Named) -> str:
    rows = prepared.rows("standfirst", queryset=standfirst_at, slug=reading_list.slug)
    return str(rows[0][0]) if rows else ""


def standfirst_at() -> "QuerySet[ReadingList, tuple[str]]":
    return ReadingList.objects.filter(slug=Parameter("slug", CharField())).values_list("standfirst")


def placements(article: Article, user: Person, at: datetime) -> list[Placement]:
    """Every place of the article in visible lists, in one query."""
    rows = prepared.rows("places", kind_of_reader(user), queryset=partial(places, user), article=article.pk, at=at)
    found = []
    for _, group in groupby(map(Place._make, rows), key=lambda place: place.list_slug):
        row = list(group)
        found += [placement(row, number) for number, place in enumerate(row) if place.article == article.pk]
    return found


def places(user: Person) -> "QuerySet[Item, tuple[str, str, int, str, str, str]]":
    """All items of every list that holds the article, so that its places can be counted."""
    holding = Item.objects.of_lists_holding(Parameter("article", BigIntegerField()))
    return holding.visible_to(user, AT).in_reading_order().as_places()


def placement(row: list[Place], number: int) -> Placement:
    here = row[number]
    queries = place_queries(here.list_slug, [place.article for place in row])

    def neighbour(place: Place, query: str) -> Neighbour:
        return Neighbour(place.title, path_to("articles:detail", place.slug) + query)

    return Placement(
        reading_list=Named(here.list_title, here.list_slug),
        number=number + 1,
        total=len(row),
        reason=here.reason,
        previous=neighbour(row[number - 1], queries[number - 1]) if number else None,
        next=neighbour(row[number + 1], queries[number + 1]) if number + 1 < len(row) else None,
    )


def place_queries(slug: str, articles: Iterable[int]) -> list[str]:
    """For each place of a list, by the keys of its articles. The number is said where the article stood before."""
    seen: set[int] = set()
    queries = []
    for number, article in enumerate(articles, start=1):
        queries.append(f"?list={slug}&item={number}" if article in seen else f"?list={slug}")
        seen.add(article)
    return queries
