"""Every page of the site and how one gets there: those with an address, and those that come of an act."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.core import mail
from playwright.sync_api import Page

from tests.factories import PASSWORD
from tests.members.people import EMAIL, code_in


@dataclass(frozen=True)
class Place:
    """A page at an address, for one of the `Holdings.people` or a visitor."""

    path: str
    person: str = ""
    status: int = 200


PLACES: Final = {
    "home": Place("/"),
    "latest": Place("/latest/"),
    "article, visitor": Place("/articles/the-quieter-amygdala/"),
    "article, member": Place("/articles/the-quieter-amygdala/", "member"),
    "article, open": Place("/articles/the-open-one/"),
    "article, overview": Place("/articles/what-therapy-changes/", "member"),
    "article, its paper retracted": Place("/articles/after-panic/"),
    "article, citing a retracted paper": Place("/articles/on-panic/", "member"),
    "topic, with marks of notices": Place("/tags/panic-disorder/"),
    "article, with a photograph": Place("/articles/seen-from-inside/"),
    "article, in a list": Place("/articles/the-quieter-amygdala/?list=first-steps"),
    "article, draft": Place("/articles/a-draft/", "editor"),
    "article, scheduled": Place("/articles/a-scheduled-one/", "editor"),
    "article, withdrawn, editor": Place("/articles/a-withdrawn-one/", "editor"),
    "article, withdrawn": Place("/articles/a-withdrawn-one/", status=410),
    "topic": Place("/tags/social-anxiety-disorder/"),
    "topic with a timeline": Place("/tags/anxiety-disorders/"),
    "topic, narrowed": Place("/tags/anxiety-disorders/?brain-region=amygdala&kind=overview"),
    "topic, nothing left": Place("/tags/anxiety-disorders/?kind=overview&from=1950&to=1951"),
    "topic, a year that is none": Place("/tags/anxiety-disorders/?from=soon"),
    "topic without articles": Place("/tags/selective-mutism/"),
    "category": Place("/tags/neuroscience/"),
    "topics": Place("/tags/"),
    "topics from A to Z": Place("/tags/?view=az"),
    "topics of one letter": Place("/tags/?view=az&letter=A&all=1"),
    "topics of one taxonomy": Place("/tags/?taxonomy=disorder&all=1"),
    "topics under a topic": Place("/tags/anxiety-disorders/narrower/"),
    "topic, one facet in whole": Place("/tags/anxiety-disorders/?unfold=brain-region"),
    "evidence matrix": Place("/tags/matrix/"),
    "evidence matrix, folded": Place("/tags/matrix/?rows=disorder&columns=category&fold=anxiety-disorders"),
    "evidence matrix, refused": Place("/tags/matrix/?rows=disorder&columns=disorder", status=400),
    "lists": Place("/lists/"),
    "list": Place("/lists/first-steps/"),
    "list without articles": Place("/lists/empty-list/"),
    "search": Place("/search/"),
    "search with results": Place("/search/?q=amygdala"),
    "search without results": Place("/search/?q=zebrafish"),
    "search with filters": Place("/search/?q=quieter%20tag:amygdala%20year:2000..2010"),
    "search, filters that leave nothing": Place("/search/?q=quieter%20is:open%20kind:overview"),
    "search, years mistyped": Place("/search/?q=quieter&from=lately&to="),
    "search, a mistake": Place("/search/?q=amygdala%20(tag:fear"),
    "search, corrected": Place("/search/?q=amigdala"),
    "search, most of the words": Place("/search/?q=quieter%20amygdala%20therapy%20zebrafish"),
    "search, in full posts": Place("/search/?q=heimberg", "member"),
    "search, page beyond": Place("/search/?q=amygdala&page=90", status=404),
    "register": Place("/register/?next=/articles/the-quieter-amygdala/%23full"),
    "log-in": Place("/login/"),
    "log-out": Place("/logout/", "member"),
    "forgotten password": Place("/password/reset/"),
    "change of password": Place("/password/change/", "member"),
    "account": Place("/account/", "member"),
    "account, editor": Place("/account/", "editor"),
    "one's name": Place("/account/name/", "member"),
    "log-ins": Place("/account/log-ins/", "member"),
    "second factor": Place("/account/second-factor/", "member"),
    "password once more": Place("/account/confirm/?next=/account/address/", "member"),
    "log-in by code": Place("/login/code/"),
    "erasing an account": Place("/account/erase/", "member"),
    "closed account": Place("/login/closed/"),
    "consent": Place("/consent/?next=/latest/", "stale"),
    "citations of an article": Place("/articles/the-quieter-amygdala/cite/?style=vancouver"),
    "citations of an article, member": Place("/articles/the-quieter-amygdala/cite/", "member"),
    "citations of a topic": Place("/tags/anxiety-disorders/cite/?brain-region=amygdala"),
    "citations of a list": Place("/lists/first-steps/cite/?style=ieee"),
    "citations of a search": Place("/search/cite/?q=amygdala"),
    "the API": Place("/api/v1/docs/"),
    "tokens": Place("/account/tokens/", "editor"),
    "about": Place("/about/"),
    "terms": Place("/terms/"),
    "privacy": Place("/privacy/"),
    "accessibility": Place("/accessibility/"),
    "400": Place("/search/?q=%00", status=400),
    "400, too long": Place(f"/search/?q={'fear' * 1100}", status=400),
    "403": Place("/refused/", "member", status=403),
    "404": Place("/nothing/here/", status=404),
    "500": Place("/broken/", status=500),
}


def press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name, exact=True).click()


def register_badly(page: Page) -> None:
    page.goto("/register/")
    page.get_by_label("E-mail address").fill("nobody")
    press(page, "Create a free account")


def register_with_a_slip(page: Page) -> None:
    fill_in_registration(page, "ada@gmial.com")
    page.get_by_label("ada@gmail.com").wait_for()


def fill_in_registration(page: Page, email: str) -> None:
    page.goto("/register/")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("I agree").check()
    press(page, "Create a free account")


def register(page: Page) -> None:
    fill_in_registration(page, EMAIL)
    page.get_by_label("Code from the mail").wait_for()


def type_a_wrong_code(page: Page) -> None:
    register(page)
    page.get_by_label("Code from the mail").fill("XXXX-XXXX")
    press(page, "Confirm and go on")


def ask_for_a_new_password(page: Page) -> None:
    page.goto("/password/reset/")
    page.get_by_label("E-mail address").fill("stale@example.org")
    press(page, "Send the code")
    page.get_by_label("Code from the mail").wait_for()


def come_to_the_new_password(page: Page) -> None:
    ask_for_a_new_password(page)
    page.get_by_label("Code from the mail").fill(code_in(mail.outbox[-1]))
    press(page, "Go on")
    page.get_by_label("New password").wait_for()


def log_in_with(page: Page, email: str) -> None:
    page.goto("/login/")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill("not this one")
    press(page, "Log in")


def log_in_badly(page: Page) -> None:
    log_in_with(page, EMAIL)


def log_in_too_often(page: Page) -> None:
    for _ in range(6):
        log_in_with(page, "often@example.org")
    page.get_by_role("heading", name="Too many attempts").wait_for()


def send_a_form_without_cookies(page: Page) -> None:
    page.goto("/login/")
    page.context.clear_cookies()
    press(page, "Log in")
    page.get_by_role("heading", name="This form was open too long").wait_for()


def open_everything(page: Page) -> None:
    """The article with its menus, panels and folds open, as far as the width shows them."""
    page.goto("/articles/the-quieter-amygdala/")
    page.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true; })")


def turn_the_page(page: Page) -> None:
    page.goto("/latest/")
    page.get_by_role("link", name="Older").click()
    page.get_by_role("link", name="Newer").wait_for()


def unfold_a_topic(page: Page) -> None:
    """A topic narrowed by a tick, with all filters, the table of its timeline and every other fold open."""
    page.goto("/tags/anxiety-disorders/")
    page.evaluate("document.querySelectorAll('main details').forEach((details) => { details.open = true; })")
    page.get_by_role("checkbox", name="Overview").check()
    page.get_by_role("link", name="Remove filter: Overview").wait_for()


def type_into_the_search_box(page: Page) -> None:
    page.goto("/search/")
    page.get_by_role("combobox", name="Search summaries").press_sequentially("amy")
    page.get_by_role("option", name="Amygdala").first.wait_for()
    page.keyboard.press("ArrowDown")


def unfold_filters_and_help(page: Page) -> None:
    page.goto("/search/?q=amygdala")
    page.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true; })")


def log_in_member(page: Page) -> None:
    page.goto("/login/?next=/account/")
    page.get_by_label("E-mail address").fill("known@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    press(page, "Log in")
    page.get_by_text("You are logged in.").wait_for()


ACTS: Final[dict[str, Callable[[Page], None]]] = {
    "register, with errors": register_badly,
    "register, with a slip": register_with_a_slip,
    "verify": register,
    "verify, with an error": type_a_wrong_code,
    "code for a new password": ask_for_a_new_password,
    "new password": come_to_the_new_password,
    "log-in, with an error": log_in_badly,
    "429": log_in_too_often,
    "form without cookies": send_a_form_without_cookies,
    "latest, older": turn_the_page,
    "article, all unfolded": open_everything,
    "topic, all unfolded": unfold_a_topic,
    "account, with a message": log_in_member,
    "search, suggestions open": type_into_the_search_box,
    "search, all unfolded": unfold_filters_and_help,
}
