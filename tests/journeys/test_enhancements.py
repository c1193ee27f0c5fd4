"""What the small scripts add, tried in a real browser; and that a page without them lacks nothing needed."""

from typing import Final
from urllib.parse import quote

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.factories import PASSWORD, make_article, make_list, make_tag, make_user
from tests.journeys.visits import PHONE, Visits
from tests.members.people import OTHER_PASSWORD

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
CLIPBOARD = ["clipboard-read", "clipboard-write"]


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id"))


def test_a_chosen_theme_is_there_before_the_first_paint_and_auto_lets_go_of_it(page: Page, visits: Visits) -> None:
    page.goto("/about/")
    page.get_by_role("button", name="Dark").click()
    expect(page.get_by_role("button", name="Dark")).to_have_attribute("aria-pressed", "true")
    visits.expected.append("/js/site.js")
    page.route("**/js/site.js", lambda route: route.abort())  # what comes after the first paint
    page.goto("/terms/")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(21, 18, 26)"
    page.unroute("**/js/site.js")
    page.goto("/privacy/")
    page.get_by_role("button", name="Auto").click()
    assert page.evaluate("localStorage.getItem('theme')") is None


def test_the_slash_key_opens_search_until_it_is_switched_off(page: Page) -> None:
    page.goto("/about/")
    page.keyboard.press("/")
    assert focused(page) == "q"
    page.keyboard.type("a/b")
    expect(page.locator("#q")).to_have_value("a/b")
    page.get_by_label("Slash key opens search").uncheck()
    page.goto("/terms/")
    page.keyboard.press("/")
    assert focused(page) == ""


def test_copy_link_says_what_it_did(visits: Visits) -> None:
    article, page = make_article(), visits.page(permissions=CLIPBOARD)
    page.goto(f"{article.get_absolute_url()}#summary")
    page.get_by_role("button", name="Copy link").click()
    expect(page.locator("#status")).to_have_text("Link copied")
    assert page.evaluate("navigator.clipboard.readText()") == visits.origin + article.get_absolute_url()


def test_the_citation_panel_closes_with_escape_and_gives_the_focus_back(visits: Visits) -> None:
    page = visits.page(permissions=CLIPBOARD)
    page.goto(make_article().get_absolute_url())
    page.locator("summary", has_text="Cite").click()
    page.locator(".cite-panel").get_by_role("button", name="Copy").first.click()
    expect(page.locator("#status")).to_have_text("Copied")
    page.keyboard.press("Escape")
    expect(page.locator(".cite-panel")).to_be_hidden()
    assert page.evaluate("document.activeElement.textContent.trim()") == "Cite"


def test_the_filter_box_finds_topics_by_synonym_and_keeps_their_parents(page: Page) -> None:
    parent = make_tag("Anxiety disorders")
    make_tag("Social anxiety disorder", under=[parent], synonyms=["social phobia"])
    make_tag("Insomnia")
    page.goto("/tags/?all=1")
    page.get_by_label("Show topics on this page with").fill("Phobia")
    expect(page.locator("[data-filter-status]")).to_have_text("1 topic fits")
    assert page.locator(".outline a:visible").all_inner_texts() == ["Anxiety disorders", "Social anxiety disorder"]
    page.get_by_label("Show topics on this page with").fill("")
    assert page.locator(".outline a:visible").count() == 3


def test_a_password_can_be_shown_and_is_hidden_again_when_sent(page: Page) -> None:
    page.goto("/login/")
    password = page.get_by_label("Password", exact=True)
    password.fill("what I typed")
    page.get_by_role("button", name="Show password").click()
    expect(password).to_have_attribute("type", "text")
    page.evaluate("document.querySelector('form.form').addEventListener('submit', event => event.preventDefault())")
    page.get_by_role("button", name="Log in").first.click()
    expect(password).to_have_attribute("type", "password")


def says(button: Locator) -> str:
    """What stands over the words of a button while it is busy."""
    content = str(button.evaluate("(button) => getComputedStyle(button, '::after').content"))
    return content.strip('"').replace("none", "")


