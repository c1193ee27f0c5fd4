"""Filters in the text of a query as filter_values beside the list, and filter_values as text."""

import pytest

from articles.browse.filters import FilterValue, Years, value_of_tag
from articles.search.query.ast import text_of
from articles.search.query.parser import parse
from articles.search.query.query_filters import Narrowed, narrowed
from tags.cache.snapshot import current_snapshot
from tags.models import Tag
from tests.articles.search.asking import asked, titles
from tests.factories import make_article, make_reference, make_tag, make_taxonomy
from tests.worlds import shared

pytestmark = pytest.mark.django_db


@shared
def tags() -> dict[str, Tag]:
    region = make_taxonomy("brain-region")
    return {
        "fear": make_tag("Fear"),
        "dread": make_tag("Dread", synonyms=["horror"]),
        "amygdala": make_tag("Amygdala", region),
        "insula": make_tag("Insula", region),
    }


def split(query: str) -> Narrowed:
    return narrowed(parse(query), current_snapshot().tag_tree)


def with_value(found: Narrowed, filter_value: FilterValue) -> Narrowed:
    return found.by(found.filters.including(filter_value))


def without_value(found: Narrowed, filter_value: FilterValue) -> Narrowed:
    return found.by(found.filters.without(filter_value))


def chosen(query: str) -> list[tuple[str, str]]:
    return [(filter_value.facet, filter_value.value) for filter_value in split(query).filters.values]


@pytest.mark.parametrize(
    ("query", "rest", "filter_values", "years"),
    [
        ("", "", [], Years()),
        ("dogs", "dogs", [], Years()),
        ("dogs tag:fear", "dogs", [("disorder", "fear")], Years()),
        ("tag:horror", "", [("disorder", "dread")], Years()),
        ('tag:"Horrors" dogs', "dogs", [("disorder", "dread")], Years()),
        ("(tag:fear OR tag:dread) dogs", "dogs", [("disorder", "fear"), ("disorder", "dread")], Years()),
        ("tag:fear tag:dread", "tag:dread", [("disorder", "fear")], Years()),
        ("tag:fear tag:insula", "", [("disorder", "fear"), ("brain-region", "insula")], Years()),
        ("(tag:fear OR tag:insula)", "(tag:fear OR tag:insula)", [], Years()),
        ("tag:fear OR dogs", "tag:fear OR dogs", [], Years()),
        ("-tag:fear", "-tag:fear", [], Years()),
        ("tag:nothing", "tag:nothing", [], Years()),
        ("kind:Overview is:open", "", [("kind", "overview"), ("access", "open")], Years()),
        ("year:2015 dogs", "dogs", [], Years(2015, 2015)),
        ("year:2015..", "", [], Years(2015, None)),
        ("year:..2015", "", [], Years(None, 2015)),
        ("year:2010..2015 year:2012", "year:2012", [], Years(2010, 2015)),
        ("year:2012 dogs year:2012..2012", "dogs", [], Years(2012, 2012)),
        ("tag:fear tag:Fear tag:fear", "", [("disorder", "fear")], Years()),
        ("(tag:fear OR tag:horror OR tag:dread)", "", [("disorder", "fear"), ("disorder", "dread")], Years()),
        ("tag:fear (tag:fear OR tag:dread)", "(tag:fear OR tag:dread)", [("disorder", "fear")], Years()),
    ],
)
def test_filters_at_the_top_are_choices(
    tags: dict[str, Tag], query: str, rest: str, filter_values: list[tuple[str, str]], years: Years
) -> None:
    found = split(query)
    assert text_of(found.rest) == rest
    assert chosen(query) == filter_values
    assert found.filters.years == years


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("tag:fear dogs", "dogs tag:fear"),
        ("dogs OR cats", "dogs OR cats"),
        ("(tag:fear OR tag:dread)", "(tag:fear OR tag:dread)"),
        ('tag:"horror" year:2015..2015', "tag:dread year:2015"),
        ('"of dogs" -cats is:open kind:overview year:..2000', '"of dogs" -cats is:open kind:overview year:..2000'),
    ],
)  # fmt: skip
def test_what_was_split_is_written_together_again(tags: dict[str, Tag], query: str, text: str) -> None:
    assert split(query).text == text
    assert split(text).text == text


def test_choices_are_put_on_and_taken_off(tags: dict[str, Tag]) -> None:
    either = split("dogs OR cats")
    fear, dread = value_of_tag(tags["fear"]), value_of_tag(tags["dread"])
    one = with_value(either, fear)
    assert one.text == "(dogs OR cats) tag:fear"
    both = with_value(one, dread)
    assert both.text == "(dogs OR cats) (tag:fear OR tag:dread)"
    assert split(both.text).filters == both.filters
    assert without_value(both, fear).text == "(dogs OR cats) tag:dread"
    assert without_value(one, fear).text == "dogs OR cats"
    assert without_value(split("(dogs OR cats) tag:fear"), fear).text == "(dogs OR cats)"
    years = split("dogs year:2015..")
    assert years.by(years.filters.without_years()).text == "dogs"
    overview = FilterValue("kind", "overview", "Overview", "kind:overview")
    assert with_value(split("dogs"), overview).text == "dogs kind:overview"


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("tag:fear tag:dread", "tag:fear tag:dread"),
        ("dogs tag:fear tag:dread", "dogs tag:fear tag:dread"),
        ("tag:fear tag:dread AND dogs tag:insula", "tag:fear tag:insula tag:dread AND dogs"),
        ("(tag:fear OR tag:dread) (tag:fear OR tag:horror)", "(tag:fear OR tag:dread)"),
        ("is:open is:members dogs", "is:open is:members dogs"),
        ("tag:fear year:2010..2015 year:2012 dogs", "year:2010..2015 year:2012 dogs tag:fear"),
        ("tag:fear (tag:dread OR tag:insula)", "tag:fear (tag:dread OR tag:insula)"),
    ],
)
def test_the_first_filter_of_a_facet_stays_the_first(tags: dict[str, Tag], query: str, text: str) -> None:
    assert split(query).text == text
    assert split(text) == split(query)
    dogs = make_tag("Dogs")
    assert split(with_value(split(text), value_of_tag(dogs)).text).filters.of("disorder")


def test_filters_find_what_they_say(tags: dict[str, Tag]) -> None:
    paper = make_reference(issued={"date-parts": [[2012]]})
    make_article(title="One", tags=[tags["fear"], tags["amygdala"]], paper=paper)
    make_article(title="Two", tags=[tags["fear"], tags["dread"]], access="open")
    make_article(title="Three", tags=[tags["dread"], tags["insula"]])
    cases = {
        "tag:fear": ["Two", "One"],
        "tag:fear tag:dread": ["Two"],
        "(tag:fear OR tag:dread)": ["Three", "Two", "One"],
        "tag:fear OR tag:insula": ["Three", "Two", "One"],
        "-tag:fear": ["Three"],
        "tag:fear -tag:dread": ["One"],
        "kind:overview": ["Three", "Two"],
        "is:open": ["Two"],
        "year:2012": ["One"],
        "year:2010..2013 kind:paper-summary": ["One"],
        "year:..2011": [],
        "author:furmark": ["One"],
        "author:furm": ["One"],
        'author:"Furmark, Tomas"': ["One"],
        'author:"Tomas Furmark"': ["One"],
        'author:"T. Furmark"': ["One"],
        "author:nobody": [],
        "tag:fear ---": ["Two", "One"],
    }
    assert {query: sorted(titles(query)) for query in cases} == {q: sorted(found) for q, found in cases.items()}
    assert asked("tag:fear").count == 2
