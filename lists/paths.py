"""The newest reading lists as paths: every step in its order, and the parts into which the way falls."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import groupby
from typing import Final, NamedTuple

from django.db.models import QuerySet

from articles.access import AT, Person, kind_of_reader
from articles.models.article import minutes
from lists.models import Item
from lists.placement import place_queries
from members import prepared
from members.origin import path_to

LIST: Final = ("slug", "title", "standfirst")
COLUMNS: Final = (
    *(f"section__reading_list__{column}" for column in LIST), "section_id", "section__title", "article_id",
    "article__slug", "article__title", "article__summary_words",
)  # fmt: skip


class Place(NamedTuple):
    """An item as `COLUMNS` name it."""

    list_slug: str
    list_title: str
    standfirst: str
    section: int
    section_title: str
    article: int
    slug: str
    title: str
    words: int


class Step(NamedTuple):
    """`begins`: the first of its part."""

    number: int
    title: str
    address: str
    begins: bool


class Part(NamedTuple):
    """A section of a list, from one step to another."""

    title: str
    first: int
    last: int


@dataclass(frozen=True)
class ListPath:
    """A reading list to start with. `size` counts each article once, `minutes` is the time for their summaries."""

    slug: str
    title: str
    standfirst: str
    steps: tuple[Step, ...]
    parts: tuple[Part, ...]
    size: int
    minutes: int

    def get_absolute_url(self) -> str:
        return path_to("lists:detail", self.slug)


def newest_paths(user: Person, at: datetime, most: int) -> list[ListPath]:
    """With something to read in them. One query."""
    rows = prepared.rows("newest paths", most, kind_of_reader(user), queryset=partial(places_of, user, most), at=at)
    return [path_of(list(held)) for _, held in groupby(map(Place._make, rows), key=lambda place: place.list_slug)]


def places_of(user: Person, most: int) -> "QuerySet[Item, tuple[object, ...]]":
    return Item.objects.in_newest_lists(user, AT, most).values_list(*COLUMNS)


def path_of(places: Sequence[Place]) -> ListPath:
    first, words = places[0], {place.article: place.words for place in places}
    queries = place_queries(first.list_slug, [place.article for place in places])
    steps: list[Step] = []
    parts: list[Part] = []
    for _, held in groupby(places, key=lambda place: place.section):
        for begins, place in enumerate(held):
            address = path_to("articles:detail", place.slug) + queries[len(steps)]
            steps.append(Step(len(steps) + 1, place.title, address, begins=not begins))
        parts.append(Part(place.section_title, parts[-1].last + 1 if parts else 1, len(steps)))
    return ListPath(
        first.list_slug, first.list_title, first.standfirst, tuple(steps), tuple(parts), len(words),
        minutes(sum(words.values())),
    )  # fmt: skip
