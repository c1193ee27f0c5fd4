"""The studies that an overview cites, side by side: who sees which, and that figure and table say the same."""

from math import log10
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from articles.documents.cited_studies import scaled, side_by_side
from articles.models import Article
from articles.site.evidence_kit import changes_in
from articles.site.snapshot import current_site
from bibliography.models import Reference
from tests.factories import GLANCE, make_article, make_reference, make_user
from tests.page import Element, Page

pytestmark = pytest.mark.django_db


def summary(key: str, people: str, **content: Any) -> Article:
    """A paper summary of a study with so many people."""
    glance = {**GLANCE, "people": {"answer": people, "detail": ""}}
    return make_article(f"about-{key}", paper=make_reference(key), at_a_glance=glance, **content)


def rows(page: Page) -> list[Element]:
    """The links of the figure."""
    links = [link for link in page.with_tag("a") if "aria-label" in link.attributes]
    return [link for link in links if link.attributes["href"].startswith("/articles/about-")]


def cells(page: Page) -> list[str]:
    """The first column of the table, below its heading."""
    return [cell.text for cell in page.with_tag("th") if cell.attributes.get("scope") == "row"]


def page_for(person: Client) -> Page:
    return Page.of(person.get("/articles/all/"))


def member() -> Client:
    client = Client()
    client.force_login(make_user())
    return client


@pytest.fixture
def overview() -> Article:
    summary("small2001", "9 adults")
    summary("large2002", "1,200 adults and 300 children")
    summary("none2003", "Not said")
    summary("hidden2004", "50 adults", status="draft")
    summary("members2005", "80 adults")
    make_reference("unread2006")
    cited = "[@small2001] [@large2002] [@none2003] [@hidden2004] [@unread2006]"
    return make_article("all", summary=f"It says {cited}.", full_post="## More\n\nAnd [@members2005].")


@pytest.mark.usefixtures("overview")
def test_those_that_a_reader_may_see_stand_the_largest_first() -> None:
    page = page_for(Client())
    said = [row.attributes["aria-label"] for row in rows(page)]
    assert [row.attributes["href"] for row in rows(page)] == [
        "/articles/about-large2002/", "/articles/about-small2001/", "/articles/about-none2003/",
    ]  # fmt: skip
    assert "Randomised trial, 1,200 adults and 300 children, A quieter amygdala" in said[0]
    assert len(cells(page)) == 3
    assert "hidden" not in page.with_tag("main")[0].text.casefold()


@pytest.mark.usefixtures("overview")
def test_what_the_full_post_alone_cites_stands_beside_them_for_members() -> None:
    assert "/articles/about-members2005/" not in [row.attributes["href"] for row in rows(page_for(Client()))]
    assert "/articles/about-members2005/" in [row.attributes["href"] for row in rows(page_for(member()))]


@pytest.mark.usefixtures("overview")
def test_the_place_on_the_scale_follows_from_the_number_beside_it() -> None:
    page = page_for(Client())
    numbers = [int(row.text.split()[-1].replace(",", "")) for row in rows(page)[:2]]
    drawn = [float(circle.attributes["cx"]) for circle in page.with_class("fig-pt")]
    assert numbers == [1500, 9]
    assert drawn == [scaled(number, decades=4) for number in numbers]
    assert drawn[0] - drawn[1] == pytest.approx(156 / 4 * log10(1500 / 9), abs=0.2)
    assert len(page.with_class("fig-pt-null")) == 1


def test_what_a_visitor_may_not_see_costs_nothing_and_more_studies_no_more_queries(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(6):
        summary(f"some{number}", f"{number + 9} adults")
    keys = [Reference.objects.get(key=f"some{number}").pk for number in range(6)]
    for chosen in (keys[:2], keys):
        with django_assert_num_queries(1):
            assert str(side_by_side(" ".join(map(str, chosen)), AnonymousUser(), timezone.now()))
    with django_assert_num_queries(0):
        assert not side_by_side(str(keys[0]), AnonymousUser(), timezone.now())


def test_one_study_and_a_paper_summary_have_no_figure() -> None:
    summary("one2001", "9 adults")
    make_article("all", summary="It says [@one2001].")
    assert page_for(Client()).with_id("studies") == []
    assert Page.of(Client().get("/articles/about-one2001/")).with_id("studies") == []


def test_each_part_of_a_result_has_the_sign_of_the_change_that_it_tells(shipped: None) -> None:
    changes = current_site().evidence.changes
    assert changes_in("Left frontal up, left pons down", changes) == [("▲", "Left frontal up"), ("▽", "left pons down")]
    assert changes_in("Stronger responses, one of them earlier", changes)[1] == ("", "one of them earlier")
    assert changes_in("No difference on average (g = −0.01)", changes) == [("", "No difference on average (g = −0.01)")]
    assert changes_in("No higher than before, not less", changes) == [("", "No higher than before"), ("", "not less")]
    assert changes_in("No change at follow-up", changes) == [("", "No change at follow-up")]
    assert changes_in("", changes) == []
    page = Client().get("/articles/social-anxiety-and-the-brain/").text
    assert "▲ more of it" in page
    assert ">▽ Smaller and less reactive amygdala<" in page
