"""Choosing and counting articles for pages, on shelves: what a person can see, under which tags, in which order."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.utils import timezone

from articles.access import Person, visible_bitmap
from articles.browse.filters import NEWEST, Filters, FilterValue, Years
from articles.models import Article
from tags.cache.bitmaps import Bitmap, BitmapIndex, under, union
from tags.cache.snapshot import Snapshot, current_snapshot
from tags.cache.tag_tree import TagTree
from tags.models import Tag


@dataclass(frozen=True)
class VisibleScope:
    """The shelves at one moment, and the numbers of all that `user` can see on them."""

    user: Person
    at: datetime
    snapshot: Snapshot
    numbers: Bitmap

    @property
    def bitmaps(self) -> BitmapIndex:
        return self.snapshot.bitmaps

    @property
    def tag_tree(self) -> TagTree:
        return self.snapshot.tag_tree

    def under(self, tag: Tag) -> Bitmap:
        """The articles of a tag and of all narrower tags, each once."""
        return self.numbers & self.bitmaps[under(tag)]

    def count(self, tag: Tag) -> int:
        return self.numbers.intersection_cardinality(self.bitmaps[under(tag)])

    def counts(self) -> Counter[int]:
        """The number of articles under each tag that has any, by primary key."""
        found = {pk: self.count(tag) for pk, tag in self.tag_tree.tags.items()}
        return Counter({pk: number for pk, number in found.items() if number})

    def of_papers_in(self, years: Years) -> Bitmap:
        """The articles about papers of these years, whoever may see them."""
        return union(held for year, held in self.bitmaps.years.items() if year in years)

    def years_of(self, numbers: Bitmap) -> dict[int, int]:
        """How many of these articles are about a paper of each year, by year."""
        counted = ((year, numbers.intersection_cardinality(held)) for year, held in self.bitmaps.years.items())
        return {year: number for year, number in counted if number}


def visible_scope(user: Person, at: datetime | None = None) -> VisibleScope:
    """What `user` can reach at the moment `at`. Two queries, whatever the number of articles."""
    moment, now = at or timezone.now(), current_snapshot()
    return VisibleScope(user, moment, now, visible_bitmap(user, moment, now.bitmaps, Article.objects))


def counts_by_tag(user: Person, at: datetime) -> Counter[int]:
    """How many articles each tag holds that `user` may see in a list by date, with those of its narrower tags."""
    return visible_scope(user, at).counts()


@dataclass(frozen=True)
class FilteredList:
    """A list of articles narrowed by a selection: `base` is the whole list, before any filter."""

    scope: VisibleScope
    base: Bitmap
    filters: Filters

    @cached_property
    def chosen(self) -> dict[str, Bitmap]:
        """For each facet in use what its filter_values hold together: several in one facet mean *or*."""
        bitmaps, chosen = self.scope.bitmaps, self.filters
        held = {facet: union(bitmaps[filter_value.key] for filter_value in chosen.of(facet)) for facet in chosen.facets}
        if chosen.years:
            held["year"] = self.scope.of_papers_in(chosen.years)
        return held

    def beside(self, facet: str) -> Bitmap:
        """What all other facets leave: a facet counts its own values over this."""
        left = self.base
        for other, held in self.chosen.items():
            if other != facet:
                left = left & held
        return left

    @cached_property
    def numbers(self) -> Bitmap:
        """What is left of the list: filters of different facets mean *and*."""
        return self.beside("")

    @property
    def count(self) -> int:
        return len(self.numbers)

    def ways_out(self) -> list[tuple[FilterValue | None, str, int]]:
        """For each filter that can be dropped what the address asks for without it, and how many articles would show.

        None stands for the years. Those that show something come first, the most first.
        """
        narrowed: list[tuple[FilterValue | None, Filters]] = [
            (filter_value, self.filters.without(filter_value)) for filter_value in self.filters.values
        ]
        if self.filters.years:
            narrowed.append((None, self.filters.without_years()))
        found = [
            (filter_value, filters.query, FilteredList(self.scope, self.base, filters).count)
            for filter_value, filters in narrowed
        ]
        return sorted(found, key=lambda way: -way[2])

    def by_year(self) -> list[tuple[int, int, bool]]:
        """Every year of a paper in the list, the newest first, with what one gets by it and if it is chosen alone."""
        left, chosen = self.beside("year"), self.filters.years
        counted = ((year, left.intersection_cardinality(held)) for year, held in self.scope.bitmaps.years.items())
        within = self.scope.years_of(self.base)
        return [
            (year, count, (chosen.first, chosen.last) == (year, year))
            for year, count in reversed(list(counted))
            if year in within
        ]

    @property
    def order(self) -> Sequence[Bitmap]:
        """The list in parts, each read from its highest number down: one part by date, or a part for each year."""
        if self.filters.sort == NEWEST:
            return [self.numbers]
        years = self.scope.bitmaps.years
        dated = [self.numbers & held for held in reversed(list(years.values()))]
        return [*dated, self.numbers - union(years.values())]
