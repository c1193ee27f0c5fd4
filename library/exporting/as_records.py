"""What is saved or stands in an own list, as records for reference managers. What is gone has no record any more.

The titles of its lists are keywords of an article: programs make tags, or groups, of them. Neither form has a place for
their order, sections and reasons.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import chain
from typing import Any, Final

from django.db.models import Q

from articles.metadata import as_csl
from articles.models import Article
from bibliography.exporting import Format, export_parts
from library.exporting.in_own_lists import only_in_lists, places_in_lists
from library.exporting.whole import article_in, kept_by
from members.models import User
from tags.management.parts import in_parts

AT_ONCE: Final = 100  # records written in one go; their keys are addresses of articles, so no two are the same


def records_of(member: User, at: datetime, origin: str, format: Format) -> Iterator[str]:
    in_lists = places_in_lists(member)
    records = (record_of(article, in_lists, origin) for article in kept_articles(member, at))
    yield from export_parts(in_parts(records, AT_ONCE), format)


def kept_articles(member: User, at: datetime) -> Iterator[Article]:
    """What is saved or stands in an own list, in the order in which it was kept."""
    saved = Q(saved_at__isnull=False)
    entries = chain((entry for entry, _ in kept_by(member, at, saved)), only_in_lists(member, at, saved))
    return (article for entry in entries if (article := article_in(entry)))


def record_of(article: Article, in_lists: Mapping[int, list[tuple[str, str]]], origin: str) -> dict[str, Any]:
    record = as_csl(article, origin + article.get_absolute_url())
    if titles := [" ".join(re.split(r"[\s,;]+", title)).strip() for title, _ in in_lists.get(article.pk, ())]:
        record["keyword"] = ", ".join(dict.fromkeys(titles))  # commas part keywords
    return record
