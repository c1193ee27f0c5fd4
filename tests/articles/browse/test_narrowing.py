"""The filters beside a topic: what they promise, how they are taken off, and what an address may ask for."""

from typing import cast

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from articles.browse import facets
from articles.browse.facets import LONGEST
from articles.browse.filters import MOST
from articles.browse.scope import visible_scope
from tags.cache.bitmaps import Bitmap, under
from tags.models import Tag
from tests.articles.browse.offers import articles_behind, at, count_on, hrefs, offers_on, titles_on
from tests.factories import make_article, make_list, make_reference, make_tag, make_taxonomy, make_user
from tests.page import Page
from tests.queries import assert_same_queries_for_any_number, queries_of

pytestmark = pytest.mark.django_db


# --- What they promise --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("query", ["", "?method=fmri", "?brain-region=amygdala&brain-region=insula&from=2003"])
def test_every_filter_holds_as_many_articles_as_stand_beside_it(fear: Tag, query: str) -> None:
    client, chosen = Client(), {(offer.facet, offer.value) for offer in offers_on(at(query)) if offer.is_chosen}
    for offer in offers_on(at(query)):
        others = [f"{facet}={value}" for facet, value in chosen if facet != offer.facet]
        years = [part for part in query.strip("?").split("&") if part.startswith("from")]
        wanted = "&".join([offer.query(), *others, *years])
        assert len(articles_behind(f"/tags/fear/?{wanted}", client)) == offer.count, wanted


def test_ticks_in_one_facet_mean_or_and_across_facets_and(fear: Tag) -> None:
    assert titles_on(at("?brain-region=amygdala&brain-region=insula&method=fmri")) == ["Fifth", "Third", "Second"]
    assert titles_on(at("?brain-region=amygdala&method=fmri")) == ["Fifth", "Second"]
    assert titles_on(at("?from=2002&to=2015")) == ["Second", "First"]
    assert titles_on(at("?access=open&kind=paper-summary")) == ["Second"]


def test_a_value_that_would_leave_nothing_shows_nought_and_cannot_be_ticked(fear: Tag) -> None:
    offers = {offer.value: offer for offer in offers_on(at("?access=open"))}
    assert (offers["insula"].count, offers["insula"].is_disabled) == (0, True)
    assert (offers["amygdala"].count, offers["amygdala"].is_disabled) == (1, False)
    assert (offers["members"].count, offers["members"].is_disabled) == (4, False)
    assert "hippocampus" not in offers


def test_a_filter_that_is_on_can_always_be_taken_off_again(fear: Tag) -> None:
    offers = {offer.value: offer for offer in offers_on(at("?access=open&brain-region=insula"))}
    assert (offers["insula"].count, offers["insula"].is_chosen, offers["insula"].is_disabled) == (0, True, False)


def test_values_beyond_the_biggest_wait_in_a_fold_that_says_how_many(fear: Tag) -> None:
    regions = make_taxonomy("brain-region")
    make_article(tags=[fear, *(make_tag(f"Region {number}", regions) for number in range(9))])
    page = at()
    assert "5 more under Brain region" in [summary.text for summary in page.with_tag("summary")]
    assert len([offer for offer in offers_on(page) if offer.facet == "brain-region"]) == 11


def test_a_facet_with_very_many_values_shows_all_of_them_behind_a_link(
    fear: Tag, monkeypatch: pytest.MonkeyPatch
) -> None:
    regions = make_taxonomy("brain-region")
    make_article(tags=[fear, *(make_tag(f"Region {number}", regions) for number in range(70))])
    page = at("?method=fmri")
    assert len([offer for offer in offers_on(page) if offer.facet == "brain-region"]) == LONGEST
    [link] = [a for a in page.with_tag("a") if a.text == "Show all under Brain region"]
    assert link.attributes["href"] == "/tags/fear/?method=fmri&unfold=brain-region#facet-brain-region"
    unfolded = at("?method=fmri&unfold=brain-region")
    assert len([offer for offer in offers_on(unfolded) if offer.facet == "brain-region"]) == 72
    assert "noindex" in [meta.attributes.get("content") for meta in unfolded.with_tag("meta")]
    monkeypatch.setattr(facets, "ALL", 60)
    assert "/tags/?taxonomy=brain-region" in hrefs(at("?method=fmri&unfold=brain-region"))


