"""The first page."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from articles.browse.scope import visible_scope
from articles.site.snapshot import current_site, store
from articles.site.values import DEFAULT
from cbtneuro.first_page.small_matrix import small_matrix
from lists.paths import newest_paths
from tags.models import TaxonomyMap
from tests.articles.browse.offers import expected_at, truth
from tests.factories import make_article, make_drawing, make_list, make_tag, make_taxonomy
from tests.page import Page
from tests.queries import assert_same_queries_for_any_number, queries_of
from tests.times import NOW

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


def test_home_says_what_the_site_is_about_and_how_much_a_reader_finds() -> None:
    make_article()
    make_article(status="draft")
    about = Page.of(Client().get("/")).with_class("h-about")[0].text
    assert about == f"{current_site().in_short} 1 summary"


def test_home_offers_the_three_newest_lists_with_their_size() -> None:
    article = make_article()
    for number in range(4):
        make_list(title=f"List {number}", articles=[article, make_article(status="draft")])
    start = Page.of(Client().get("/")).with_class("startlists")[0].text
    assert [f"List {number}" in start for number in range(4)] == [False, True, True, True]
    assert "1 summary · 1 min" in start


def test_a_list_is_a_path_whose_steps_lead_to_their_place_in_it_and_which_skips_what_is_not_shown() -> None:
    first, again, hidden, last = (
        make_article(title="First"),
        make_article(),
        make_article(status="draft"),
        make_article(),
    )
    make_list("way", sections={"Begin": [first, hidden, again], "The end": [first, last]})
    page = Page.of(Client().get("/"))
    path = newest_paths(AnonymousUser(), NOW, 3)[0]
    assert [step.address for step in path.steps] == [
        f"{first.get_absolute_url()}?list=way",
        f"{again.get_absolute_url()}?list=way",
        f"{first.get_absolute_url()}?list=way&item=3",
        f"{last.get_absolute_url()}?list=way",
    ]
    assert [(part.first, part.last) for part in path.parts] == [(1, 2), (3, 4)]
    assert [step.begins for step in path.steps] == [True, False, True, False]
    assert (path.size, page.with_class("path")[0].text[:9]) == (3, "11: First")
    assert page.with_class("path-parts")[0].text.endswith("3–4 The end")


def test_home_shows_the_drawing_of_its_first_article_and_nothing_in_its_place() -> None:
    make_article(title="Plain")
    assert not Page.of(Client().get("/")).with_class("a-lead")
    image = make_drawing(alt="Two boxes.")
    make_article(title="Drawn", image=image)
    page = Page.of(Client().get("/"))
    assert "Two boxes." in [svg.attributes.get("aria-label") for svg in page.with_tag("svg")]


def test_home_has_the_map_of_the_first_taxonomy_that_has_one_or_its_biggest_topics() -> None:
    store(DEFAULT)
    towns = make_taxonomy("town", name="Town")
    make_article(tags=[make_tag("North", towns)])
    assert "North 1 summary" in Page.of(Client().get("/")).with_class("h-biggest")[0].text
    queries_of("/")
    queries = len(queries_of("/"))
    TaxonomyMap.objects.create(taxonomy=towns, svg='<svg><path id="north" /></svg>', alt="A plan.")
    queries_of("/")
    assert len(queries_of("/")) <= queries
    page = Page.of(Client().get("/"))
    assert not page.with_class("h-biggest")
    shapes = [link.attributes for link in page.with_tag("a") if link.attributes.get("aria-label") == "North, 1 summary"]
    assert [shape["href"] for shape in shapes] == ["/tags/north/"]


def test_every_cell_of_the_small_matrix_is_the_list_behind_it(shipped: None) -> None:
    under, values = truth()
    matrix = small_matrix(visible_scope(AnonymousUser()))
    assert matrix
    cells = {cell.address: cell.number for _, held in matrix.rows for cell in held if cell.number}
    assert len(cells) > 18
    assert cells == {address: len(expected_at(address, under, values)) for address in cells}
    assert {"/tags/social-anxiety-disorder/?brain-region=amygdala"} <= set(cells)
    page = Page.of(Client().get("/"))
    assert {link.attributes["href"] for link in page.with_tag("a")} >= set(cells)


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
