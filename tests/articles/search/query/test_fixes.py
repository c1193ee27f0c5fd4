"""What search says when it cannot do as asked: a word misspelt, a query that means nothing, one that takes too long."""

from collections.abc import Sequence
from types import ModuleType
from typing import Final

import pytest
from django.db import connection
from django.test import Client

from articles.search.engines import interface
from articles.search.engines.expressions import Expression
from articles.search.engines.time_limit import SearchTookTooLong
from articles.search.query.parser import LONGEST
from tests.articles.search.offers import (
    at,
    box_of,
    found_on,
    marked_on,
    offers_on,
    searched,
    texts_of,
)
from tests.factories import make_article, make_tag
from tests.page import Page

pytestmark = pytest.mark.django_db
NOTHING: Final = "No summary holds all of these words"


def test_a_misspelt_word_is_answered_by_the_nearest_and_the_page_says_so() -> None:
    make_article(title="The quieter amygdala")
    page = searched("amigdala is:members")
    assert texts_of(page, "said") == ["Nothing holds “amigdala is:members”. These hold “amygdala is:members”."]
    assert found_on(page) == ["The quieter amygdala"]
    assert "/search/?q=amygdala%20is%3Amembers" in list(page.links())


def test_most_of_the_words_are_better_than_nothing_and_the_page_says_so() -> None:
    make_article(title="The quieter amygdala after treatment")
    page = searched("quieter amygdala treatment zebrafish")
    assert texts_of(page, "said") == ["No summary has “zebrafish”. Without “zebrafish”: 1"]
    assert page.with_id("res-h")[0].text == "Nearest: 1 summary"
    assert page.title == "quieter amygdala treatment zebrafish: nearest 1 summary · CBT Neuro"
    assert found_on(page) == ["The quieter amygdala after treatment"]


def test_nothing_at_all_is_said_in_words_with_ways_on() -> None:
    page = searched("zebrafish")
    assert page.with_id("res-h")[0].text == NOTHING
    assert {"/tags/", "/latest/"} <= set(page.links())


@pytest.mark.parametrize(
    ("query", "wrong", "suggestion"),
    [
        ("fear (amygdala OR insula", "(", "fear (amygdala OR insula)"),
        ('fear "of flying', '"', 'fear "of flying"'),
        ("fear year:2020..2015", "year:2020..2015", "fear year:2015..2020"),
        ("fear yaer:2015", "yaer", "fear year:2015"),
        ("fear tag:amigdala", "tag:amigdala", "fear tag:amygdala"),
        ("fear kind:overvew", "kind:overvew", "fear kind:overview"),
    ],
)
def test_a_mistake_is_shown_at_its_place_with_a_query_that_reads(query: str, wrong: str, suggestion: str) -> None:
    make_article(title="Fear", tags=[make_tag("Amygdala")])
    page = searched(query)
    assert page.title.startswith("Error: ")
    assert [alert.attributes.get("id") for alert in page.elements if alert.attributes.get("role") == "alert"] == [
        "mistake"
    ]
    assert marked_on(page) == [f"The mistake is here: {wrong}"]
    assert box_of(page) == query
    assert not page.with_id("results")
    assert not offers_on(page)
    link = next(a for a in page.with_tag("a") if a.text == suggestion)
    assert not texts_of(at(f"/search/{link.attributes['href']}"), "mistake")


@pytest.mark.parametrize(
    ("query", "suggestion"),
    [
        ("tag:foo tag:bar", '"foo" "bar"'),
        ("tag:foo -tag:bar", '"foo" -"bar"'),
        ("tag:foo tag:amigdala", '"foo" tag:amygdala'),
        ("tag:foo year:20", '"foo" year:2015..2020'),
        ("year:15 tag:foo", 'year:2015..2020 "foo"'),
        ('tag:foo (fear OR) "of', '"foo" (fear) "of"'),
        ("(tag:foo OR) fear", '("foo") fear'),
        ("is:free", "is:open"),
        ("NOT tag:??? OR fear", "fear"),
        ("tag:???", ""),
        ('"???', ""),
        ("(???", ""),
    ],
)
def test_a_suggestion_has_an_answer_whatever_else_is_wrong(query: str, suggestion: str) -> None:
    make_article(title="Fear", tags=[make_tag("Amygdala")])
    page = searched(query)
    assert texts_of(page, "mistake")
    assert page.with_id("mistake")[0].text.partition("Search instead for ")[2] == suggestion
    if suggestion:
        assert not texts_of(searched(suggestion), "mistake")


def test_a_word_that_is_too_long_is_told_so() -> None:
    page = searched(f"??? {'fear' * 16}")
    assert "A word can have 60 letters; this one has more." in page.with_id("mistake")[0].text
    assert marked_on(page) == [f"The mistake is here: {'fear' * 16}"]
    assert "There is no letter and no digit" in searched("??? !!!").with_id("mistake")[0].text


def test_a_query_that_is_too_long_is_told_where_it_has_to_end() -> None:
    page = searched("fear " * (LONGEST // 5) + "of flying")
    assert f"A query can have {LONGEST} characters" in page.with_id("mistake")[0].text
    assert marked_on(page) == ["The mistake is here: of flying"]


def test_an_address_that_is_too_long_for_any_page_is_refused_in_words() -> None:
    response = Client().get("/search/", {"q": "fear " * 2000})
    assert response.status_code == 400
    page = Page.of(response)
    assert page.with_tag("h1")[0].text == "This request is too long"
    assert f"a query can have {LONGEST} characters" in page.text
    assert page.with_id("error-q")


@pytest.mark.both_engines
def test_a_search_that_takes_too_long_ends_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    make_article(title="Fear")
    monkeypatch.setitem(interface.ENGINES, connection.vendor, slow_database())
    response = Client().get("/search/?q=fear")
    assert response.status_code == 503
    assert "no-store" in response["Cache-Control"]
    page = Page.of(response)
    assert page.with_tag("h2")[0].text == "This search took too long"
    assert box_of(page) == "fear"
    assert Client().get("/search/suggest/?q=fear").json() == {"suggestions": []}


def slow_database() -> ModuleType:
    def sort_keys(expressions: Sequence[Expression], *, full: bool) -> list[list[int]]:
        raise SearchTookTooLong

    module = ModuleType("slow")
    vars(module)["sort_keys"] = sort_keys
    return module
