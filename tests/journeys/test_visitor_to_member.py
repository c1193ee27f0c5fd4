"""From the front page through the gate to the full post, at the same address: with scripts and without."""

import re
from typing import Final

import pytest
from django.core import mail
from playwright.sync_api import Locator, Page, Response, expect

from articles.models import Article
from members.models import User
from members.roles import MEMBER, role_of
from tests.factories import PASSWORD, make_article, make_tag, make_user
from tests.journeys.visits import PHONE, Visits
from tests.members.people import EMAIL, NEXT_URL, OTHER_PASSWORD, SLUG, code_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
scripts_or_none = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
SECRET: Final = "zqhippocampus"  # stands in the full post alone
TITLE: Final = "The quieter amygdala"
WELCOME: Final = "You are logged in. Here is the full post."


@pytest.fixture
def article() -> Article:
    return make_article(
        SLUG,
        title=TITLE,
        tags=[make_tag("Social phobia")],
        summary="A small trial scanned people twice. " * 120,
        full_post=f"## What they did\n\nNine weeks of {SECRET}.\n\n## What they found\n\nLess of it.",
    )


def button(page: Page, name: str) -> Locator:
    return page.locator("main").get_by_role("button", name=name, exact=True)


def email_field(page: Page) -> Locator:
    return page.get_by_label("E-mail address")


def password_field(page: Page, label: str = "Password") -> Locator:
    return page.get_by_label(label, exact=True)


def sees_error(page: Page, text: str, field: str) -> None:
    """The title says so first, and the summary of what went wrong has the focus and leads to the field."""
    expect(page).to_have_title(re.compile("^Error: "))
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.locator(".error-summary")).to_contain_text(text)
    if field:
        page.locator(".error-summary").get_by_role("link", name=text).click()
        expect(page.locator(f"#{field}")).to_be_focused()


def arrives_at_full_post(page: Page, act: Locator) -> Response:
    """Do `act`, and find oneself on the spot: the address, the message, the text, the focus."""
    with page.expect_response(lambda r: r.url.endswith(f"/articles/{SLUG}/") and r.status == 200) as waited:
        act.click()
    page.wait_for_url(f"**{NEXT_URL}")
    expect(page.get_by_text(WELCOME)).to_have_count(1)
    expect(page.get_by_text(WELCOME)).to_be_in_viewport()
    expect(page.get_by_text(SECRET)).to_be_visible()
    expect(page.locator("#full")).to_be_focused()
    expect(page.locator("#full")).to_have_accessible_description(WELCOME)
    expect(page.locator("#full-h")).to_be_in_viewport()
    assert waited.value.headers["cache-control"] == "private, no-store"
    return waited.value


