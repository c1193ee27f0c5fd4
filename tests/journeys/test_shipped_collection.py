"""The collection that comes with the site, as its readers see it."""

from typing import Final

import pytest
from django.urls import reverse
from playwright.sync_api import Page, ViewportSize, expect

from articles.models import Article
from lists.models import ReadingList
from tests.collection.texts import SHIPPED
from tests.factories import make_user
from tests.journeys.checks import NARROWEST, check_axe, keep_picture, on_paper, screens, too_small
from tests.journeys.visits import HEIGHT, PHONE, WIDE, Theme, Visits
from tests.journeys.worlds import Worlds, of_shipped, shipped

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
FIRST: Final = "neural-basis-of-cbt"
FIRST_SCREEN: Final = 700  # CSS pixels from the top of the page: where key points begin at the latest
KEY_POINTS: Final = "document.querySelector('#key-points').getBoundingClientRect().top"
THEMES: Final[tuple[Theme, ...]] = ("light", "dark")
# Text of drawings paler than 4.5 to 1 against the ground of the drawing; what stands on a filled shape is left out.
PALE: Final = """() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const light = (colour) => {
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map((part) => part / 255)
      .map((part) => (part <= .04045 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4));
    return .2126 * r + .7152 * g + .0722 * b;
  };
  const grounded = (element) => {
    const colour = getComputedStyle(element).backgroundColor;
    return colour === "rgba(0, 0, 0, 0)" ? grounded(element.parentElement) : colour;
  };
  return [...document.querySelectorAll(".drawing svg text:not(.fig-on)")].map((text) => {
    const [one, other] = [getComputedStyle(text).fill, grounded(text.closest(".drawing"))].map(light);
    return [text.textContent, (Math.max(one, other) + .05) / (Math.min(one, other) + .05)];
  }).filter(([, contrast]) => contrast < 4.5);
}"""


# What the shapes and words of a drawing look like
LOOKS: Final = """(root) => [...document.querySelectorAll(`${root} :is(path,text,rect,circle,line)`)].map((shape) => {
  const { fill, stroke, strokeWidth, strokeDasharray, fontFamily, fontSize, fontWeight } = getComputedStyle(shape);
  const font = shape.tagName === "text" && [fontFamily, fontSize, fontWeight];
  return [shape.tagName, fill, stroke, strokeWidth, strokeDasharray, font];
})"""
SHEETS: Final = 9
SHEET: Final[ViewportSize] = {"width": 672, "height": 1016}  # what A4 leaves within its margins, in CSS pixels
# How far down the first sheet of paper the text begins that flows on from sheet to sheet
ENDS_OPENING: Final = "document.querySelector('.a-main').getBoundingClientRect().top / innerHeight"
# Figures of the matrix that would be printed without the shade that they have on a screen
BLANK_CELLS: Final = """[...document.querySelectorAll(".matrix td:has(a), .m-legend li[class]")]
  .filter((cell) => getComputedStyle(cell).backgroundColor === "rgba(0, 0, 0, 0)"
    || getComputedStyle(cell).printColorAdjust !== "exact")
  .map((cell) => cell.textContent)
"""


def look_at(page: Page, path: str, name: str) -> None:
    """Every check on each screen."""
    page.goto(path)
    for screen in screens(page):
        assert too_small(page) == []
        check_axe(page)
        keep_picture(page, f"shipped {name} {screen}")


@of_shipped
def test_the_shipped_collection_is_shown_without_a_fault(
    visits: Visits, worlds: Worlds, subtests: pytest.Subtests
) -> None:
    worlds.enter(shipped)
    visitor, member = visits.page(), visits.page(user=make_user())
    with subtests.test("home, topics and lists"):
        look_at(visitor, "/", "home")
        look_at(visitor, "/tags/", "topics")
        look_at(visitor, "/lists/", "lists")
    with subtests.test("the first article"):
        look_at(visitor, f"/articles/{FIRST}/", "article")
        expect(visitor.locator("#gate")).to_be_visible()
        look_at(member, f"/articles/{FIRST}/", "article member")
        expect(member.locator("#full")).to_be_visible()
    with subtests.test("drawings in both themes"):
        for theme in THEMES:
            member.emulate_media(color_scheme=theme)
            expect(member.locator(".drawing svg").first).to_be_visible()
            assert member.evaluate(PALE) == []
            in_page = member.evaluate(LOOKS, ".a-opening .drawing svg")
            visitor.emulate_media(color_scheme=theme)
            visitor.goto(reverse("articles:drawing", args=[Article.objects.get(slug=FIRST).image_id]))
            assert visitor.evaluate(LOOKS, "svg") == in_page != []
    with subtests.test("on paper"):
        member.goto(f"/articles/{FIRST}/")  # the longest
        assert 1 < len(on_paper(member)) <= SHEETS
        member.set_viewport_size(SHEET)
        member.emulate_media(media="print")
        assert member.evaluate(ENDS_OPENING) < 0.9
        member.emulate_media(media="screen")
        visitor.goto("/tags/matrix/")
        table, gaps = on_paper(visitor)
        assert table[0] > table[1]
        assert gaps == table
        visitor.emulate_media(media="print", color_scheme="dark")
        assert visitor.evaluate(BLANK_CELLS) == []
        visitor.emulate_media(media="screen")
    with subtests.test("reflow and first screen of every article and list"):
        assert late_or_too_wide(member) == []


