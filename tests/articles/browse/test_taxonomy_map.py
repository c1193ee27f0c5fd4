"""The map of a taxonomy on its pages: its numbers are those of the lists behind it, for whoever looks."""

import re
from datetime import timedelta
from typing import Final

import pytest
from django.core.management import call_command
from django.test import Client

from articles.status import Status
from members.roles import CONTRIBUTOR, EDITOR, MEMBER
from tags.curation.merging import merge
from tags.models import Tag, TaxonomyMap
from tests.articles.browse.offers import truth
from tests.editing import logged_in
from tests.factories import make_article, make_tag, make_taxonomy, make_user
from tests.page import Page
from tests.queries import queries_of
from tests.times import NOW

pytestmark = pytest.mark.django_db

NAME: Final = re.compile(r"(.+), (\d+) summar(?:y|ies)")
PLAN: Final = (
    '<svg viewBox="0 0 90 30"><path class="whole" d="M0 0h90v30z" /><circle id="north" r="5" />'
    '<g id="south"><path d="M1 1h4v4z" /></g><rect id="east" width="9" height="9" /></svg>'
)


def plan() -> dict[str, Tag]:
    """Three towns, one of them below a region that has no shape."""
    towns = make_taxonomy("town", name="Town")
    region = make_tag("Lowlands", towns)
    tags = {name.lower(): make_tag(name, towns) for name in ("North", "South")}
    tags |= {"lowlands": region, "east": make_tag("East", towns, under=[region])}
    reasons = [{"tag": "lowlands", "reason": "No town.", "lights": ["south"]}]
    TaxonomyMap.objects.create(taxonomy=towns, svg=PLAN, alt="A plan.", credit="By hand", without_shape=reasons)
    return tags


def shapes_on(page: Page) -> dict[str, int]:
    """The numbers that the shapes of a page say, by the addresses to which they lead."""
    found = {}
    for link in page.with_tag("a"):
        if name := NAME.fullmatch(link.attributes.get("aria-label", "")):
            found[link.attributes["href"]] = int(name[2])
    return found


def list_on(page: Page) -> dict[str, int]:
    """The same of the list beside it."""
    items = [item.text for item in page.with_class("map-row")]
    rows = [re.fullmatch(r"(.+) (\d+) summar(?:y|ies)", text) for text in items]
    return {row[1]: int(row[2]) for row in rows if row}


def of_amount(address: str, client: Client | None = None) -> dict[str, int]:
    return shapes_on(Page.of((client or Client()).get(address)))


def test_a_shape_counts_its_topic_with_all_narrower_ones_and_says_so_in_words() -> None:
    tags = plan()
    make_article(tags=[tags["north"], tags["east"]])
    make_article(tags=[tags["east"]])
    page = Page.of(Client().get("/tags/"))
    assert shapes_on(page) == {"/tags/north/": 1, "/tags/south/": 0, "/tags/east/": 2}
    assert list_on(page) == {"East": 2, "Lowlands": 2, "North": 1, "South": 0}
    labels = [link.attributes["aria-label"] for link in page.with_tag("a") if "aria-label" in link.attributes]
    assert {"North, 1 summary", "South, 0 summaries", "East, 2 summaries"} <= set(labels)
    drawing = next(svg for svg in page.with_tag("svg") if svg.attributes.get("aria-label") == "A plan.")
    assert drawing.attributes["role"] == "group"
    assert "Lowlands: No town." in [item.text for item in page.with_tag("li")]
    assert "By hand" in [line.text for line in page.with_class("credit")]


def test_the_map_of_a_topic_lights_it_and_what_stands_below_it_or_for_it() -> None:
    tags = plan()
    make_article(tags=[tags["east"]])

    def lit(address: str) -> list[str]:
        links = Page.of(Client().get(address)).with_class("lit")
        return [link.attributes["href"] for link in links]

    assert lit("/tags/east/") == ["/tags/east/"]
    assert lit("/tags/lowlands/") == ["/tags/south/", "/tags/east/"]
    assert lit("/tags/") == []


def test_what_a_person_may_not_see_counts_nowhere() -> None:
    tags = plan()
    writer, other = make_user(CONTRIBUTOR), make_user(CONTRIBUTOR)
    make_article(tags=[tags["north"]])
    make_article(tags=[tags["north"]], publish_at=NOW + timedelta(days=900))
    make_article(tags=[tags["north"]], status=Status.WITHDRAWN)
    make_article(tags=[tags["north"]], publish_at=NOW + timedelta(days=902), editor=writer)
    call_command("rebuild_shelves", verbosity=0)
    people = {"visitor": Client(), "member": logged_in(make_user(MEMBER)), "other": logged_in(other)}
    people |= {"writer": logged_in(writer), "editor": logged_in(make_user(EDITOR))}
    for address in ("/tags/", "/tags/north/"):
        assert [of_amount(address, client)["/tags/north/"] for client in people.values()] == [1, 1, 1, 2, 4]
    facts = [Page.of(client.get("/tags/north/")).with_class("t-facts")[0].text for client in people.values()]
    assert [text.partition(" ")[0] for text in facts] == ["1", "1", "1", "2", "4"]


def test_a_shape_follows_its_tag_to_another_address() -> None:
    tags = plan()
    make_article(tags=[tags["north"]])
    merge(tags["north"], into=tags["south"], by=make_user(EDITOR), at=NOW)
    assert of_amount("/tags/") == {"/tags/south/": 1, "/tags/east/": 0}


def test_maps_cost_no_query_of_a_page() -> None:
    tags = plan()
    make_article(tags=[tags["north"], tags["east"]])
    for address in ("/tags/", "/tags/north/"):
        queries_of(address)
    with_map = [len(queries_of(address)) for address in ("/tags/", "/tags/north/")]
    TaxonomyMap.objects.get().delete()
    for address in ("/tags/", "/tags/north/"):
        queries_of(address)
    assert [len(queries_of(address)) for address in ("/tags/", "/tags/north/")] == with_map


def test_a_taxonomy_without_a_map_has_none() -> None:
    make_article(tags=[make_tag("Fear")])
    for address in ("/tags/", "/tags/fear/"):
        assert not Page.of(Client().get(address)).with_class("map")


def test_every_number_of_the_shipped_map_is_that_of_the_list_behind_it(shipped: None) -> None:
    """On the page of all topics and on each region's, shape by shape, against the rows of the database."""
    under, _ = truth()
    regions = list(Tag.objects.filter(taxonomy__slug="brain-region"))
    names = {tag.name: len(under[tag.slug]) for tag in regions}
    for address in ["/tags/", *(tag.get_absolute_url() for tag in regions)]:
        page = Page.of(Client().get(address))
        shapes = shapes_on(page)
        assert len(shapes) == 22
        assert shapes == {href: len(under[href.split("/")[2]]) for href in shapes}
        listed = list_on(page)
        assert {name: listed.get(name) for name in names} == names
        if address != "/tags/":
            assert page.with_class("lit"), address
