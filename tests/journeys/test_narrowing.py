"""What a reader sees while filters change a list: what waits, what does not come, and the button on a phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.journeys.narrowing import box, expect_count, held_back, opened, world
from tests.journeys.visits import PHONE, Visits
from tests.journeys.worlds import Worlds

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def fear(worlds: Worlds) -> None:
    worlds.enter(world)


def test_old_results_stay_while_new_ones_are_on_their_way_and_the_last_choice_wins(page: Page) -> None:
    page.goto("/tags/fear/")
    held = held_back(page)
    box(page, "Amygdala").check()
    expect(page.locator("#results")).to_have_attribute("aria-busy", "true")
    expect_count(page, 26)
    expect(page.locator(".item")).to_have_count(20)
    box(page, "fMRI").check()
    page.wait_for_timeout(400)
    assert page.evaluate("getComputedStyle(document.querySelector('#results'), '::before').opacity") == "1"
    held[-1].continue_()
    expect_count(page, 5)
    expect(page.locator("#results")).not_to_have_attribute("aria-busy", "true")
    assert page.url.endswith("?brain-region=amygdala&method=fmri")
    assert len(held) == 2


def test_what_does_not_come_leaves_the_old_results_and_says_so_at_the_box_that_was_ticked(visits: Visits) -> None:
    visits.expected += ["Failed to load resource", *(f"{status} from" for status in (429, 500, 503))]
    page = visits.page(width=PHONE)
    page.goto("/tags/fear/")
    opened(page)
    said = page.locator("#narrow li", has=page.get_by_label("Amygdala ")).get_by_role("alert")
    for status in (500, 503, 429):
        page.route(lambda address: "?" in address, broken_by(status), times=1)
        if status == 500:
            box(page, "Amygdala").check()
        else:
            page.get_by_role("button", name="Try again").click()
        expect(said).to_contain_text(f"Reason {status}. The summaries here are still those from before.")
        expect_nothing_changed(page)
    page.context.set_offline(True)
    page.get_by_role("button", name="Try again").click()
    expect(said).to_contain_text("You are offline.")
    expect(page.get_by_role("button", name="Try again")).to_be_focused()
    expect_nothing_changed(page)
    page.context.set_offline(False)  # what was asked for comes by itself
    expect_count(page, 11)
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(box(page, "Amygdala")).to_be_checked()


def broken_by(status: int) -> Callable[[Route], None]:
    return lambda route: route.fulfill(status=status, content_type="text/html", body=f"<h1>Reason {status}</h1>")


def expect_nothing_changed(page: Page) -> None:
    expect_count(page, 26)
    expect(page.locator(".item")).to_have_count(20)
    expect(page.get_by_role("button", name="Show 26 summaries")).to_be_in_viewport()
    expect(page.locator("[aria-busy]")).to_have_count(0)
    assert page.url.endswith("/tags/fear/")


def test_a_page_of_a_list_that_does_not_come_says_so_at_its_link(page: Page, visits: Visits) -> None:
    visits.expected.append("Failed to load resource")
    page.goto("/tags/fear/")
    page.route(lambda address: "?" in address, lambda route: route.abort(), times=1)
    page.get_by_role("link", name="Older").click()
    expect(page.locator(".pager").get_by_role("alert")).to_contain_text("No answer came.")
    expect(page.get_by_role("alert")).to_be_in_viewport()
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".item")).to_have_count(6)
    expect(page.get_by_role("heading", level=1)).to_have_text("Fear: 26 summaries")
    expect(page.locator("#res-h")).to_be_in_viewport()


def test_on_a_phone_the_button_stays_and_says_what_one_gets(visits: Visits) -> None:
    page = visits.page(width=PHONE)
    page.goto("/tags/fear/")
    expect(page.locator(".bar")).to_be_hidden()
    page.locator("#filter > summary").click()
    button = page.locator(".bar .btn")
    expect(button).to_have_text("Show 26 summaries", use_inner_text=True)
    expect(button).to_be_in_viewport(ratio=1)
    expect(box(page, "Amygdala")).to_be_hidden()
    opened(page)
    expect(button).to_be_in_viewport(ratio=1)
    held = held_back(page)
    box(page, "Amygdala").check()
    expect(button).to_have_attribute("aria-busy", "true")
    assert button.evaluate("(button) => getComputedStyle(button, '::after').content") == '"Loading…"'
    expect(page.locator("#status")).to_have_text("Loading…")
    held[0].continue_()
    expect(page.locator("#status")).to_have_text("11 summaries")
    expect(button).to_have_text("Show 11 summaries", use_inner_text=True)
    expect(page.locator("#filter > summary")).to_contain_text("1 on")
    expect(page.locator("#group-brain-region > summary")).to_contain_text("Brain region 1 on")
    box(page, "fMRI").check()
    button.click()  # while the answer is on its way
    expect(box(page, "fMRI")).to_be_visible()
    held[-1].continue_()
    expect_count(page, 5)
    expect(page.locator(".bar")).to_be_hidden()
    expect(page.locator(".item")).to_have_count(5)
    expect(page.locator("#res-h")).to_be_focused()
    expect(page.locator("#res-h")).to_be_in_viewport()


def test_a_wide_screen_shows_the_filters_at_once_and_needs_no_button_with_scripts(visits: Visits) -> None:
    for scripts in (True, False):
        page = visits.page(scripts=scripts)
        page.goto("/tags/fear/")
        expect(box(page, "Amygdala")).to_be_visible()
        expect(page.get_by_role("button", name="Show summaries")).to_be_visible(visible=not scripts)
