"""The saved articles as records for reference managers: those that are there; the rest has no record any more."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Final

from django.db.models import Q

from articles.metadata import as_csl
from bibliography.exporting import Format, export
from library.exporting.whole import article_in, kept_by
from members.models import User

AT_ONCE: Final = 100  # records written in one go; their keys are addresses of articles, so no two are the same


def records_of(member: User, at: datetime, origin: str, format: Format) -> Iterator[str]:
    articles = (article_in(entry) for entry, _ in kept_by(member, at, Q(saved_at__isnull=False)))
    records = (as_csl(article, origin + article.get_absolute_url()) for article in articles if article)
    while some := list(islice(records, AT_ONCE)):
        yield export(some, format)
