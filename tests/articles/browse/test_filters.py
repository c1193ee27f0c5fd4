"""Selections in addresses: what is read, what is refused, and the one address that each has."""

import random
from collections.abc import Iterable

import pytest
from django.http import QueryDict

from articles.browse.filters import MOST, Filters, TooManyFilters, UnknownFilter, read_filters, read_years
from tags.cache.snapshot import current_snapshot
from tags.models import FormerTagSlug, Tag
from tests.factories import make_tag, make_taxonomy
from tests.worlds import shared

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tags")]


@shared
def tags() -> list[Tag]:
    disorder, region = make_taxonomy("disorder", position=1), make_taxonomy("brain-region", position=2)
    return [
        *(make_tag(name, disorder) for name in ("Fear", "Sleep")),
        *(make_tag(name, region) for name in ("Amygdala", "Insula")),
    ]


def read(query: str) -> Filters:
    return read_filters(QueryDict(query), current_snapshot().tag_tree)


def test_a_selection_is_read_in_the_order_of_the_facets_and_written_the_same_way() -> None:
    filters = read("access=open&brain-region=insula&disorder=sleep&disorder=fear&from=2001&kind=overview&to=2010")
    assert [filter_value.label for filter_value in filters.values] == [
        "Sleep",
        "Fear",
        "Insula",
        "Overview",
        "Open to all",
    ]
    assert filters.query == (
        "?disorder=sleep&disorder=fear&brain-region=insula&kind=overview&access=open&from=2001&to=2010"
    )
    assert len(filters) == 6
    assert read("").query == ""


def test_reading_what_was_written_gives_the_same_selection_exactly() -> None:
    chance = random.Random(4)
    parts = ["disorder=fear", "disorder=sleep", "brain-region=amygdala", "kind=overview", "access=open"]
    for _ in range(40):
        some = chance.sample(parts, chance.randint(0, 5)) + chance.choice(
            ([], ["from=1999"], ["to=2020"], ["sort=paper"])
        )
        filters = read("&".join(some))
        again = read(filters.query.removeprefix("?"))
        assert (again.values, again.years, again.sort) == (filters.values, filters.years, filters.sort)
        assert again.is_exact


@pytest.mark.parametrize(
    "query", ["disorder=fear&disorder=fear", "disorder=", "from=&to=", "disorder=&brain-region=insula", "sort=newest"]
)
def test_an_address_that_says_it_in_another_way_is_told_from_the_right_one(query: str) -> None:
    assert not read(query).is_exact


def test_an_old_address_of_a_tag_stands_for_the_tag() -> None:
    FormerTagSlug.objects.create(slug="dread", tag=Tag.objects.get(slug="fear"))
    filters = read("disorder=dread")
    assert (filters.query, filters.is_exact) == ("?disorder=fear", False)


@pytest.mark.parametrize("query", ["disorder=nothing", "disorder=insula", "kind=book", "access=secret", "kind=%00"])
def test_a_filter_that_no_page_offers_is_refused(query: str) -> None:
    with pytest.raises(UnknownFilter):
        read(query)


def test_what_is_no_filter_is_left_alone() -> None:
    assert read("utm_source=mail&page=2&q=fear").query == ""


def test_there_is_a_bound_on_filters() -> None:
    names = [f"Area {place}" for place in range(MOST + 1)]
    for name in names:
        make_tag(name, make_taxonomy("brain-region"))
    slugs = [name.lower().replace(" ", "-") for name in names]
    assert len(read(query_of(slugs[:MOST]))) == MOST
    with pytest.raises(TooManyFilters):
        read(query_of(slugs))


def query_of(slugs: Iterable[str]) -> str:
    return "&".join(f"brain-region={slug}" for slug in slugs)


def test_a_choice_and_the_years_can_be_taken_off() -> None:
    filters = read("disorder=fear&brain-region=insula&from=2001")
    assert filters.without(filters.values[0]).query == "?brain-region=insula&from=2001"
    assert filters.without_years().query == "?disorder=fear&brain-region=insula"
    assert filters.without_filters().query == ""


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("twenty", "", "“twenty” is not a year. Write four digits, like 2015."),
        ("", "20155", "“20155” is not a year. Write four digits, like 2015."),
        ("２０１５", "", "“２０１５” is not a year. Write four digits, like 2015."),
        ("0", "", "“0” is not a year. Write four digits, like 2015."),
        ("2010", "2001", "2010 comes after 2001. Swap the two years."),
    ],
)
def test_what_is_no_year_is_told_and_not_used(first: str, last: str, said: str) -> None:
    years = read_years(first, last)
    assert years.error == said
    assert not years
    assert years.typed == (first, last)


@pytest.mark.parametrize(
    ("first", "last", "label"),
    [
        ("2001", "", "Papers from 2001"),
        ("", "2010", "Papers up to 2010"),
        ("2001", "2010", "Papers from 2001 to 2010"),
        ("2001", "2001", "Papers of 2001"),
    ],
)
def test_years_say_in_words_what_they_hold(first: str, last: str, label: str) -> None:
    assert read_years(first, last).label == label
