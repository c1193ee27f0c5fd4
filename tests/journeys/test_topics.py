"""How readers narrow a topic: with scripts and without, by mouse and by keyboard, on a phone and on a wide screen."""

import re
from typing import Final

import pytest
from playwright.sync_api import Page, expect

from tags.models import Tag
from tests.factories import make_article, make_tag, make_taxonomy, make_user
from tests.journeys.checks import check_axe, screens
from tests.journeys.narrowing import box, expect_count, narrow, opened, world
from tests.journeys.visits import PHONE, WIDE, Visits
from tests.journeys.worlds import Worlds

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
WAYS: Final = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
WIDTHS: Final = pytest.mark.parametrize("width", [WIDE, PHONE])


@pytest.fixture(autouse=True)
def fear(worlds: Worlds) -> None:
    worlds.enter(world)


@WAYS
@WIDTHS
def test_a_topic_is_narrowed_by_three_facets_and_back_and_one_is_taken_off(
    visits: Visits, scripts: bool, width: int
) -> None:
    page = visits.page(scripts=scripts, width=width)
    page.goto("/tags/fear/")
    expect_count(page, 26)
    for name, count in (("Amygdala", 11), ("PET", 6), ("Open to all", 1)):
        narrow(page, name, scripts=scripts)
        expect_count(page, count)
    expect(page).to_have_url(re.compile(r"/tags/fear/\?brain-region=amygdala&method=pet&access=open$"))
    assert page.title().startswith("Fear × Amygdala × PET × Open to all: 1 summary")
    expect(page.get_by_role("heading", level=1)).to_have_text("Fear × Amygdala × PET × Open to all: 1 summary")
    page.go_back(wait_until="commit")
    expect_count(page, 6)
    expect(page).to_have_url(re.compile(r"/tags/fear/\?brain-region=amygdala&method=pet$"))
    if scripts:  # without them the browser shows the form as it was sent
        expect(box(opened(page), "Open to all")).not_to_be_checked()
    page.locator("#results").get_by_role("link", name="Remove filter: Amygdala").click()
    expect_count(page, 11)
    expect(box(opened(page), "PET")).to_be_checked()
    expect(box(page, "Cortex")).to_be_disabled()
    page.reload()
    expect_count(page, 11)
    expect(page.get_by_role("group", name="Filters on")).to_contain_text("PET")


@WAYS
@WIDTHS
def test_an_empty_result_names_the_way_out(visits: Visits, scripts: bool, width: int) -> None:
    page = visits.page(scripts=scripts, width=width)
    page.goto("/tags/fear/?brain-region=cortex&method=pet")
    expect_count(page, 0)
    expect(page.get_by_role("heading", name="No summary has all of these")).to_be_visible()
    page.get_by_role("link", name="Remove “PET” (shows 5)").click()
    expect_count(page, 5)
    expect(page).to_have_url(re.compile(r"\?brain-region=cortex$"))


@WAYS
def test_pages_and_order_keep_the_filters(visits: Visits, scripts: bool) -> None:
    page = visits.page(scripts=scripts)
    page.goto("/tags/fear/?access=members")
    expect_count(page, 23)
    page.get_by_label("Sort by").select_option("Newest paper")
    if not scripts:
        page.get_by_role("button", name="Sort").click()
    expect(page).to_have_url(re.compile(r"\?access=members&sort=paper$"))
    expect(page.locator(".side b").first).to_have_text("Paper 2019")
    page.get_by_role("link", name="Older").click()
    expect(page).to_have_url(re.compile(r"\?access=members&sort=paper&before="))
    expect(page.locator(".item")).to_have_count(3)
    expect_count(page, 23)
    page.get_by_role("link", name="Newer").click()
    expect(page.locator(".item")).to_have_count(20)


@WAYS
def test_years_are_typed_and_what_is_no_year_is_told_beside_the_field(visits: Visits, scripts: bool) -> None:
    page = visits.page(scripts=scripts)
    page.goto("/tags/fear/")
    page.get_by_label("From year").fill("2018")
    page.keyboard.press("Enter")
    expect_count(page, 2)
    expect(page).to_have_url(re.compile(r"\?from=2018$"))
    page.get_by_label("To year").fill("soon")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_have_text("“soon” is not a year. Write four digits, like 2015.")
    expect(page.get_by_label("To year")).to_have_value("soon")
    assert page.title().startswith("Error: ")


def test_every_change_is_announced_and_the_focus_stays_where_it_was(page: Page) -> None:
    page.goto("/tags/fear/")
    box(page, "Amygdala").focus()
    page.keyboard.press("Space")
    expect(page.locator("#status")).to_have_text("11 summaries")
    expect(box(page, "Amygdala")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.locator("#status")).to_have_text("21 summaries")
    expect(box(page, "Insula")).to_be_focused()
    page.get_by_role("link", name="Remove filter: Insula").press("Enter")
    expect(page.locator("#status")).to_have_text("11 summaries")
    expect(page.locator("#res-h")).to_be_focused()


def test_what_is_unfolded_stays_so(page: Page) -> None:
    regions = make_taxonomy("brain-region")
    fear = Tag.objects.get(slug="fear")
    make_article(tags=[fear, *(make_tag(f"Region {number}", regions) for number in range(9))])
    page.goto("/tags/fear/")
    page.locator("summary", has_text="6 more under Brain region").click()
    box(page, "Region 7").check()
    expect_count(page, 1)
    expect(box(page, "Region 6")).to_be_visible()
    expect(box(page, "Region 7")).to_be_focused()


def test_logging_in_from_a_narrowed_topic_leads_back_to_it(page: Page) -> None:
    page.goto("/tags/fear/")
    narrow(page, "Amygdala")
    expect_count(page, 11)
    link = page.locator(".acct").get_by_role("link", name="Log in")
    expect(link).to_have_attribute("href", re.compile("^/login/.next=.*tags.*fear.*%3Fbrain-region%3Damygdala$"))


def test_a_narrowed_topic_is_there_again_after_an_article(page: Page) -> None:
    page.goto("/tags/fear/")
    narrow(page, "Insula")
    expect_count(page, 10)  # answered, and so a step to go back to
    narrow(page, "PET")
    expect_count(page, 5)
    page.locator(".item a").first.click()
    expect(page).to_have_url(re.compile("/articles/"))
    page.go_back(wait_until="commit")
    expect_count(page, 5)
    expect(box(page, "Insula")).to_be_checked()
    page.go_back(wait_until="commit")
    page.go_back(wait_until="commit")
    expect_count(page, 26)
    expect(box(page, "Insula")).not_to_be_checked()


def test_a_topic_passes_the_rules_with_filters_open_and_with_none_left(visits: Visits) -> None:
    page = visits.page(user=make_user())
    for query in ("", "?brain-region=cortex&method=pet", "?method=fmri&from=2003&to=soon"):
        opened(page).goto(f"/tags/fear/{query}")
        page.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true; })")
        for _ in screens(page):
            check_axe(page)


def test_a_topic_on_paper_says_how_it_was_narrowed(page: Page) -> None:
    page.goto("/tags/fear/?method=fmri")
    page.emulate_media(media="print")
    expect(page.locator(".applied")).to_contain_text("fMRI")
    for part in (".facets", ".sort", ".pager", ".clear"):
        assert page.locator(f"{part}:visible").count() == 0, part
