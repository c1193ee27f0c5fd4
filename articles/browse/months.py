"""A list by date under the months of its articles."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.utils import timezone

from articles.browse.pagination import EPOCH, Page
from articles.models import Article, StoredRow


@dataclass(frozen=True)
class Month:
    """The articles of a page that came out in one month, `begin` of it; `goes_on`: from the page before."""

    begin: datetime
    rows: list[Article | StoredRow]
    goes_on: bool


def months_of(page: Page) -> list[Month]:
    """In the order of the page. Months are those of the site's time zone."""
    above = page.above and month_of(page.above)
    held = groupby(page.rows, lambda article: month_of(article.publish_at or EPOCH))
    return [Month(begin, list(rows), goes_on=begin == above) for begin, rows in held]


def month_of(moment: datetime) -> datetime:
    return timezone.localtime(moment).replace(day=1, hour=0, minute=0, second=0, microsecond=0, fold=0)
