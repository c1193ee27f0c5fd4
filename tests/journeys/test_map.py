"""The map of a taxonomy: named links on a phone and a desk, in both themes, with the keyboard and without scripts."""

from typing import Final

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.checks import check_axe, keep_picture, too_small, too_wide
from tests.journeys.visits import PHONE, WIDE, Theme, Visits
from tests.journeys.worlds import Worlds, of_shipped, shipped

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
BRAIN: Final = "The brain from its outer side"
THEMES: Final[tuple[Theme, ...]] = ("light", "dark")
FOCUSED: Final = "document.activeElement.ariaLabel"
SEEN: Final = """() => {
  const { stroke, strokeWidth } = getComputedStyle(document.activeElement);
  return [stroke, strokeWidth];
}"""
NARROWED: Final = "/tags/social-anxiety-disorder/?method=fmri"
WITHIN: Final = """(link) => {  // a point of the shape: the middle of two halves lies between them
  const { left, right, top, bottom } = link.getBoundingClientRect();
  for (let y = top + 1; y < bottom; y += 1) for (let x = left + 1; x < right; x += 1) {
    if ([-1, 1].every((by) => link.contains(document.elementFromPoint(x + by, y)))) return [x, y];
  }
}"""
NARROWEST: Final = 320  # CSS pixels: a screen of 1280 at 400%
FILLS: Final = "(links) => new Set(links.map((link) => getComputedStyle(link).fill)).size"
FILL: Final = "(all) => all.map((one) => getComputedStyle(one).fill)"


def shapes(page: Page) -> list[str]:
    return [str(name) for name in page.locator(".map > svg a").evaluate_all("(all) => all.map((a) => a.ariaLabel)")]


@of_shipped
@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", [PHONE, WIDE])
def test_the_map_is_a_group_of_named_links_on_every_screen(
    worlds: Worlds, visits: Visits, width: int, theme: Theme
) -> None:
    worlds.enter(shipped)
    page = visits.page(width=width, theme=theme, scripts=True)
    for address in ("/", "/tags/", "/tags/amygdala/", "/tags/limbic-system/"):
        page.goto(address)
        if (see := page.locator("#see > summary")).is_visible():
            see.click()
        group = page.get_by_role("group", name=BRAIN)
        expect(group.get_by_role("link")).to_have_count(22)
        expect(group.get_by_role("link", name="Amygdala, 18 summaries", exact=True)).to_be_visible()
        check_axe(page)
        assert too_small(page) == []
        assert too_wide(page) == []
        assert page.locator(".map > svg a").evaluate_all(FILLS) > 3
        keep_picture(page, f"map {address.strip('/').replace('/', '-')} {width} {theme}")


@of_shipped
@pytest.mark.parametrize("scripts", [True, False])
def test_with_the_keyboard_alone_a_reader_walks_the_shapes_and_opens_one(
    worlds: Worlds, visits: Visits, *, scripts: bool
) -> None:
    worlds.enter(shipped)
    page = visits.page(width=WIDE, scripts=scripts)
    page.goto("/tags/")
    page.get_by_role("link", name="Skip the map").focus()
    walked, looks = [], set()
    for _ in range(22):
        page.keyboard.press("Tab")
        walked.append(page.evaluate(FOCUSED))
        looks.add(tuple(page.evaluate(SEEN)))
    assert walked == shapes(page)
    assert {width for _, width in looks} == {"4px"}
    page.get_by_role("link", name="Skip the map").focus()
    while page.evaluate(FOCUSED) != "Amygdala, 18 summaries":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Amygdala")
    expect(page.locator(".map .lit")).to_have_count(1)
    expect(page.get_by_role("heading", name="18 summaries")).to_be_visible()


@of_shipped
def test_the_way_past_the_map_leads_behind_it(worlds: Worlds, visits: Visits) -> None:
    worlds.enter(shipped)
    page = visits.page(width=WIDE)
    page.goto("/tags/")
    page.get_by_role("link", name="Skip the map").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("Boolean(document.activeElement.closest('.outlines'))")


@of_shipped
@pytest.mark.parametrize("scripts", [True, False])
def test_from_the_first_page_two_clicks_lead_to_a_region_in_a_disorder(
    worlds: Worlds, visits: Visits, *, scripts: bool
) -> None:
    worlds.enter(shipped)
    page = visits.page(width=WIDE, scripts=scripts)
    page.goto("/")
    page.get_by_role("link", name="Social anxiety disorder and Amygdala: 7 summaries", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Social anxiety disorder × Amygdala: 7 summaries")
    page.goto("/")
    page.locator(".topics-strip").get_by_role("link", name="Social anxiety disorder").click()
    shape = page.get_by_role("group", name=BRAIN).get_by_role("link", name="Amygdala, 7 summaries", exact=True)
    shape.scroll_into_view_if_needed()
    page.mouse.click(*shape.evaluate(WITHIN))
    expect(page.get_by_role("heading", level=1)).to_have_text("Social anxiety disorder × Amygdala: 7 summaries")
    expect(page.locator(".map .lit")).to_have_count(1)
    if scripts:
        check_axe(page)
    page.locator(".map summary").first.click()
    page.locator(".map li").get_by_role("link", name="Insula").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Social anxiety disorder × Insula: ")


@of_shipped
def test_at_400_percent_and_in_forced_colours_maps_keep_their_names_numbers_and_lit_shapes(
    worlds: Worlds, visits: Visits
) -> None:
    worlds.enter(shipped)
    page = visits.page(width=NARROWEST)
    for address, name in (
        ("/", "Amygdala, 18 summaries"),
        ("/tags/", "Amygdala, 18 summaries"),
        ("/tags/amygdala/", "Amygdala, 18 summaries"),
        (NARROWED, "Amygdala, 4 summaries"),
        ("/articles/a-quiet-subgenual-cingulate/", "Amygdala"),
    ):
        page.goto(address)
        if address in ("/tags/amygdala/", NARROWED):
            page.locator("#see > summary").click()
        group = page.get_by_role("group", name=BRAIN)
        assert f'- link "{name}"' in group.aria_snapshot()
        assert not group.get_by_role("link", name="").filter(has_not=page.locator("title")).count()
        assert too_wide(page) == []
        assert too_small(page) == []
        check_axe(page)
    page.emulate_media(forced_colors="active")
    lit, others = (page.locator(f".map > svg {which}").evaluate_all(FILL) for which in (".lit", "path:not(.lit path)"))
    assert not set(lit) & set(others)
    keep_picture(page, "map in forced colours")
