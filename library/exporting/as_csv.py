"""A library as lines for a spreadsheet, in columns that two other programs read, which both go by their names.

Readwise's import of a CSV takes the first seven: Highlight, and if they are there Title, Author, URL, Note, Location,
Date. Karakeep has no import that knows highlights; as “Instapaper” it takes URL, Title, Selection, Folder, Timestamp
(seconds) and Tags (a JSON list), saves each address once, and an article without an address as a text.

Its own line has each highlight; so has each article that is noted as a whole, or has no highlight: without `Highlight`.
Lists of their own are tags, and in the last column stand with the reason to read it there.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from itertools import chain
from typing import Final

from articles.browse.csv_lines import csv_line, harmless
from articles.metadata import byline
from library.exporting.in_own_lists import only_in_lists, places_in_lists
from library.exporting.whole import article_in, kept_by, title_of
from library.models import Entry, Highlight
from members.models import User

COLUMNS: Final = (
    "Highlight", "Title", "Author", "URL", "Note", "Location", "Date", "Selection", "Folder", "Timestamp", "Tags",
    "Saved", "Read", "Lists",
)  # fmt: skip


def csv_of(member: User, at: datetime, origin: str) -> Iterator[str]:
    yield csv_line(COLUMNS)
    in_lists = places_in_lists(member)
    for entry, passages in chain(kept_by(member, at), ((entry, []) for entry in only_in_lists(member, at))):
        places = in_lists.get(entry.article_id or 0, [])
        if entry.note or not passages:
            yield line_of(entry, origin, None, places)
        for highlight in passages:
            yield line_of(entry, origin, highlight, places)


def line_of(entry: Entry, origin: str, highlight: Highlight | None, places: list[tuple[str, str]]) -> str:
    article = article_in(entry)
    moment = highlight.made_at if highlight else entry.saved_at or entry.read_at or entry.noted_at or entry.stopped_at
    cells = (
        highlight.exact if highlight else "",
        title_of(entry),
        byline(article) if article else "",
        origin + article.get_absolute_url() if article else "",
        highlight.note if highlight else entry.note,
        "" if highlight is None or highlight.start is None else str(highlight.start),
        written(moment),
        highlight.exact if highlight else "",
        "Archive" if entry.read_at else "Unread",
        str(int(moment.timestamp())) if moment else "",
        json.dumps(list(dict.fromkeys(title for title, _ in places)), ensure_ascii=False),
        written(entry.saved_at),
        written(entry.read_at),
        "\n".join(f"{title}: {reason}" if reason else title for title, reason in places),
    )
    return csv_line(map(harmless, cells))


def written(moment: datetime | None) -> str:
    """As Readwise wants it; in UTC."""
    return moment.strftime("%Y-%m-%d %H:%M:%S") if moment else ""
