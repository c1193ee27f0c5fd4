"""A list of articles as filters leave it: what of it shows, what each facet leaves, and in which order it is read."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from articles.browse.filters import NEWEST, Filters, FilterValue
from articles.browse.scope import VisibleScope
from tags.cache.bitmaps import Bitmap, union


@dataclass(frozen=True)
class FilteredList:
    """A list of articles narrowed by filters: `base` is the whole list, before any filter."""

    scope: VisibleScope
    base: Bitmap
    filters: Filters

    @cached_property
    def chosen(self) -> dict[str, Bitmap]:
        """For each facet in use what its values hold together: several in one facet mean *or*."""
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
    def articles(self) -> Bitmap:
        """What is left of the list: filters of different facets mean *and*."""
        return self.beside("")

    @property
    def count(self) -> int:
        return len(self.articles)

    def ways_out(self) -> list[tuple[FilterValue | None, int]]:
        """For each filter that can be dropped how many articles would show without it. None stands for the years.

        Those that show something come first, the most first.
        """
        narrowed: list[tuple[FilterValue | None, Filters]] = [
            (filter_value, self.filters.without(filter_value)) for filter_value in self.filters.values
        ]
        if self.filters.years:
            narrowed.append((None, self.filters.without_years()))
        found = [(filter_value, FilteredList(self.scope, self.base, left).count) for filter_value, left in narrowed]
        return sorted(found, key=lambda way: -way[1])

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
        """The list in parts, each read from its highest sort key down: one part by date, or a part for each year."""
        if self.filters.sort == NEWEST:
            return [self.articles]
        years = self.scope.bitmaps.years
        dated = [self.articles & held for held in reversed(list(years.values()))]
        return [*dated, self.articles - union(years.values())]
