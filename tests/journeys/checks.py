"""What every page has to pass: accessibility rules, reflow, target sizes. Each check returns what it found wrong.

With SCREENSHOTS=/some/folder in the environment each page that is checked leaves its pictures there.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.journeys.visits import HEIGHT, PHONE, WIDE, Theme

RULES: Final = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
    "preload": False,  # it would make style elements, which the policy of the page refuses
}
OF_COLOURS: Final = ["color-contrast", "link-in-text-block"]
FINISH: Final = """() => document.getAnimations()  // a colour on its way to another theme is neither
  .filter((moving) => moving.timeline instanceof DocumentTimeline)
  .forEach((moving) => moving.finish())
"""
# A phone in the dark and a desk in daylight: each width and each theme once. That every colour can be read on every
# ground, tests/static/test_contrast.py computes for both themes.
SCREENS: Final[tuple[tuple[int, Theme], ...]] = ((WIDE, "light"), (PHONE, "dark"))
NARROWEST: Final = 320  # CSS pixels: WCAG 1.4.10
SMALLEST_TARGET: Final = 24  # CSS pixels: WCAG 2.5.8
# Links within a sentence may be as small as its letters; a control inside its label is as large as the label. A shape
# of a map may be as small as what it shows, as the list or the chips beside it have the same link.
SMALL_TARGETS: Final = """
(smallest) => [...document.querySelectorAll("a[href], button, summary, select, textarea, input:not([type=hidden])")]
  .filter((target) => target.checkVisibility({ visibilityProperty: true }))
  .map((target) => [target, target.closest("label") || target])
  .map(([target, shape]) => [target, shape.getBoundingClientRect()])
  .filter(([target, box]) => {
    const within = [...target.parentElement.childNodes].some((n) => n.nodeType === 3 && /[\\w,.]/.test(n.textContent));
    const inText = getComputedStyle(target).display === "inline" && (within || target.closest("p, sup, figcaption"));
    const clipped = box.width <= 1 && box.height <= 1;
    const same = `:is(li a, a.chip)[href="${target.getAttribute("href")}"]`;
    const listed = target.closest("svg") && ["figure", "dd"].some((one) => target.closest(one)?.querySelector(same));
    return !inText && !clipped && !listed && (box.width < smallest || box.height < smallest);
  })
  .map(([target, box]) =>
    `${target.outerHTML.slice(0, 90)} is ${box.width.toFixed(1)} x ${box.height.toFixed(1)} px`)
"""


def arrived(page: Page) -> None:
    """Wait until the page is all there: a click may just have led to it, and its style sheets be on their way."""
    page.wait_for_load_state()


def screens(page: Page) -> Iterator[str]:
    """Show the page on each of the screens, and name it."""
    for width, theme in SCREENS:
        page.set_viewport_size({"width": width, "height": HEIGHT[width]})
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        yield f"{width} {theme}"


def against_rules(page: Page, within: str | None = None, *, colours_alone: bool = False) -> list[str]:
    """What axe finds, in all of it or `within` a part. Its script is not loaded by the page, which keeps its policy.

    `colours_alone`: what another theme can change in a page that passed the other rules.
    """
    rules = {**RULES, "runOnly": {"type": "rule", "values": OF_COLOURS}} if colours_alone else RULES
    arrived(page)
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    page.evaluate(
        "document.getAnimations().forEach((moving) => moving.timeline instanceof DocumentTimeline && moving.finish())"
    )
    found: dict[str, Any] = page.evaluate("([part, rules]) => axe.run(part ?? document, rules)", [within, rules])
    return [
        f"{violation['id']}: {', '.join(str(part) for part in node['target'])}\n    {node['html']}\n"
        f"    {node['failureSummary']}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


def too_wide(page: Page) -> list[str]:
    """How far the page reaches beyond the narrowest screen."""
    arrived(page)
    size = page.viewport_size
    assert size is not None
    page.set_viewport_size({"width": NARROWEST, "height": size["height"]})
    width = page.evaluate("document.scrollingElement.scrollWidth")
    page.set_viewport_size(size)
    return [f"{width} px wide on a screen of {NARROWEST}"] if width > NARROWEST else []


def too_small(page: Page) -> list[str]:
    arrived(page)
    return list(page.evaluate(SMALL_TARGETS, SMALLEST_TARGET))


def on_paper(page: Page) -> list[tuple[int, int]]:
    """The width and height of each sheet that the page takes, in points, as its style sheets want them."""
    printed = page.pdf(format="A4", prefer_css_page_size=True)
    boxes = re.findall(rb"/Type\s*/Page\b.*?/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", printed, re.DOTALL)
    return [(int(float(width)), int(float(height))) for width, height in boxes]


def check_axe(page: Page) -> None:
    found = against_rules(page)
    assert not found, "\n".join(found)


def keep_picture(page: Page, name: str) -> None:
    if folder := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"{'-'.join(name.replace(',', '').split())}.png", full_page=True)