def test_values_are_looked_for_only_below_those_that_are_found(fear: Tag, monkeypatch: pytest.MonkeyPatch) -> None:
    """The biggest are found from the top down: what stands below a tag without articles costs nothing."""
    regions = make_taxonomy("brain-region")
    empty = make_tag("Empty", regions)
    for number in range(5):
        make_tag(f"Below {number}", regions, under=[empty])
    asked: list[str] = []

    def note(tag: Tag) -> str:
        asked.append(tag.name)
        return under(tag)

    monkeypatch.setattr("articles.browse.scope.under", note)
    found = visible_scope(AnonymousUser()).biggest(Bitmap(range(10**6)), [empty, fear], 5)
    assert [tag.name for _, tag in found] == ["Fear", "Dread"]
    assert {*asked} == {"Empty", "Fear", "Dread"}


def test_a_tag_that_cannot_be_among_the_biggest_is_not_counted() -> None:
    regions = make_taxonomy("brain-region")
    tags = [make_tag(f"Region {number}", regions) for number in range(4)]
    for number in range(4):
        make_article(tags=tags[number:])
    counted: list[int] = []

    class Counting:
        def intersection_cardinality(self, other: Bitmap) -> int:
            counted.append(len(other))
            return len(other)

    found = visible_scope(AnonymousUser()).biggest(cast(Bitmap, Counting()), tags, 2)
    assert [(number, tag.name) for number, tag in found] == [(4, "Region 3"), (3, "Region 2")]
    assert counted == [4, 3]


# --- What is on ---------------------------------------------------------------------------------------------------


def test_each_filter_that_is_on_is_a_link_that_takes_it_off(fear: Tag) -> None:
    page = at("?brain-region=amygdala&brain-region=insula&method=fmri&from=2003&to=2020")
    assert page.with_class("applied")[0].text == (
        "Remove filter: Amygdala or Remove filter: Insula and Remove filter: fMRI"
        " and Remove filter: Papers from 2003 to 2020 Clear all"
    )
    links = [a for a in page.with_class("x") if a.tag == "a"]
    assert [a.attributes["href"] for a in links] == [
        "/tags/fear/?brain-region=insula&method=fmri&from=2003&to=2020",
        "/tags/fear/?brain-region=amygdala&method=fmri&from=2003&to=2020",
        "/tags/fear/?brain-region=amygdala&brain-region=insula&from=2003&to=2020",
        "/tags/fear/?brain-region=amygdala&brain-region=insula&method=fmri",
    ]
    assert {a.attributes["rel"] for a in links} == {"nofollow"}
    assert page.with_class("clear")[0].attributes["href"] == "/tags/fear/"


def test_the_order_stays_when_filters_go(fear: Tag) -> None:
    page = at("?method=fmri&access=members&sort=paper")
    assert page.with_class("clear")[0].attributes["href"] == "/tags/fear/?sort=paper"
    assert titles_on(page) == ["Third", "Fifth"]


def test_an_empty_result_says_which_filter_to_drop_and_what_would_show(fear: Tag) -> None:
    page = at("?brain-region=insula&method=pet")
    assert count_on(page) == 0
    assert page.with_class("empty")[0].text.startswith("No summary has all of these")
    ways = {a.text: a.attributes["href"] for a in page.with_tag("a") if "(shows" in a.text}
    assert ways == {
        "Remove “Insula” (shows 1)": "/tags/fear/?method=pet",
        "Remove “PET” (shows 3)": "/tags/fear/?brain-region=insula",
        "Clear all filters (shows 5)": "/tags/fear/",
    }
    assert all(text.endswith(f"(shows {count_on(at(address=address))})") for text, address in ways.items())


def test_where_no_single_filter_is_in_the_way_all_can_be_cleared(fear: Tag) -> None:
    page = at("?brain-region=hippocampus&from=1990&to=1991")
    assert [a.text for a in page.with_tag("a") if "(shows" in a.text] == ["Clear all filters (shows 5)"]


def test_a_filtered_list_goes_on_over_several_pages_with_its_filters(fear: Tag) -> None:
    fmri = Tag.objects.get(slug="fmri")
    for number in range(25):
        make_article(title=f"Number {number}", tags=[fear, fmri])
    for sort in ("", "&sort=paper"):
        assert len(set(articles_behind(f"/tags/fear/?method=fmri{sort}", Client()))) == 28
    older = [a for a in at("?method=fmri").with_tag("a") if a.attributes.get("rel", "").startswith("next")]
    assert older[0].attributes["rel"] == "next nofollow"


# --- What an address may ask for ----------------------------------------------------------------------------------


