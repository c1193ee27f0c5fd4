"""A reading list as a record, to be cited as a web page of this site."""

from ast import literal_eval
from functools import lru_cache
from typing import Any

from django.utils.timezone import localtime

from articles.site.snapshot import site_name
from bibliography.formatting import format_citation
from lists.models import ReadingList


def as_csl(reading_list: ReadingList, url: str) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": reading_list.slug,
        "type": "webpage",
        "title": reading_list.title,
        "container-title": site_name(),
        "author": [{"literal": byline(reading_list)}],
        "abstract": reading_list.standfirst,
        "URL": url,
    }
    if reading_list.first_published_at:
        first = localtime(reading_list.first_published_at)
        item["issued"] = {"date-parts": [[first.year, first.month, first.day]]}
    return item


def citation(reading_list: ReadingList, url: str) -> str:
    """As HTML."""
    return formatted(repr(as_csl(reading_list, url)))


@lru_cache(maxsize=200)
def formatted(record: str) -> str:
    """Formatting takes longer than all else of such a page."""
    return format_citation(literal_eval(record))


def byline(reading_list: ReadingList) -> str:
    return (reading_list.editor.name if reading_list.editor else "") or f"The {site_name()} editors"
