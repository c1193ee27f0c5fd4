"""The filters beside the results of a search: they edit the query, and hold as many articles as stand beside them."""

from typing import Any

import pytest
from django.test import Client

from articles.browse.facets import OPEN
from tests.articles.search.offers import (
    Offer,
    at,
    box_of,
    count_on,
    found_on,
    offers_on,
    searched,
    texts_of,
    titles_behind,
)
from tests.factories import make_article, make_category, make_reference, make_tag, make_taxonomy, make_user
from tests.page import Page
from tests.worlds import shared

pytestmark = pytest.mark.django_db


@shared
def world() -> None:
    """Five articles on dread, of 2002, 2015, 2020 and of no year, over two regions and two methods; and one beside."""
    fear = make_tag("Fear", make_taxonomy("disorder", position=1))
    amygdala, insula = (make_tag(name, make_taxonomy("brain-region", position=2)) for name in ("Amygdala", "Insula"))
    pet, fmri = (make_tag(name, make_taxonomy("method", position=3)) for name in ("PET", "fMRI"))
    old, newer, newest = (make_reference(issued={"date-parts": [[year]]}) for year in (2002, 2015, 2020))
    filed: dict[str, Any] = {"categories": [make_category("Therapy")], "summary": "It is about dread."}
    make_article(title="First", tags=[fear, amygdala, pet], paper=old, **filed)
    make_article(title="Second", tags=[fear, amygdala, fmri], paper=newer, access="open", **filed)
    make_article(title="Third", tags=[fear, insula, fmri], paper=newest, **filed)
    make_article(title="Fourth", tags=[fear, insula], **filed)
    make_article(title="Fifth", tags=[fear, amygdala, insula, fmri], **filed)
    make_article(title="Elsewhere", tags=[make_tag("Hippocampus", amygdala.taxonomy)])


def offer(page: Page, label: str) -> Offer:
    return next(offer for offer in offers_on(page) if offer.label == label)


def hold_what_they_promise(query: str, client: Client, *, every: int = 1) -> int:
    """Follow every filter of the page, or one of so many. Returns how many there are."""
    page = searched(query, client)
    offers = offers_on(page)
    in_use = {one.facet for one in offers if one.is_chosen}
    for one in offers[::every]:
        if not one.address:
            assert one.count == 0, one
            continue
        behind = at(f"/search/{one.address}", client)
        same = [other for other in offers_on(behind) if (other.facet, other.label) == (one.facet, one.label)]
        if one.facet not in in_use:
            assert count_on(behind) == one.count, one
        if one.facet not in in_use or len(in_use) > 1:
            assert same, one
        assert all((other.count, other.is_chosen) == (one.count, not one.is_chosen) for other in same), one
    return len(offers)


@pytest.mark.parametrize(
    "query",
    ["dread", "dread tag:fmri", "dread (tag:amygdala OR tag:insula) year:2003..", "dread is:open", "tag:fear -pet"],
)
def test_every_filter_holds_as_many_articles_as_stand_beside_it(world: None, query: str) -> None:
    assert hold_what_they_promise(query, Client()) > 8


@pytest.mark.parametrize(
    ("query", "person"),
    [("cbt amygdala", "member"), ("fear (kind:overview OR kind:paper-summary)", "visitor"), ("amigdala", "visitor")],
)
def test_filters_of_the_shipped_collection_hold_what_they_promise(shipped: None, query: str, person: str) -> None:
    client = Client()
    if person == "member":
        client.force_login(make_user())
    assert hold_what_they_promise(query, client, every=6) > 30


def test_a_filter_edits_the_query_and_the_box_shows_it(world: None) -> None:
    page = searched("dread")
    page = at(f"/search/{offer(page, 'Amygdala').address}")
    assert box_of(page) == "dread tag:amygdala"
    page = at(f"/search/{offer(page, 'Insula').address}")
    assert box_of(page) == "dread (tag:amygdala OR tag:insula)"
    page = at(f"/search/{offer(page, 'Open to all').address}")
    assert box_of(page) == "dread (tag:amygdala OR tag:insula) is:open"
    assert found_on(page) == ["Second"]
    for label in ("Amygdala", "Insula", "Open to all"):
        page = at(f"/search/{offer(page, label).address}")
    assert box_of(page) == "dread"


def test_a_second_filter_of_a_facet_leaves_what_is_on_in_its_place(world: None) -> None:
    page = searched("tag:amygdala tag:insula")
    assert [one.label for one in offers_on(page) if one.is_chosen] == ["Amygdala"]
    page = at(f"/search/{offer(page, 'Insula').address}")
    assert box_of(page) == "(tag:amygdala OR tag:insula) tag:insula"
    assert {one.label for one in offers_on(page) if one.is_chosen} == {"Amygdala", "Insula"}
    assert len(page.with_class("x")) == 2


def test_a_filter_that_is_said_twice_is_taken_off_at_once(world: None) -> None:
    page = searched("dread tag:amygdala tag:amygdala")
    assert count_on(page) == 3
    assert box_of(at(f"/search/{offer(page, 'Amygdala').address}")) == "dread"