def goes_to_the_gate(page: Page) -> None:
    """Home, topic, article: and no word of the full post on the way."""
    page.goto("/")
    page.get_by_role("link", name="Social phobia").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Social phobia")
    page.get_by_role("link", name=TITLE, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(page.get_by_role("heading", name="The full post is for members")).to_be_visible()
    expect(page.locator("#gate")).to_contain_text("What they found")
    assert SECRET not in page.content()


@scripts_or_none
def test_a_visitor_registers_and_reads_the_full_post_at_the_same_address(
    visits: Visits, article: Article, scripts: bool
) -> None:
    page = visits.page(scripts=scripts, width=PHONE)
    goes_to_the_gate(page)
    page.locator("#gate").get_by_role("link", name="Create a free account").click()
    expect(page.get_by_text(f"Create an account to read: {TITLE}")).to_be_visible()

    email_field(page).fill("ada@gmial.com")
    password_field(page).fill(PASSWORD)
    page.get_by_label("I agree").check()
    button(page, "Create a free account").click()
    sees_error(page, "Did you mean ada@gmail.com?", "id_which_address_0")
    expect(page.get_by_label("ada@gmial.com, as you typed it")).to_be_visible()

    email_field(page).fill(EMAIL)
    password_field(page).fill("too short")
    button(page, "Create a free account").click()
    sees_error(page, "10 characters", "id_password1")
    expect(email_field(page)).to_have_value(EMAIL)
    expect(page.get_by_label("I agree")).to_be_checked()
    expect(password_field(page)).to_have_value("")

    password_field(page).fill(PASSWORD)
    page.get_by_label("I agree").uncheck()
    button(page, "Create a free account").click()
    sees_error(page, "Tick the box to agree to the terms and the privacy policy.", "id_agree")

    password_field(page).fill(PASSWORD)
    page.get_by_label("I agree").check()
    button(page, "Create a free account").click()
    expect(page.get_by_text(f"One step more to read: {TITLE}")).to_be_visible()

    page.get_by_label("Code from the mail").fill("XXXX-XXXX")
    button(page, "Confirm and go on").click()
    sees_error(page, "This is not the code from our newest mail.", "id_code")
    page.get_by_label("Code from the mail").fill(code_in(mail.outbox[-1]))
    arrives_at_full_post(page, button(page, "Confirm and go on"))
    assert role_of(User.objects.get(email=EMAIL)) == MEMBER


@scripts_or_none
def test_after_log_out_neither_back_nor_the_address_shows_the_full_post(
    visits: Visits, article: Article, scripts: bool
) -> None:
    page = visits.page(scripts=scripts, user=make_user())
    page.goto(article.get_absolute_url())
    expect(page.get_by_text(SECRET)).to_be_visible()
    page.get_by_role("navigation", name="Account", exact=True).get_by_role("button", name="Log out").click()
    expect(page.get_by_text("You are logged out.")).to_be_visible()
    expect(page.locator("#gate")).to_be_visible()
    assert page.url.endswith(article.get_absolute_url())
    page.go_back()
    expect(page.locator("#gate")).to_be_visible()
    assert SECRET not in page.content()
    page.goto(NEXT_URL)
    expect(page.locator("#gate")).to_be_visible()
    assert SECRET not in page.content()


@scripts_or_none
def test_a_member_logs_in_at_the_gate_after_a_wrong_password_and_a_look_at_the_other_form(
    visits: Visits, article: Article, scripts: bool
) -> None:
    make_user(email=EMAIL)
    page = visits.page(scripts=scripts)
    goes_to_the_gate(page)
    page.locator("#gate").get_by_role("link", name="Log in").click()
    expect(page.get_by_text(f"Log in to read: {TITLE}")).to_be_visible()
    email_field(page).fill(EMAIL)
    password_field(page).fill(OTHER_PASSWORD)
    button(page, "Log in").click()
    sees_error(page, "The e-mail address or the password is not right.", "")
    expect(email_field(page)).to_have_value(EMAIL)

    button(page, "Create a free account").click()
    expect(page.get_by_text(f"Create an account to read: {TITLE}")).to_be_visible()
    expect(email_field(page)).to_have_value(EMAIL)
    button(page, "Log in").click()
    expect(page.get_by_text(f"Log in to read: {TITLE}")).to_be_visible()
    expect(email_field(page)).to_have_value(EMAIL)
    assert EMAIL not in page.url

    password_field(page).fill(PASSWORD)
    arrives_at_full_post(page, button(page, "Log in"))


@scripts_or_none
def test_a_forgotten_password_is_set_anew_on_the_way_to_the_full_post(
    visits: Visits, article: Article, scripts: bool
) -> None:
    make_user(email=EMAIL)
    page = visits.page(scripts=scripts)
    page.goto(article.get_absolute_url())
    page.locator("#gate").get_by_role("link", name="Log in").click()
    page.get_by_role("link", name="Forgotten your password?").click()
    email_field(page).fill(EMAIL)
    button(page, "Send the code").click()
    page.get_by_label("Code from the mail").fill("XXXX-XXXX")
    button(page, "Go on").click()
    sees_error(page, "This is not the code from our newest mail.", "id_code")
    page.get_by_label("Code from the mail").fill(code_in(mail.outbox[-1]))
    button(page, "Go on").click()
    password_field(page, "New password").fill("too short")
    button(page, "Save and log in").click()
    sees_error(page, "10 characters", "id_password1")
    password_field(page, "New password").fill(OTHER_PASSWORD)
    arrives_at_full_post(page, button(page, "Save and log in"))
    assert User.objects.get().check_password(OTHER_PASSWORD)


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org/", "javascript:alert(1)"])
def test_a_way_back_to_another_site_is_refused(page: Page, elsewhere: str) -> None:
    member = make_user()
    page.goto(f"/login/?next={elsewhere}")
    assert page.locator(f'[value="{elsewhere}"], [href*="example.org"]').count() == 0
    email_field(page).fill(member.email)
    password_field(page).fill(PASSWORD)
    button(page, "Log in").click()
    expect(page).to_have_url(re.compile(r"^http://127\.0\.0\.1:\d+/account/$"))
