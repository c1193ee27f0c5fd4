"""The map on the page of an article: the shapes of what it is about, each a link, the same for every reader."""

from typing import Final

import pytest
from django.test import Client

from tags.models import Tag, TaxonomyMap
from tests.factories import make_article, make_tag, make_taxonomy
from tests.page import Page
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

PLAN: Final = (
    '<svg viewBox="0 0 9 9"><path class="whole" /><circle id="north" /><circle id="south" /><g id="east" /></svg>'
)


def plan() -> dict[str, Tag]:
    """Three towns, the east below lowlands that have no shape, and the south in their place."""
    towns = make_taxonomy("town", name="Town")
    lowlands = make_tag("Lowlands", towns)
    tags = {name: make_tag(name.title(), towns) for name in ("north", "south")}
    tags |= {"lowlands": lowlands, "east": make_tag("East", towns, under=[lowlands])}
    reasons = [{"tag": "lowlands", "reason": "No town.", "lights": ["south"]}]
    TaxonomyMap.objects.create(taxonomy=towns, svg=PLAN, alt="A plan.", credit="By hand", without_shape=reasons)
    return tags


def lit_on(address: str) -> list[tuple[str, str]]:
    """Names and addresses of the lit shapes, in the order of the drawing."""
    links = Page.of(Client().get(address)).with_class("lit")
    return [(link.attributes["aria-label"], link.attributes["href"]) for link in links]


def test_an_article_lights_what_it_is_about_and_the_narrower_of_two_tags_has_its_shape() -> None:
    tags = plan()
    make_article("one", tags=[tags["north"]])
    make_article("part", tags=[tags["lowlands"]])
    make_article("both", tags=[tags["lowlands"], tags["east"]])
    north, lowlands, east = ((name, f"/tags/{name.lower()}/") for name in ("North", "Lowlands", "East"))
    assert lit_on("/articles/one/") == [north]
    assert lit_on("/articles/part/") == [lowlands, lowlands]
    assert lit_on("/articles/both/") == [lowlands, east]
    page = Page.of(Client().get("/articles/one/"))
    drawing = next(svg for svg in page.with_tag("svg") if svg.attributes.get("aria-label") == "A plan.")
    assert drawing.attributes["role"] == "group"


def test_an_article_about_none_of_them_has_no_map_and_a_map_costs_no_query() -> None:
    tags = plan()
    make_article("one", tags=[tags["north"], make_tag("Clay", make_taxonomy("soil"))])
    make_article("none", tags=[make_tag("Loam", make_taxonomy("soil"))])
    assert lit_on("/articles/none/") == []
    assert not Page.of(Client().get("/articles/none/")).with_class("map")
    queries_of("/articles/one/")
    with_map = len(queries_of("/articles/one/"))
    TaxonomyMap.objects.get().delete()
    queries_of("/articles/one/")
    assert len(queries_of("/articles/one/")) == with_map
    assert lit_on("/articles/one/") == []
