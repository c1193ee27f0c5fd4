"""How a visitor finds, reads and takes along: lists, themes, the keyboard, a phone, paper."""

import re
import time

import pytest
from playwright.sync_api import Page, Route, expect

from articles.models import Article
from tests.factories import (
    PASSWORD,
    make_article,
    make_drawing,
    make_image,
    make_list,
    make_reference,
    make_user,
    relate_articles,
)
from tests.journeys.visits import PHONE, WIDE, Theme, Visits

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
GROUND = {"light": "rgb(250, 249, 251)", "dark": "rgb(21, 18, 26)"}
STEP = """() => {
  const here = document.activeElement;
  if (here === document.body || here.visited) return null;
  here.visited = true;
  const { outlineStyle, outlineWidth } = getComputedStyle(here.closest(".sbox") || here);
  return { what: here.outerHTML.slice(0, 100), ring: `${outlineStyle} ${outlineWidth}` };
}"""
PASSED_BY = """(all) => [...document.querySelectorAll(all)]
  .filter((element) => element.checkVisibility({ visibilityProperty: true }) && !element.visited)
  .map((element) => element.outerHTML.slice(0, 100))
"""
SHIFT = """() => new Promise((done) => {
  let sum = 0;
  const add = (list) => list.getEntries().forEach((entry) => { sum += entry.hadRecentInput ? 0 : entry.value; });
  new PerformanceObserver(add).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(sum), 300);
})"""


def expect_heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def illustrated() -> Article:
    """An article with a photograph before its summary and one in its full post, and a drawing."""
    inner, drawing = make_image(), make_drawing()
    return make_article(
        image=make_image(),
        summary="Many words stand here. " * 60,
        full_post=f"## First\n\nWords.\n\n![One.](image:{inner.name})\n\n![Two.](image:{drawing.name})\n\nMore.",
    )


def come_late(route: Route) -> None:
    time.sleep(0.2)
    route.continue_()


def expect_ground(page: Page, theme: Theme) -> None:
    expect(page.locator("body")).to_have_css("background-color", GROUND[theme])


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_reading_list_is_read_from_its_page_and_leads_from_item_to_item(visits: Visits, scripts: bool) -> None:
    articles = [make_article(f"step-{number}", title=f"Step {number}") for number in range(1, 10)]
    make_list("nine-steps", title="Nine steps", articles=articles)
    page = visits.page(scripts=scripts)
    page.goto("/")
    page.get_by_role("link", name="Nine steps").click()
    expect(page.get_by_text("9 summaries")).to_be_visible()
    page.get_by_role("link", name="Start reading").click()
    bar = page.get_by_role("navigation", name="Reading list", exact=True)
    expect(bar).to_contain_text("Item 1 of 9")
    expect(bar.get_by_role("link", name="Previous")).to_have_count(0)
    bar.get_by_role("link", name="Next").click()
    page.get_by_role("navigation", name="Reading list, again").get_by_role("link", name="Next").click()
    expect(bar).to_contain_text("Item 3 of 9")
    expect_heading(page, "Step 3")
    expect(page).to_have_url(re.compile(r"\?list=nine-steps$"))
    bar.get_by_role("link", name="Previous").click()
    expect(bar).to_contain_text("Item 2 of 9")
    bar.get_by_role("link", name="Nine steps").click()
    page.get_by_role("link", name="Step 9").click()
    expect(bar).to_contain_text("Item 9 of 9")
    expect(bar.get_by_role("link", name="Next")).to_have_count(0)


def test_the_gate_inside_a_reading_list_leads_back_into_the_list(page: Page) -> None:
    member = make_user()
    make_list("nine-steps", title="Nine steps", articles=[make_article("step-1"), make_article("step-2")])
    page.goto("/articles/step-1/?list=nine-steps")
    page.locator("#gate").get_by_role("link", name="Log in").click()
    page.get_by_label("E-mail address").fill(member.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Log in", exact=True).click()
    page.wait_for_url("**/articles/step-1/?list=nine-steps#full")
    expect(page.locator("#full")).to_be_focused()
    expect(page.get_by_role("navigation", name="Reading list", exact=True)).to_contain_text("Item 1 of 2")


def test_the_theme_follows_the_system_until_the_reader_chooses_one(visits: Visits) -> None:
    systems: list[Theme] = ["light", "dark"]
    for system in systems:
        page = visits.page(theme=system)
        page.goto("/about/")
        expect_ground(page, system)
        chosen = systems[1 - systems.index(system)]
        page.get_by_role("button", name=chosen.capitalize()).click()
        expect_ground(page, chosen)
        page.get_by_role("link", name="Latest").first.click()
        expect_ground(page, chosen)
        expect(page.get_by_role("button", name=chosen.capitalize())).to_have_attribute("aria-pressed", "true")


def test_the_keyboard_alone_reaches_everything_with_a_ring_to_be_seen(page: Page) -> None:
    page.goto(make_article(paper=make_reference()).get_absolute_url())
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the summary")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")
    page.reload()
    page.keyboard.press("Tab")
    while step := page.evaluate(STEP):
        assert step["ring"] == "solid 3px", step["what"]
        page.keyboard.press("Tab")
    assert page.evaluate(PASSED_BY, "a[href], button, input:not([type=hidden]), summary, [tabindex='0']") == []