def test_a_filter_keeps_either_or_in_brackets(world: None) -> None:
    page = at(f"/search/{offer(searched('first OR second'), 'fMRI').address}")
    assert box_of(page) == "(first OR second) tag:fmri"
    assert found_on(page) == ["Second"]


def test_what_nothing_has_is_seen_with_nought_and_is_no_link(world: None) -> None:
    page = searched("dread is:open")
    assert (offer(page, "Insula").count, offer(page, "Insula").address) == (0, "")
    assert "Hippocampus" not in [one.label for one in offers_on(page)]


@pytest.mark.parametrize("query", ["dread" + " OR cat" * 39, "(" * 12 + "dread OR dog" + ")" * 12 + " OR cat"])
def test_a_filter_for_which_a_query_has_no_room_is_no_link(world: None, query: str) -> None:
    assert {one.address for one in offers_on(searched(query))} == {""}
    page = searched(query.removesuffix(" OR cat"))
    assert texts_of(at(f"/search/{offer(page, 'PET').address}"), "mistake") == []


def test_what_is_on_is_marked_and_can_be_taken_off_even_when_nothing_has_it(world: None) -> None:
    page = searched("dread is:open tag:insula")
    chosen = offer(page, "Insula")
    assert (chosen.count, chosen.is_chosen) == (0, True)
    assert found_on(at(f"/search/{chosen.address}")) == ["Second"]


def test_each_filter_that_is_on_is_a_link_above_the_results(world: None) -> None:
    page = searched("dread (tag:amygdala OR tag:insula) tag:fmri year:2003..2020")
    assert page.with_class("applied")[0].text == (
        "Remove filter: Amygdala or Remove filter: Insula and Remove filter: fMRI"
        " and Remove filter: Papers from 2003 to 2020 Clear all"
    )
    without = [box_of(at(f"/search/{a.attributes['href']}")) for a in page.with_class("x")]
    assert without == [
        "dread tag:insula tag:fmri year:2003..2020",
        "dread tag:amygdala tag:fmri year:2003..2020",
        "dread (tag:amygdala OR tag:insula) year:2003..2020",
        "dread (tag:amygdala OR tag:insula) tag:fmri",
    ]
    assert box_of(at(f"/search/{page.with_class('clear')[0].attributes['href']}")) == "dread"


def test_filters_that_leave_nothing_say_which_one_to_drop_and_what_would_show(world: None) -> None:
    page = searched("dread tag:insula tag:pet")
    assert page.with_id("res-h")[0].text == "0 summaries"
    ways = {a.text: a.attributes["href"] for a in page.with_tag("a") if "(shows" in a.text}
    assert list(ways) == ["Remove “PET” (shows 3)", "Remove “Insula” (shows 1)", "Clear all filters (shows 5)"]
    assert all(text.endswith(f"(shows {count_on(at(f'/search/{link}'))})") for text, link in ways.items())


def test_years_that_are_typed_become_part_of_the_query(world: None) -> None:
    response = Client().get("/search/?q=dread+tag%3Afmri&from=2003&to=2016")
    assert response["Location"] == "/search/?q=dread+tag%3Afmri+year%3A2003..2016"
    page = at(response["Location"])
    assert found_on(page) == ["Second"]
    assert [page.with_id(name)[0].attributes["value"] for name in ("from", "to")] == ["2003", "2016"]
    hidden = next(box for box in page.with_tag("input") if box.attributes.get("type") == "hidden")
    assert hidden.attributes["value"] == "dread tag:fmri"
    assert Client().get("/search/?q=dread&from=&to=")["Location"] == "/search/?q=dread"


def test_what_is_no_year_is_told_at_its_place_and_kept(world: None) -> None:
    page = at("/search/?q=dread&from=lately&to=2016")
    assert page.with_id("years-error")[0].text == "“lately” is not a year. Write four digits, like 2015."
    assert [page.with_id(name)[0].attributes["value"] for name in ("from", "to")] == ["lately", "2016"]
    assert page.title.startswith("Error: ")
    assert count_on(page) == 5


def test_values_beyond_the_biggest_wait_in_a_fold_that_says_how_many(world: None) -> None:
    regions = make_taxonomy("brain-region")
    make_article(title="Dread", tags=[make_tag(f"Region {number}", regions) for number in range(9)])
    page = searched("dread")
    more = [one for one in offers_on(page) if one.facet == "brain-region"][OPEN:]
    assert f"{len(more)} more under Brain region" in [summary.text for summary in page.with_tag("summary")]


def test_one_article_alone_needs_no_filters(world: None) -> None:
    page = searched("fourth")
    assert (found_on(page), offers_on(page)) == (["Fourth"], [])


def test_filters_alone_find_everything_that_has_them_the_newest_first(world: None) -> None:
    page = searched("tag:fear")
    assert titles_behind(page) == ["Fifth", "Fourth", "Third", "Second", "First"]
    assert not page.with_tag("mark")
