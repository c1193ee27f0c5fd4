"""The map of a taxonomy on its pages: its numbers are those of the lists behind it, for whoever looks."""

import re
from datetime import timedelta
from typing import Final

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.http import QueryDict
from django.test import Client

from articles.browse.filtered_list import FilteredList
from articles.browse.filters import MOST, read_filters
from articles.browse.scope import visible_scope
from articles.browse.taxonomy_map import maps_beside, maps_of
from articles.status import Status
from members.roles import CONTRIBUTOR, EDITOR, MEMBER
from tags.curation.merging import merge
from tags.models import Tag, TaxonomyMap
from tests.articles.browse.offers import articles_behind, count_on, expected_at, truth
from tests.editing import logged_in
from tests.factories import make_article, make_tag, make_taxonomy, make_user
from tests.page import Page
from tests.queries import queries_of
from tests.synthetic import add_articles, make_vocabulary
from tests.times import NOW

pytestmark = pytest.mark.django_db

NAME: Final = re.compile(r"(.+), (\d+) summar(?:y|ies)")
PLAN: Final = (
    '<svg viewBox="0 0 90 30"><path class="whole" d="M0 0h90v30z" /><circle id="north" r="5" />'
    '<g id="south"><path d="M1 1h4v4z" /></g><rect id="east" width="9" height="9" /></svg>'
)

QUERIES: Final = ("", "kind=overview", "method=method-1&method=method-2", "access=open&brain-region=brain-region-1")


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


def test_filters_of_a_topic_narrow_its_map_and_go_with_each_shape() -> None:
    tags, soil = plan(), make_tag("Clay", make_taxonomy("soil"))
    make_article(tags=[tags["north"], soil])
    make_article(tags=[tags["north"]])
    make_article(tags=[tags["east"], soil])
    page = Page.of(Client().get("/tags/north/?soil=clay"))
    assert shapes_on(page) == {"/tags/north/?soil=clay": 1, "/tags/east/?soil=clay": 1}
    assert list_on(page) == {"East": 1, "Lowlands": 1, "North": 1, "South": 0}
    assert [link.attributes["href"] for link in page.with_class("lit")] == ["/tags/north/?soil=clay"]
    assert {link.attributes.get("rel") for link in page.with_tag("a") if "l5" in link.classes} == {"nofollow"}


def test_on_another_topic_each_shape_is_a_filter_in_place_of_the_one_that_is_on() -> None:
    tags, soil = plan(), make_tag("Clay", make_taxonomy("soil"))
    make_article(title="Both", tags=[tags["north"], tags["east"], soil])
    make_article(title="North", tags=[tags["north"], soil])
    make_article(title="Elsewhere", tags=[tags["north"]])
    client = Client()
    expected = {"/tags/clay/?town=north": 2, "/tags/clay/?town=east": 1}
    for address in ("/tags/clay/", "/tags/clay/?town=east"):
        assert of_amount(address, client) == expected
    page = Page.of(client.get("/tags/clay/?town=east"))
    assert [link.attributes["href"] for link in page.with_class("lit")] == ["/tags/clay/?town=east"]
    assert articles_behind("/tags/clay/?town=north", client) == ["North", "Both"]


def test_where_no_filter_more_can_be_taken_there_is_no_map() -> None:
    tags, soil = plan(), make_taxonomy("soil")
    kinds = [make_tag(f"Soil {number}", soil) for number in range(MOST)]
    make_article(tags=[tags["north"], make_tag("Rain", make_taxonomy("weather")), *kinds])
    query = "&".join(f"soil={kind.slug}" for kind in kinds)
    assert of_amount("/tags/rain/?soil=soil-1") == {"/tags/rain/?soil=soil-1&town=north": 1}
    assert not Page.of(Client().get(f"/tags/rain/?{query}")).with_class("map")


def test_every_number_of_a_narrowed_map_is_that_of_the_list_behind_it(shipped: None) -> None:
    under, values = truth()
    client = Client()
    for address in (
        "/tags/social-anxiety-disorder/",
        "/tags/social-anxiety-disorder/?brain-region=insula&method=fmri",
        "/tags/psychotherapy/?kind=paper-summary",
        "/tags/amygdala/?disorder=social-anxiety-disorder",
        "/tags/prefrontal-cortex/?therapy=psychotherapy&kind=overview",
    ):
        shapes = of_amount(address, client)
        assert len(shapes) > 3, address
        assert shapes == {href: len(expected_at(href, under, values)) for href in shapes}
        for href in list(shapes)[:2]:
            assert count_on(Page.of(client.get(href))) == shapes[href], href


def test_every_number_of_a_map_over_2000_made_articles_is_that_of_the_list_behind_it() -> None:
    vocabulary = make_vocabulary(60)
    add_articles(2000, vocabulary, seed=3)
    places = list(Tag.objects.filter(taxonomy__slug="brain-region"))
    svg = "<svg>" + "".join(f'<path id="{tag.slug}" />' for tag in places[1:]) + "</svg>"
    reasons = [{"tag": places[0].slug, "reason": "All of it.", "lights": [places[1].slug]}]
    TaxonomyMap.objects.create(taxonomy=places[0].taxonomy, svg=svg, alt="A plan.", without_shape=reasons)
    under, values = truth()
    scope = visible_scope(AnonymousUser())
    maps = [*maps_of(scope)]
    for tag in (vocabulary.top, places[2], *vocabulary.tags[:4]):
        own = f"{tag.taxonomy.slug}="
        for query in QUERIES:
            asked = QueryDict("&".join(part for part in query.split("&") if not part.startswith(own)))
            filters = read_filters(asked, scope.tag_tree, beside=tag.taxonomy)
            maps += maps_beside(FilteredList(scope, scope.under(scope.tag_tree.tags[tag.pk]), filters), tag)
    regions = [region for drawn in maps for region in drawn.regions]
    assert len(regions) > 200
    for region in regions:
        assert not region.address or region.number == len(expected_at(region.address, under, values)), region
        assert region.address or not region.number


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
