"""A member's library with the keyboard alone: nothing is clicked, focus is always seen, and no act loses it.

Whoever selects text with the keyboard has the caret of the browser in the page (F7). No script can turn it on, so the
browser of this journey starts with it.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from pytest_django import DjangoDbBlocker

from library.models import Entry, Follow, Highlight, OwnItem
from tests.factories import PASSWORD, make_article, make_tag, make_user
from tests.journeys.conftest import ARGUMENTS, program
from tests.journeys.visits import Visits

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
FULL_POST = "## Asked\n\nA [waiting list](https://example.org/) cannot show it. Nor can twelve people.\n\nThe end."
MOST = 150  # steps of Tab
LOST = """() => {
  const focused = document.activeElement;
  if (focused === document.body) return "nothing";
  const borders = [focused, focused.parentElement, focused.querySelector(":scope > h2")].filter(Boolean);
  const isMarked = borders.map((one) => getComputedStyle(one)).some(
    ({ outlineStyle, outlineWidth }) => outlineStyle !== "none" && parseFloat(outlineWidth) >= 2);
  const box = focused.getBoundingClientRect();
  const isInView = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  const [x, y] = [Math.max(0, box.left) + Math.min(box.width, innerWidth) / 2,
    Math.max(0, box.top) + Math.min(box.height, innerHeight - Math.max(0, box.top)) / 2];
  const above = document.elementFromPoint(x, y);
  const isCovered = box.height < innerHeight && above && !focused.contains(above) && !above.contains(focused);
  const wrong = [!isMarked && "has no ring", !isInView && "is out of view", isCovered && "is covered"].filter(Boolean);
  return wrong.length ? `${focused.outerHTML.slice(0, 120)} ${wrong.join(" and ")}` : "";
}"""


@pytest.fixture
def keyboard(chromium: Browser, origin: str, django_db_blocker: DjangoDbBlocker) -> Iterator[Page]:
    """A page whose caret goes through its text."""
    browser = chromium.browser_type.launch(executable_path=program(), args=[*ARGUMENTS, "--enable-caret-browsing"])
    visits = Visits(browser, origin)
    yield visits.page()
    faults = visits.leave()
    browser.close()
    assert not faults, "\n".join(faults)


def has_focus(target: Locator) -> bool:
    return target.count() > 0 and bool(target.first.evaluate("one => one === document.activeElement"))


def reach(page: Page, target: Locator, key: str = "Tab") -> None:
    """Step by step; where focus is on the way is seen at each step."""
    for _ in range(MOST):
        page.keyboard.press(key)
        lost = page.evaluate(LOST)
        assert lost in ("", "nothing"), lost  # past the last element focus leaves the page
        if has_focus(target):
            return
    raise AssertionError(f"{target} is not reached")


def press(page: Page, target: Locator, key: str = "Enter", way: str = "Tab") -> None:
    reach(page, target, way)
    page.keyboard.press(key)


def leave_by(page: Page, target: Locator) -> None:
    reach(page, target)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def write(page: Page, label: str, text: str) -> None:
    reach(page, page.get_by_label(label, exact=True))
    page.keyboard.type(text)


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def is_kept(page: Page, target: Locator) -> None:
    """After an act focus is there, and seen."""
    expect(target).to_be_focused()
    assert page.evaluate(LOST) == ""


def select(page: Page, words: str) -> None:
    """From the link before them on, letter by letter, with a rest: the bar comes, and is none of what is selected."""
    for _ in range(len("waiting list") + 1):
        arrow(page, "ArrowRight")
    for _ in words[:-2]:
        arrow(page, "Shift+ArrowRight")
    expect(page.get_by_role("toolbar", name="The selected words")).to_be_visible()
    for _ in words[-2:]:
        arrow(page, "Shift+ArrowRight")
    assert page.evaluate("getSelection().toString()") == words
    expect(page.get_by_role("toolbar", name="The selected words")).to_be_visible()


def arrow(page: Page, key: str) -> None:
    """Between two keys the browser lays out the page, as between two of a hand."""
    page.keyboard.press(key)
    page.evaluate("getSelection().focusOffset")


def test_a_member_saves_notes_highlights_lists_follows_and_exports_with_the_keyboard(keyboard: Page) -> None:
    page, mia = keyboard, make_user()
    article = make_article(title="Calmer amygdala", full_post=FULL_POST, tags=[make_tag("Fear")])
    page.goto(f"/login/?next={article.get_absolute_url()}%23full")
    write(page, "E-mail address", mia.email)
    write(page, "Password", PASSWORD)
    page.keyboard.press("Enter")
    is_kept(page, page.locator("#full"))
    saves_and_reads(page)
    writes_a_note(page)
    highlights(page)
    puts_on_a_list(page)
    page.goto(article.get_absolute_url())
    leave_by(page, page.locator("main").get_by_role("link", name="Fear").first)
    leave_by(page, page.get_by_role("button", name=re.compile("^Follow")))
    is_kept(page, page.locator(".messages"))
    assert Follow.objects.filter(member=mia).count() == 1
    page.goto("/library/")
    press(page, page.get_by_text("Export and import"))
    with page.expect_download() as download:
        press(page, page.get_by_role("link", name="JSON", exact=True))
    told = json.loads(Path(download.value.path()).read_text())
    assert [entry["note"] for entry in told["entries"]] == ["For the seminar"]
    assert [one["body"]["value"] for one in told["first"]["items"]] == ["Ask about it."]
    assert Highlight.objects.get().exact == "cannot show"


def saves_and_reads(page: Page) -> None:
    for name in ("save", "read"):
        press(page, page.locator(f"[data-act={name}]"), " ", way="Shift+Tab" if name == "save" else "Tab")
        is_kept(page, page.locator(f"[data-act=un{name}]"))
    press(page, page.locator("[data-act=unsave]"), way="Shift+Tab")
    is_kept(page, page.locator("[data-act=save]"))
    press(page, button(page, "Undo"))
    is_kept(page, page.locator("[data-act=unsave]"))
    entry = Entry.objects.get()
    assert entry.saved_at is not None
    assert entry.read_at is not None


def writes_a_note(page: Page) -> None:
    press(page, page.locator(".note-box > summary"))
    write(page, "Your note", "For the seminar")
    press(page, page.locator("[data-note]").get_by_role("button", name="Keep the note"))
    expect(page.get_by_text("Your note is kept.")).to_be_visible()
    is_kept(page, page.locator("[data-note]").get_by_role("button", name="Keep the note"))


def highlights(page: Page) -> None:
    """One that stays; one with a note, opened again by its mark, removed, put back and removed."""
    link = page.locator("#full").get_by_role("link", name="waiting list")
    reach(page, link)
    select(page, "cannot show")
    press(page, button(page, "Highlight"))
    mark = page.locator("mark.hl", has_text="cannot show")
    is_kept(page, mark)
    page.keyboard.press("Enter")
    is_kept(page, page.get_by_label("Note on this passage"))
    page.keyboard.type("Ask about it.")
    press(page, page.get_by_role("dialog").get_by_role("button", name="Keep the note"))
    expect(page.get_by_text("note is kept")).to_be_visible()
    is_kept(page, mark)
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    is_kept(page, mark)
    page.keyboard.press("Enter")
    press(page, page.get_by_role("dialog").get_by_role("button", name="Remove the highlight"))
    is_kept(page, button(page, "Undo"))
    page.keyboard.press("Enter")
    is_kept(page, mark)


def puts_on_a_list(page: Page) -> None:
    opens = page.locator(".a-actions [data-add-to-list]")
    press(page, opens, way="Shift+Tab")
    dialog = page.get_by_role("dialog", name="Add to a list")
    is_kept(page, dialog.get_by_label("A new list", exact=True))
    write(page, "Title of a new list", "For the seminar")
    write(page, "Why it is read there", "It asks about controls.")
    press(page, button(page, "Add it"))
    expect(page.get_by_text("is in “For the seminar”")).to_be_visible()
    is_kept(page, opens)
    assert OwnItem.objects.get().reason == "It asks about controls."
