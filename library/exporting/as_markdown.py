"""A library as Markdown, to be read and to be put among one's own notes."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final

from django.utils import timezone
from django.utils.formats import date_format

from articles.text.pasting.escaping import escaped
from library.exporting.in_own_lists import own_lists_of
from library.exporting.whole import article_in, kept_by, title_of
from library.models import Entry, Highlight
from lists.arrangement import Arrangement, Row
from members.models import User

GONE: Final = "*This article is not on the site any more.*"
MOVED: Final = "*The text reads differently now.*"


def markdown_of(member: User, at: datetime, origin: str, site: str) -> Iterator[str]:
    yield f"# Library at {escaped(site)}, {day(at)}\n"
    for entry, passages in kept_by(member, at):
        yield "\n" + "\n\n".join(blocks_of(entry, passages, origin)) + "\n"
    for number, (_, held) in enumerate(own_lists_of(member, at)):
        yield "" if number else "\n# Reading lists\n"
        yield "\n" + "\n\n".join(blocks_of_list(held, origin)) + "\n"


def blocks_of_list(held: Arrangement, origin: str) -> Iterator[str]:
    yield f"## {line(held.title)}"
    if held.standfirst:
        yield held.standfirst
    for part in held.parts:
        if part.title:
            yield f"### {line(part.title)}"
        if part.intro:
            yield part.intro
        if part.rows:
            yield "\n".join(step_of(number, row, origin) for number, row in enumerate(part.rows, 1))


def step_of(number: int, row: Row, origin: str) -> str:
    url = getattr(row, "url", "")
    step = f"{number}. [{line(row.title)}]({origin}{url})" if url else f"{number}. {line(row.title)}"
    return "\n".join([step, *(f"   {said}".rstrip() for said in row.reason.splitlines())])


def line(text: str) -> str:
    return str(escaped(" ".join(text.split())))


def blocks_of(entry: Entry, passages: Iterable[Highlight], origin: str) -> Iterator[str]:
    article, title = article_in(entry), line(title_of(entry))
    yield f"## [{title}]({origin}{article.get_absolute_url()})" if article else f"## {title}"
    if article is None:
        yield GONE
    if facts := ". ".join(facts_of(entry)):
        yield f"{facts}."
    if entry.note:
        yield entry.note  # as they wrote it: many write Markdown
    for highlight in passages:
        yield quoted(highlight.exact)
        if highlight.is_orphan:
            yield MOVED
        if highlight.note:
            yield highlight.note


def facts_of(entry: Entry) -> Iterator[str]:
    if entry.saved_at:
        yield f"Saved {day(entry.saved_at)}"
    if entry.read_at:
        yield f"Read {day(entry.read_at)}"
    elif entry.progress:
        yield f"{entry.progress // 10}% read"


def quoted(passage: str) -> str:
    return "\n".join(f"> {escaped(line)}".rstrip() for line in passage.splitlines())


def day(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "j F Y")