def answered_with_nothing(page: Page, address: str) -> list[Route]:
    """What is sent to the address. The page stays, as it does while an answer is waited for."""
    sent: list[Route] = []

    def take(route: Route) -> None:
        sent.append(route)
        route.fulfill(status=204)

    page.route(address, take)
    return sent


def test_a_pressed_button_says_so_in_its_width_and_a_second_press_sends_nothing(visits: Visits) -> None:
    user = make_user()
    page = visits.page(user=user, width=PHONE)
    page.goto("/password/change/")
    page.get_by_label("Present password").fill(PASSWORD)
    page.get_by_label("New password").fill(OTHER_PASSWORD)
    button = page.locator("main form").get_by_role("button", name="Sav")
    before = button.bounding_box()
    sent = answered_with_nothing(page, "**/password/change/")
    for _ in range(2):
        button.click()
        assert says(button) == "Saving…"
        expect(page.locator("#status")).to_have_text("Saving…")
        assert button.bounding_box() == before
    assert len(sent) == 1
    page.unroute("**/password/change/")
    page.keyboard.press("Escape")  # whoever stops waiting may send it again
    expect(page.locator("#status")).to_be_empty()
    assert says(button) == ""
    button.dblclick()
    expect(page.get_by_text("Your new password is saved.")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your account")
    user.refresh_from_db()
    assert user.check_password(OTHER_PASSWORD)


BY_HTMX: Final = """(form) => form.addEventListener("submit", (event) => {
  event.preventDefault();
  const detail = { requestConfig: { triggeringEvent: event } };
  const tell = (name) => form.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));
  tell("htmx:beforeRequest");
  window.answer = () => tell("htmx:afterRequest");
})"""


def test_a_button_can_be_pressed_again_once_one_is_back_or_htmx_has_its_answer(page: Page) -> None:
    page.goto("/search/?q=fear")
    button = page.get_by_role("search").get_by_role("button")
    button.evaluate("(button) => addEventListener('pagehide', () => { window.left = button.ariaBusy })")
    page.locator("#bigq").fill("anger")
    button.click()
    page.wait_for_url("**/search/?q=anger")
    page.go_back(wait_until="commit")
    assert page.evaluate("window.left") == "true"
    assert says(button) == ""
    page.locator("form.bigsearch").evaluate(BY_HTMX)
    button.click()
    assert says(button) == "Searching…"
    page.evaluate("window.answer()")
    assert says(button) == ""


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_what_is_said_after_an_act_is_in_view_and_read_out_wherever_one_lands(visits: Visits, scripts: bool) -> None:
    """At the full post it stands inside: see `test_visitor_to_member`."""
    article, member = make_article(summary="Many words. " * 400), make_user()
    page = visits.page(scripts=scripts)
    for landing in ("/", f"{article.get_absolute_url()}#tags-h"):
        page.context.clear_cookies()
        page.goto(f"/login/?next={quote(landing)}")
        page.get_by_label("E-mail address").fill(member.email)
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Log in").first.click()
        page.wait_for_url(f"**{landing}")
        said = page.locator("main > .messages")
        expect(said).to_have_text("You are logged in.")
        expect(said).to_be_in_viewport(ratio=1)
        if landing == "/":
            expect(said).to_be_focused()
    target, above = page.locator(":target").bounding_box(), said.bounding_box()
    assert target
    assert above
    assert target["y"] >= above["y"] + above["height"]
    if scripts:
        expect(page.locator("#status")).to_have_text("You are logged in.")


def test_without_scripts_the_menu_opens_and_nothing_useless_is_shown(visits: Visits) -> None:
    article = make_article()
    make_list(articles=[article])
    page = visits.page(scripts=False, width=PHONE)
    page.goto(article.get_absolute_url())
    page.locator("summary", has_text="Menu").click()
    for name in ("Topics", "Reading lists", "Latest", "Log in", "Create account"):
        expect(page.locator(".menu-panel").get_by_role("link", name=name)).to_be_visible()
    page.locator("summary", has_text="Menu").click()
    page.locator("summary", has_text="Cite").click()
    expect(page.locator(".cite-panel").get_by_role("link", name="BibTeX")).to_be_visible()
    assert page.locator(".js-only:visible").count() == 0