def test_the_form_of_a_browser_leads_to_the_short_address(fear: Tag) -> None:
    response = Client().get("/tags/fear/?method=fmri&from=&to=&sort=")
    assert (response.status_code, response["Location"]) == (302, "/tags/fear/?method=fmri")


def test_filters_in_another_order_lead_to_the_one_address(fear: Tag) -> None:
    response = Client().get("/tags/fear/?method=fmri&method=fmri&brain-region=insula")
    assert (response.status_code, response["Location"]) == (302, "/tags/fear/?brain-region=insula&method=fmri")


def test_a_year_that_is_none_is_told_at_its_field_and_keeps_what_was_typed(fear: Tag) -> None:
    page = at("?method=fmri&from=2o15&to=")
    assert page.title.startswith("Error: Fear")
    assert [element.text for element in page.elements if element.attributes.get("role") == "alert"] == [
        "“2o15” is not a year. Write four digits, like 2015."
    ]
    field = page.with_id("from")[0].attributes
    assert (field["value"], field["aria-invalid"], field["aria-describedby"]) == ("2o15", "true", "years-error")
    assert count_on(page) == 3


@pytest.mark.parametrize("query", ["?method=palmistry", "?disorder=dread&method=amygdala", "?kind=poem", "?before=x"])
def test_what_no_page_links_to_is_not_there(fear: Tag, query: str) -> None:
    assert Client().get(f"/tags/fear/{query}").status_code == 404


def test_more_filters_than_a_list_can_have_are_refused_in_words(fear: Tag) -> None:
    regions = make_taxonomy("brain-region")
    slugs = [make_tag(f"Region {number}", regions).slug for number in range(MOST + 1)]
    query = "&".join(f"brain-region={slug}" for slug in slugs)
    response = Client().get(f"/tags/fear/?{query}")
    assert response.status_code == 400
    assert "Fear can be narrowed by 12 filters at once" in Page.of(response).text
    assert Client().get(f"/tags/fear/?{query.rpartition('&')[0]}").status_code == 200


@pytest.mark.parametrize(
    ("query", "canonical", "is_indexed"),
    [
        ("", "", True),
        ("?utm=newsletter", "", True),
        ("?method=fmri", "?method=fmri", True),
        ("?from=2003", "?from=2003", True),
        ("?from=1950&to=1951", "", False),
        ("?brain-region=insula&method=fmri", "", False),
        ("?brain-region=amygdala&brain-region=insula", "", False),
        ("?method=fmri&from=2003", "", False),
        ("?sort=paper", "", False),
    ],
)
def test_crawlers_are_kept_to_a_topic_and_one_filter_of_it(
    fear: Tag, query: str, canonical: str, is_indexed: bool
) -> None:
    page = at(query)
    found = [link.attributes["href"] for link in page.with_tag("link") if link.attributes.get("rel") == "canonical"]
    assert found == [f"http://testserver/tags/fear/{canonical}"]
    robots = [meta.attributes["content"] for meta in page.with_tag("meta") if meta.attributes.get("name") == "robots"]
    assert robots == ([] if is_indexed else ["noindex"])


def test_no_link_that_a_crawler_may_follow_leads_to_a_filtered_address(fear: Tag) -> None:
    for query in ("", "?method=fmri", "?brain-region=amygdala&method=pet&from=2003"):
        links = [a for a in at(query).with_tag("a") if "/tags/fear/?" in a.attributes["href"]]
        assert [a.text for a in links if "nofollow" not in a.attributes.get("rel", "")] == []


# --- What it costs ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("is_member", [False, True])
@pytest.mark.parametrize("query", ["", "?method=fmri&brain-region=amygdala&from=2003&sort=paper"])
def test_a_topic_costs_ten_queries_at_most_and_the_same_at_any_size(fear: Tag, query: str, is_member: bool) -> None:
    client = Client()
    if is_member:
        client.force_login(make_user())
    fmri, amygdala = Tag.objects.get(slug="fmri"), Tag.objects.get(slug="amygdala")
    make_list(articles=[make_article(tags=[fear, fmri, amygdala], paper=make_reference())])
    client.get("/tags/fear/")  # what was written is read once, for everybody

    def add(rows: int) -> None:
        for number in range(rows):
            below = make_tag(f"Fear of {number} of {rows}", under=[fear])
            make_article(tags=[below, fmri, amygdala], paper=make_reference())
        client.get("/tags/fear/")

    assert_same_queries_for_any_number(f"/tags/fear/{query}", add, client)
    assert len(queries_of(f"/tags/fear/{query}", client)) <= 10
