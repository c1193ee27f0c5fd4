"""A reading list as a record, to be cited as a web page of this site."""

from ast import literal_eval
from functools import lru_cache
from typing import Any

from django.utils.timezone import localtime

from articles.metadata import signed, web_page
from articles.site.snapshot import current_site
from bibliography.formatting import format_citation
from lists.models import ReadingList


def as_csl(reading_list: ReadingList, url: str) -> dict[str, Any]:
    first = reading_list.first_published_at
    said = (reading_list.slug, reading_list.title, reading_list.standfirst)
    return web_page(*said, author=byline(reading_list), url=url, day=first and localtime(first))


def citation(reading_list: ReadingList, url: str) -> str:
    """As HTML."""
    return formatted(repr(as_csl(reading_list, url)), current_site().citation_style)


@lru_cache(maxsize=200)
def formatted(record: str, style: str) -> str:
    """Formatting takes longer than all else of such a page."""
    return format_citation(literal_eval(record), style)


def byline(reading_list: ReadingList) -> str:
    return signed(reading_list.editor)