def late_or_too_wide(page: Page) -> list[str]:
    """Where key points begin too low for the first screen, also on the way through a list, or a phone scrolls aside."""
    found = []
    for held in [*Article.objects.all(), *ReadingList.objects.all()]:
        reading = (
            ReadingList.objects.filter(sections__items__article=held).first() if isinstance(held, Article) else None
        )
        page.set_viewport_size({"width": WIDE, "height": HEIGHT[WIDE]})
        way = f"?list={reading.slug}" if reading else ""
        page.goto(f"{held.get_absolute_url()}{way}", wait_until="domcontentloaded")
        if isinstance(held, Article) and (top := page.evaluate(KEY_POINTS)) >= FIRST_SCREEN:
            found.append(f"{held.slug}: key points at {top}")
        page.set_viewport_size({"width": NARROWEST, "height": 800})
        if (width := page.evaluate("document.scrollingElement.scrollWidth")) > NARROWEST:
            found.append(f"{held.slug}: {width} wide")
    assert held
    return found


# Words of a drawing that lie over other words or over a dot, or leave the drawing
OVER: Final = """() => [...document.querySelectorAll("svg")].flatMap((svg) => {
  const box = (shape) => shape.getBoundingClientRect();
  const meet = (one, other) => Math.min(one.right, other.right) - Math.max(one.left, other.left) > 1
    && Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > 4;
  const frame = box(svg), words = [...svg.querySelectorAll("text")], dots = [...svg.querySelectorAll("circle")];
  return words.filter((text, at) => {
    const own = box(text);
    return own.left < frame.left - 1 || own.right > frame.right + 1 || own.bottom > frame.bottom + 1
      || [...words.slice(at + 1), ...dots].some((other) => meet(own, box(other)));
  }).map((text) => `${svg.querySelector("title").textContent}: ${text.textContent}`);
})"""


def test_no_words_of_a_shipped_drawing_lie_over_others(visits: Visits) -> None:
    page = visits.page()
    page.set_viewport_size({"width": 440, "height": 900})
    drawings = [path.read_text(encoding="utf-8") for path in sorted((SHIPPED / "images").glob("*.svg"))]
    page.set_content("".join(drawings))
    assert page.locator("svg").count() == len(drawings)
    assert page.evaluate(OVER) == []


@of_shipped
@pytest.mark.parametrize("scripts", [True, False])
def test_the_first_screen_of_a_topic_shows_scope_a_picture_and_three_summaries(
    visits: Visits, worlds: Worlds, *, scripts: bool
) -> None:
    worlds.enter(shipped)
    page = visits.page(width=WIDE, scripts=scripts)
    page.set_viewport_size({"width": 1280, "height": 900})
    for address in ("/tags/anxiety-disorders/", "/tags/amygdala/"):
        page.goto(address)
        expect(page.locator(".scope")).to_be_in_viewport(ratio=1)
        expect(page.locator(".t-see svg").first).to_be_in_viewport(ratio=1)
        expect(page.locator(".item h3").nth(2)).to_be_in_viewport(ratio=1)
    page.locator(".years-chart").get_by_role("link", name="2016: 2 summaries").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Papers of 2016: 2 summaries")
    page.set_viewport_size({"width": PHONE, "height": 844})
    folded = page.locator("#filter > summary")
    expect(folded).to_have_text("Filter 1 on")
    folded.click()
    expect(page.locator("#filter").get_by_text("Paper published").last).to_be_visible()