def test_a_phone_has_a_menu_that_opens_with_enter_and_closes_with_escape(visits: Visits) -> None:
    make_article()
    page = visits.page(width=PHONE)
    page.goto("/")
    menu = page.locator("summary", has_text="Menu")
    menu.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".menu-panel")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.locator(".menu-panel").get_by_role("link", name="Topics")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".menu-panel")).to_be_hidden()
    expect(menu).to_be_focused()
    page.keyboard.press("Enter")
    page.locator(".menu-panel").get_by_role("link", name="Latest").click()
    expect_heading(page, "Latest")


@pytest.mark.parametrize("width", [PHONE, WIDE])
def test_paper_shows_the_text_and_no_navigation(visits: Visits, width: int) -> None:
    article = make_article(title="The quieter amygdala")
    make_list(articles=[article])
    page = visits.page(width=width, user=make_user())
    for address in (article.get_absolute_url(), "/", "/tags/", "/lists/"):
        page.goto(address)
        page.emulate_media(media="print")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        for part in (".masthead", ".foot", ".toc", ".toc-narrow", ".a-actions", ".pager", ".filterbox"):
            assert page.locator(f"{part}:visible").count() == 0, part
        page.emulate_media(media="screen")


def test_the_contents_stay_beside_the_text_and_never_lie_over_what_is_to_be_read_next(visits: Visits) -> None:
    article = make_article(full_post="".join(f"## Part {number}\n\nMany words stand here.\n\n" for number in range(9)))
    for number in range(8):
        relate_articles(article, make_article(title=f"The next of many, number {number}"))
    page = visits.page(width=WIDE, user=make_user())
    page.goto(article.get_absolute_url())
    contents = page.get_by_role("navigation", name="In this article")
    expect(contents.locator("[aria-current]")).to_have_count(0)
    contents.get_by_role("link", name="Part 5").click()
    expect(contents.locator("[aria-current=location]")).to_have_text("Part 5")
    page.keyboard.press("Home")
    expect(contents.locator("[aria-current]")).to_have_count(0)
    following = page.locator(".related")
    expect(following.get_by_role("link", name="The next of many")).to_have_count(8)
    for block in ("start", "center", "end"):
        following.evaluate("(element, block) => element.scrollIntoView({ block })", block)
        beside, below = page.locator(".toc").bounding_box(), following.bounding_box()
        assert beside
        assert below
        assert beside["y"] + beside["height"] <= below["y"], block


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_on_a_phone_a_bar_stays_with_the_contents_and_covers_nothing_one_goes_to(visits: Visits, scripts: bool) -> None:
    words = f"{'Many words stand here. ' * 60}[Read on](article:the-other)."
    make_article("the-other")
    parts = "".join(f"## Part {number}\n\n{words}\n\n" for number in range(9))
    page = visits.page(width=PHONE, scripts=scripts, user=make_user())
    page.goto(make_article(full_post=parts).get_absolute_url())
    bar, heading = page.locator(".toc-narrow"), page.get_by_role("heading", name="Part 5")
    for name in ("The full post", "Part 5"):
        if bar.get_attribute("open") is None:
            bar.locator("summary").click()
        bar.get_by_role("link", name=name).click()
    expect(heading).to_be_in_viewport()
    covered, begun = bar.bounding_box(), heading.bounding_box()
    unfolded = bar.bounding_box() if scripts else bar.locator("ol").bounding_box()
    assert covered
    assert begun
    assert unfolded
    assert covered["y"] == 0
    assert begun["y"] >= unfolded["y"] + unfolded["height"]
    if scripts:
        expect(bar.locator("summary")).to_have_text("In this article Part 5")
        page.get_by_role("link", name="Read on").last.focus()
        for _ in range(8):
            page.keyboard.press("Shift+Tab")
            assert page.evaluate("document.activeElement.getBoundingClientRect().top") > covered["height"]


@pytest.mark.parametrize("width", [PHONE, WIDE])
def test_nothing_moves_while_an_article_arrives(visits: Visits, width: int) -> None:
    """On a slow machine, with images that come late, and while one scrolls: the sum of all layout shifts is nought."""
    page = visits.page(width=width, user=make_user())
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 6})
    page.route("**/images/**", come_late)
    page.goto(illustrated().get_absolute_url())
    for _ in range(12):
        page.mouse.wheel(0, 500)
        page.wait_for_timeout(30)
    expect(page.locator("#foot")).to_be_in_viewport()
    assert page.evaluate(SHIFT) == 0
