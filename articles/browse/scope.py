"""What a person can see at one moment: the articles under each tag and of each year, found and counted in bitmaps."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from heapq import heappop, heappush

from django.db.models import QuerySet
from django.utils import timezone

from articles.access import AT, Person, visible_bitmap
from articles.browse.filters import Years
from articles.models import Article
from articles.status import Kind
from members import prepared
from tags.cache.bitmaps import PUBLISHED, Bitmap, BitmapIndex, of, under, union
from tags.cache.snapshot import Snapshot, current_snapshot
from tags.cache.tag_tree import TagTree
from tags.models import Tag


@dataclass(frozen=True)
class VisibleScope:
    """The snapshot of one moment, and the articles in it that `user` can see."""

    user: Person
    at: datetime
    snapshot: Snapshot
    articles: Bitmap

    @property
    def bitmaps(self) -> BitmapIndex:
        return self.snapshot.bitmaps

    @property
    def tag_tree(self) -> TagTree:
        return self.snapshot.tag_tree

    @property
    def about_papers(self) -> Bitmap:
        """The articles that are about a paper, whoever may see them; a draft among them may still lack it."""
        return self.bitmaps[of("kind", Kind.PAPER_SUMMARY.value)]

    def shows_a_paper(self, articles: Bitmap) -> bool:
        return not (articles & self.bitmaps[PUBLISHED]).isdisjoint(self.about_papers)

    def under(self, tag: Tag) -> Bitmap:
        """The articles of a tag and of all narrower tags, each once."""
        return self.articles & self.bitmaps[under(tag)]

    def count(self, tag: Tag) -> int:
        return self.articles.intersection_cardinality(self.bitmaps[under(tag)])

    def counts(self) -> Counter[int]:
        """The number of articles under each tag that has any, by primary key."""
        found = {pk: self.count(tag) for pk, tag in self.tag_tree.tags.items()}
        return Counter({pk: number for pk, number in found.items() if number})

    def biggest(self, articles: Bitmap, tags: Iterable[Tag], most: int) -> list[tuple[int, Tag]]:
        """Of these tags and all below them in their taxonomies those that hold most of the articles, the most first.

        With those that hold as many as the last of them; without those that hold none. No tag holds more than one
        above it, so only what stands right below the found ones is looked at, and not the whole vocabulary. None holds
        more of these articles than of all, so they are counted for those alone that could be among the biggest by that.
        """
        bitmaps, tag_tree = self.bitmaps, self.tag_tree
        seen: set[int] = set()
        waiting: list[tuple[int, bool, int, Tag]] = []
        found: list[tuple[int, Tag]] = []

        def look_at(level: Iterable[Tag]) -> None:
            for tag in level:
                if tag.id not in seen:
                    seen.add(tag.id)
                    heappush(waiting, (-len(bitmaps[under(tag)]), False, tag.id, tag))

        look_at(tags)
        while waiting and -waiting[0][0] >= (found[-1][0] if len(found) >= most else 1):
            number, is_counted, _, tag = heappop(waiting)
            if is_counted:
                found.append((-number, tag))
                look_at(tag_tree.children(tag))
            else:
                counted = articles.intersection_cardinality(bitmaps[under(tag)])
                heappush(waiting, (-counted, True, tag.id, tag))
        return found

    def of_papers_in(self, years: Years) -> Bitmap:
        """The articles about papers of these years, whoever may see them."""
        return union(held for year, held in self.bitmaps.years.items() if year in years)

    def years_of(self, articles: Bitmap) -> dict[int, int]:
        """How many of these articles are about a paper of each year, by year."""
        counted = ((year, articles.intersection_cardinality(held)) for year, held in self.bitmaps.years.items())
        return {year: number for year, number in counted if number}


class SortKeys:
    """What `visible_bitmap` asks of articles."""

    def last_sort_key(self, at: datetime) -> int:
        """The highest of an article whose time has come; 0 when there is none."""
        rows = prepared.rows("last sort key", queryset=last_come, at=at)
        return (rows[0][0] or 0) if rows else 0

    def sort_keys_of(self, editor: Person) -> set[int]:
        return Article.objects.sort_keys_of(editor)


def last_come() -> "QuerySet[Article, tuple[int | None]]":
    return Article.objects.come(AT).values_list("sort_key")[:1]


def visible_scope(user: Person, at: datetime | None = None) -> VisibleScope:
    """What `user` can see at the moment `at`. Two queries, whatever the number of articles."""
    moment, snapshot = at or timezone.now(), current_snapshot()
    return VisibleScope(user, moment, snapshot, visible_bitmap(user, moment, snapshot.bitmaps, SortKeys()))


def counts_by_tag(user: Person, at: datetime) -> Counter[int]:
    """How many articles each tag holds that `user` may see in a list by date, with those of its narrower tags."""
    return visible_scope(user, at).counts()
