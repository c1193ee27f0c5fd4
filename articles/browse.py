"""Choosing and counting articles for pages, on shelves: what a person can see, under which tags, in which order."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.utils import timezone

from articles.access import Person, visible_numbers
from articles.models import Article
from articles.selection import NEWEST, Choice, Selection, Years
from tags.catalogue import Catalogue
from tags.current import Current, current
from tags.models import Tag
from tags.shelves import Numbers, Shelves, under, union


@dataclass(frozen=True)
class Reach:
    """The shelves at one moment, and the numbers of all that `user` can see on them."""

    user: Person
    at: datetime
    current: Current
    numbers: Numbers

    @property
    def shelves(self) -> Shelves:
        return self.current.shelves

    @property
    def catalogue(self) -> Catalogue:
        return self.current.catalogue

    def under(self, tag: Tag) -> Numbers:
        """The articles of a tag and of all narrower tags, each once."""
        return self.numbers & self.shelves[under(tag)]

    def count(self, tag: Tag) -> int:
        return self.numbers.intersection_cardinality(self.shelves[under(tag)])

    def counts(self) -> Counter[int]:
        """The number of articles under each tag that has any, by primary key."""
        found = {pk: self.count(tag) for pk, tag in self.catalogue.tags.items()}
        return Counter({pk: number for pk, number in found.items() if number})

    def of_papers_in(self, years: Years) -> Numbers:
        """The articles about papers of these years, whoever may see them."""
        return union(held for year, held in self.shelves.years.items() if year in years)

    def years_of(self, numbers: Numbers) -> dict[int, int]:
        """How many of these articles are about a paper of each year, by year."""
        counted = ((year, numbers.intersection_cardinality(held)) for year, held in self.shelves.years.items())
        return {year: number for year, number in counted if number}


def reach_of(user: Person, at: datetime | None = None) -> Reach:
    """What `user` can reach at the moment `at`. Two queries, whatever the number of articles."""
    moment, now = at or timezone.now(), current()
    return Reach(user, moment, now, visible_numbers(user, moment, now.shelves, Article.objects))


def counts_by_tag(user: Person, at: datetime) -> Counter[int]:
    """How many articles each tag holds that `user` may see in a list by date, with those of its narrower tags."""
    return reach_of(user, at).counts()


@dataclass(frozen=True)
class Browsing:
    """A list of articles narrowed by a selection: `base` is the whole list, before any filter."""

    reach: Reach
    base: Numbers
    selection: Selection

    @cached_property
    def chosen(self) -> dict[str, Numbers]:
        """For each facet in use what its choices hold together: several in one facet mean *or*."""
        shelves, chosen = self.reach.shelves, self.selection
        held = {facet: union(shelves[choice.key] for choice in chosen.of(facet)) for facet in chosen.facets}
        if chosen.years:
            held["year"] = self.reach.of_papers_in(chosen.years)
        return held

    def beside(self, facet: str) -> Numbers:
        """What all other facets leave: a facet counts its own values over this."""
        left = self.base
        for other, held in self.chosen.items():
            if other != facet:
                left = left & held
        return left

    @cached_property
    def numbers(self) -> Numbers:
        """What is left of the list: filters of different facets mean *and*."""
        return self.beside("")

    @property
    def count(self) -> int:
        return len(self.numbers)

    def ways_out(self) -> list[tuple[Choice | None, str, int]]:
        """For each filter that can be dropped what the address asks for without it, and how many articles would show.

        None stands for the years. Those that show something come first, the most first.
        """
        narrowed: list[tuple[Choice | None, Selection]] = [
            (choice, self.selection.without(choice)) for choice in self.selection.choices
        ]
        if self.selection.years:
            narrowed.append((None, self.selection.without_years()))
        found = [
            (choice, selection.query, Browsing(self.reach, self.base, selection).count)
            for choice, selection in narrowed
        ]
        return sorted(found, key=lambda way: -way[2])

    def by_year(self) -> list[tuple[int, int, bool]]:
        """Every year of a paper in the list, the newest first, with what one gets by it and if it is chosen alone."""
        left, chosen = self.beside("year"), self.selection.years
        counted = ((year, left.intersection_cardinality(held)) for year, held in self.reach.shelves.years.items())
        within = self.reach.years_of(self.base)
        return [
            (year, count, (chosen.first, chosen.last) == (year, year))
            for year, count in reversed(list(counted))
            if year in within
        ]

    @property
    def order(self) -> Sequence[Numbers]:
        """The list in parts, each read from its highest number down: one part by date, or a part for each year."""
        if self.selection.sort == NEWEST:
            return [self.numbers]
        years = self.reach.shelves.years
        dated = [self.numbers & held for held in reversed(list(years.values()))]
        return [*dated, self.numbers - union(years.values())]
