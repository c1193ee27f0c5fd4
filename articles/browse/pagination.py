"""Pages of a list, and the links between them.

A list by date is read by keyset: a page begins where the one before it ended, so its cost does not grow with its depth.
What was searched for is ranked anew each time, and its pages have numbers.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import ceil
from typing import Final
from urllib.parse import quote

from django.http import Http404, HttpRequest

from articles.access import Person
from articles.browse.filtered_list import FilteredList
from articles.browse.stored_rows import newest_rows, stored_rows
from articles.models import Article, StoredRow
from articles.models.article import ArticleQuerySet
from tags.cache.bitmaps import Bitmap

PAGE_SIZE: Final = 20
AHEAD: Final = 500  # sort keys that are taken out of a bitmap at once
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


class BadCursor(ValueError):
    """Raised for a page address that this site cannot have made."""


@dataclass(frozen=True)
class Pager:
    """Links to the pages on either side, "" where there is none, with what waits there; `position`: where one is."""

    newer: str
    older: str
    newer_label: str = "Newer"
    older_label: str = "Older"
    position: str = ""
    is_filtered: bool = False


@dataclass(frozen=True)
class Page:
    """Rows of a keyset list, and the cursors that lead to its neighbours ("" where there are none).

    `above`: when the row before the first of them came out.
    """

    rows: Sequence[Article | StoredRow]
    newer: str
    older: str
    above: datetime | None = None

    def pager(self, query: str = "") -> Pager:
        """`query`: what the address of the list says behind the question mark, with one for itself."""
        start = f"{query}&" if query else "?"
        newer = f"{start}after={self.newer}" if self.newer else ""
        older = f"{start}before={self.older}" if self.older else ""
        return Pager(newer, older, is_filtered=bool(query))


@dataclass(frozen=True)
class Pages:
    """Where one is in a list of numbered pages: both 0 where there is no such page."""

    number: int
    last: int

    @property
    def newer(self) -> int:
        return self.number - 1 if 1 < self.number <= self.last + 1 else 0

    @property
    def older(self) -> int:
        return self.number + 1 if self.number < self.last else 0

    @property
    def is_beyond(self) -> bool:
        return self.number > max(1, self.last)

    @property
    def places(self) -> tuple[int, int]:
        """The places of its rows in the list, from the first to the one behind the last."""
        return (self.number - 1) * PAGE_SIZE, self.number * PAGE_SIZE

    def pager(self, query: str, *, newer_label: str, older_label: str) -> Pager:
        """`query`: what was searched for."""
        newer, older = (
            f"?q={quote(query, safe='')}&page={number}" if number else "" for number in (self.newer, self.older)
        )
        return Pager(newer, older, newer_label, older_label, f"Page {self.number} of {self.last}")


def pages_of(count: int, number: int) -> Pages:
    return Pages(number, ceil(count / PAGE_SIZE))


def page_of(articles: ArticleQuerySet, *, before: str = "", after: str = "", size: int = PAGE_SIZE) -> Page:
    """The page that follows the cursor `before`, or precedes the cursor `after`, newest first; else the first one.

    It reads one row more than it shows, whatever the size of the list. Raises `BadCursor`.
    """
    if after:
        rows = list(articles.published_after(*decoded(after)).oldest_first()[: size + 1])
    else:
        following = articles.published_before(*decoded(before)) if before else articles
        rows = list(following.newest_first()[: size + 1])
    return shown(rows, before=before, after=after, size=size)


def page_of_newest(user: Person, at: datetime, *, before: str = "", after: str = "", size: int = PAGE_SIZE) -> Page:
    """The page of all articles by date."""
    if before or after:
        articles = Article.objects.visible_to(user, at).published().with_row()
        return page_of(articles, before=before, after=after, size=size)
    return shown([row for row, _ in newest_rows(user, at, size + 1)], before="", after="", size=size)


def page_of_bitmaps(filtered: FilteredList, *, before: str = "", after: str = "", size: int = PAGE_SIZE) -> Page:
    """The same page of what filters left, in its own order. Two queries, three when a cursor is given."""
    sort_keys = sort_keys_of_page(filtered, before=before, after=after, size=size)
    return shown(stored_rows(filtered.scope, sort_keys), before=before, after=after, size=size)


def sort_keys_of_page(filtered: FilteredList, *, before: str = "", after: str = "", size: int = PAGE_SIZE) -> list[int]:
    """Those of its rows, and of one more where the list goes on; after `after` upwards. Two queries with a cursor."""
    order = filtered.order
    if after:
        cursor = decoded(after)
        return upwards(order, part_at(order, cursor[1]), Article.objects.first_sort_key_after(*cursor), size + 1)
    if before:
        cursor = decoded(before)
        return downwards(order, part_at(order, cursor[1]), Article.objects.last_sort_key_before(*cursor), size + 1)
    return downwards(order, 0, None, size + 1)


def part_at(order: Sequence[Bitmap], pk: int) -> int:
    """The part of the list in which the article of a cursor stands. One query, none where there is one part."""
    return part_of(order, Article.objects.sort_key_of(pk)) if len(order) > 1 else 0


def shown(rows: Sequence[Article | StoredRow], *, before: str, after: str, size: int) -> Page:
    """The page of `rows`, of which there is one too many when the list goes on; before `after` they come reversed."""
    goes_on = len(rows) > size
    above = decoded(before)[0] if before else rows[size].publish_at if after and goes_on else None
    rows = rows[:size][::-1] if after else rows[:size]
    has_newer, has_older = (goes_on, True) if after else (bool(before), goes_on)
    return Page(
        rows=rows,
        newer=encoded(rows[0]) if rows and has_newer else "",
        older=encoded(rows[-1]) if rows and has_older else "",
        above=above,
    )


def part_of(order: Sequence[Bitmap], sort_key: int) -> int:
    """The part of the list in which an article stands; the first when it stands in none of them any more."""
    return next((place for place, part in enumerate(order) if sort_key in part), 0)


def downwards(order: Sequence[Bitmap], part: int, last: int | None, size: int) -> list[int]:
    """The first `size` sort keys from `last` down in the part, then in the parts that follow."""
    found: list[int] = []
    for place, bitmap in enumerate(order[part:]):
        end = bitmap.rank(last) if place == 0 and last is not None else len(bitmap)
        found += reversed(slice_of(bitmap, max(0, end - (size - len(found))), end))
        if len(found) >= size:
            break
    return found


def all_downwards(order: Sequence[Bitmap]) -> Iterator[int]:
    """Every sort key of the list in its order, read as they are asked for."""
    for bitmap in order:
        for end in range(len(bitmap), 0, -AHEAD):
            yield from reversed(slice_of(bitmap, max(0, end - AHEAD), end))


def upwards(order: Sequence[Bitmap], part: int, first: int | None, size: int) -> list[int]:
    """The nearest `size` sort keys from `first` up in the part, then in the parts before it."""
    found: list[int] = []
    for place, bitmap in enumerate(reversed(order[: part + 1])):
        start = (bitmap.rank(first - 1) if first else len(bitmap)) if place == 0 else 0
        found += slice_of(bitmap, start, start + size - len(found))
        if len(found) >= size:
            break
    return found


def slice_of(bitmap: Bitmap, start: int, end: int) -> list[int]:
    held: Iterable[int] = bitmap[start:end] if start < min(end, len(bitmap)) else ()
    return list(held)


def encoded(article: Article | StoredRow) -> str:
    """The cursor of an article: microseconds since 1970 and its key. Unpublished ones sort first, at 0."""
    return encoded_at(article.publish_at, article.pk)


def encoded_at(publish_at: datetime | None, pk: int) -> str:
    return f"{((publish_at or EPOCH) - EPOCH) // timedelta(microseconds=1)}-{pk}"


def decoded(cursor: str) -> tuple[datetime, int]:
    moment, _, pk = cursor.partition("-")
    if not (moment.isascii() and moment.isdecimal() and pk.isascii() and pk.isdecimal() and len(cursor) < 40):
        raise BadCursor(cursor)
    try:
        return EPOCH + timedelta(microseconds=int(moment)), min(int(pk), 2**63 - 1)
    except OverflowError as error:
        raise BadCursor(cursor) from error


def page_or_404(request: HttpRequest, reading: Callable[..., Page]) -> Page:
    """The page that the address asks for. `reading`: one of the functions above, for its list."""
    try:
        return reading(before=request.GET.get("before", ""), after=request.GET.get("after", ""))
    except BadCursor as error:
        raise Http404 from error
