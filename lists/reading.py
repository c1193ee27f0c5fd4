"""A reading list as a page shows it: sections of items, numbered through, with what is visible to the reader."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from articles.access import Person
from articles.models import Article
from bibliography.models import Reference
from lists.models import Item, ReadingList, Section
from lists.placement import place_queries


@dataclass(frozen=True)
class NumberedItem:
    """`query` stands behind the address of its article and says at which place of which list it is read."""

    number: int
    article: Article
    reason: str
    query: str


@dataclass(frozen=True)
class NumberedSection:
    section: Section
    items: list[NumberedItem]


@dataclass(frozen=True)
class Contents:
    """The sections of a list that hold something for this reader, and its totals in minutes of reading.

    An article that stands at several places is read, and counts, once.
    """

    sections: list[NumberedSection]
    size: int
    summary_minutes: int
    full_minutes: int
    first: Article | None
    has_papers: bool


def contents(reading_list: ReadingList, user: Person, at: datetime) -> Contents:
    """Two queries for any number of items."""
    items = list(Item.objects.of_list(reading_list).visible_to(user, at).with_cards().in_reading_order())
    queries = place_queries(reading_list.slug, [item.article_id for item in items])
    numbered = [
        (item.section, NumberedItem(place, item.article, item.reason, query))
        for place, (item, query) in enumerate(zip(items, queries, strict=True), 1)
    ]
    groups = groupby(numbered, key=lambda pair: pair[0])
    articles = list(dict.fromkeys(item.article for item in items))
    return Contents(
        sections=[NumberedSection(section, [item for _, item in group]) for section, group in groups],
        size=len(articles),
        summary_minutes=sum(article.summary_minutes for article in articles),
        full_minutes=sum(article.full_minutes for article in articles),
        first=articles[0] if articles else None,
        has_papers=any(article.paper_id for article in articles),
    )


def papers(articles: Iterable[Article]) -> list[Reference]:
    """The papers that these articles summarise, in their order, each once. One query."""
    keys = list(dict.fromkeys(article.paper_id for article in articles if article.paper_id))
    found = Reference.objects.in_bulk(keys)
    return [found[key] for key in keys]
