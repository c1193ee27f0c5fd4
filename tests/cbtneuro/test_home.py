"""The first page."""

import pytest
from django.test import Client

from articles.site.snapshot import store
from articles.site.values import DEFAULT
from tests.factories import make_article, make_list, make_tag, make_taxonomy
from tests.page import Page
from tests.queries import assert_same_queries_for_any_number

pytestmark = pytest.mark.django_db


def test_home_leads_with_the_newest_article_and_lists_the_next_six() -> None:
    for number in range(9):
        make_article(title=f"Number {number}")
    make_article(title="Not yet", status="draft")
    make_article(title="Next week", status="scheduled")
    page = Page.of(Client().get("/"))
    assert [heading.text for heading in page.with_tag("h1")] == ["Number 8"]
    rows = [heading.text for heading in page.with_tag("h3") if heading.text.startswith("Number")]
    assert rows == [f"Number {number}" for number in range(7, 1, -1)]


def test_home_offers_the_three_newest_lists_with_their_size() -> None:
    article = make_article()
    for number in range(4):
        make_list(title=f"List {number}", articles=[article, make_article(status="draft")])
    start = Page.of(Client().get("/")).with_class("startlists")[0].text
    assert [f"List {number}" in start for number in range(4)] == [False, True, True, True]
    assert "1 summary · 1 min" in start


def test_home_shows_the_biggest_topics_of_each_taxonomy_with_their_counts() -> None:
    regions = make_taxonomy("brain-region", name="Brain region")
    tags = [make_tag(f"Region {number}", regions) for number in range(8)]
    for number, tag in enumerate(tags):
        for _ in range(number):
            make_article(tags=[tag])
    strip = Page.of(Client().get("/")).with_class("topics-strip")[0].text
    assert "Region 7 7 summaries" in strip
    assert "Region 2 2 summaries" in strip
    assert "Region 1 " not in strip


def test_home_shows_the_first_taxonomies_where_the_collection_names_none() -> None:
    store(DEFAULT)
    for position, slug in enumerate(("zone", "soil", "depth", "rain", "slope", "use")):
        make_article(tags=[make_tag(f"Some {slug}", make_taxonomy(slug, position=position))])
    strip = Page.of(Client().get("/")).with_class("topics-strip")[0]
    assert [word for word in ("zone", "soil", "depth", "rain", "slope", "use") if f"Some {word} 1" in strip.text] == [
        "zone", "soil", "depth", "rain", "slope",
    ]  # fmt: skip


def test_home_of_an_empty_site_says_what_to_do() -> None:
    assert "No summaries yet" in Client().get("/").content.decode()


def test_home_costs_the_same_queries_at_any_size() -> None:
    taxonomy = make_taxonomy("method")

    def add(rows: int) -> None:
        for _ in range(rows):
            article = make_article(tags=[make_tag("", taxonomy)])
            make_list(articles=[article, make_article()])

    assert_same_queries_for_any_number("/", add)
