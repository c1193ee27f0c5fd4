"""Accounts in a browser: passkeys, an app for codes, a provider, log-ins elsewhere, the end of an account."""

import re
from collections.abc import Iterator
from typing import Any, Final

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.socialaccount.models import SocialAccount
from django.utils import timezone
from oidc_provider_mock import run_server_in_thread
from playwright.sync_api import Page, expect

from members.models import User
from members.roles import EDITOR, MEMBER, role_of
from tests.factories import PASSWORD, make_article, make_user
from tests.journeys.test_every_page import begin_anew, found_wrong
from tests.journeys.visits import PHONE, Visits
from tests.members.people import EMAIL, NEXT_URL, SLUG

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

DEVICE: Final = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


def press(page: Page, name: str) -> None:
    """By keyboard alone."""
    button = page.locator("main").get_by_role("button", name=name, exact=True)
    button.focus()
    page.keyboard.press("Enter")


def type_password(page: Page) -> None:
    page.get_by_label("Password", exact=True).fill(PASSWORD)


def log_in(page: Page, address: str = "/login/") -> None:
    page.goto(address)
    page.get_by_label("E-mail address").fill(EMAIL)
    type_password(page)
    press(page, "Log in")


def log_out(page: Page) -> None:
    page.goto("/account/")
    press(page, "Log out")
    expect(page.get_by_text("You are logged out.")).to_be_visible()


def looks_right(page: Page, name: str) -> None:
    assert found_wrong(page, name) == []
    begin_anew(page)


@pytest.fixture
def device(visits: Visits) -> Page:
    """A page in a browser that keeps passkeys. They want a name: of numbers there are none."""
    visits.origin = visits.origin.replace("127.0.0.1", "localhost")
    page = visits.page()
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    return page


def test_an_editor_sets_up_a_passkey_before_the_desk_and_logs_in_with_it(device: Page, settings: Any) -> None:
    settings.REQUIRE_MFA_FOR_STAFF = True
    make_user(EDITOR, email=EMAIL)
    page = device
    log_in(page, "/login/?next=/desk/")
    expect(page.get_by_text("Set one up first: a passkey, or an app.")).to_be_visible()
    page.get_by_role("link", name="Add a passkey").click()
    type_password(page)
    press(page, "Go on")
    page.get_by_label("Name").fill("my telephone")
    looks_right(page, "adding a passkey")
    press(page, "Add a passkey")
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    looks_right(page, "recovery codes")
    page.get_by_role("link", name="I have kept them: go on").click()
    page.wait_for_url(re.compile(r":\d+/desk/$"))
    page.goto("/account/second-factor/")
    expect(page.get_by_text("my telephone").first).to_be_visible()
    looks_right(page, "second factor, with a passkey")
    log_out(page)
    page.goto("/login/?next=/desk/")
    press(page, "Log in with a passkey")
    page.wait_for_url(re.compile(r":\d+/desk/$"))
    log_out(page)
    log_in(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("The second step")
    looks_right(page, "second step")
    press(page, "Use a passkey")
    page.wait_for_url("**/account/")


def test_without_a_passkey_here_one_is_told_and_can_log_in_otherwise(visits: Visits) -> None:
    make_user(email=EMAIL)
    page = visits.page()  # at an address in numbers, for which browsers keep none
    page.goto("/login/")
    press(page, "Log in with a passkey")
    expect(page.get_by_role("alert")).to_contain_text("Passkeys work only where this site is reached by its name")
    log_in(page)
    page.wait_for_url("**/account/")


def test_an_app_for_codes_is_set_up_and_asked_for_on_a_phone(visits: Visits) -> None:
    make_user(email=EMAIL)
    page = visits.page(width=PHONE)
    log_in(page)
    page.wait_for_url("**/account/")
    page.get_by_role("link", name="Set up passkeys and second factor").click()
    page.get_by_role("link", name="Set up an app").click()
    type_password(page)
    press(page, "Go on")
    expect(page.get_by_role("img", name="The key below, as an app scans it")).to_be_visible()
    key = page.locator(".totp-key").inner_text()
    page.get_by_label("Code from the app").fill(code_of(key))
    press(page, "Set up")
    code = page.locator(".recovery code").first.inner_text()
    log_out(page)
    log_in(page)
    page.get_by_label("Code").fill(code)
    press(page, "Log in")
    page.wait_for_url("**/account/")
    assert Authenticator.objects.filter(type="totp").exists()


def code_of(key: str) -> str:
    return str(format_hotp_value(hotp_value(key, int(timezone.now().timestamp() // 30))))


# --- Through a provider -------------------------------------------------------------------------------------------


@pytest.fixture
def provider(visits: Visits, settings: Any) -> Iterator[str]:
    with run_server_in_thread() as server:
        origin = f"http://127.0.0.1:{server.server_port}"
        visits.expected += [origin, "cdn.jsdelivr.net"]  # it is another site, and its page wants a style sheet
        app = {"provider_id": "provider", "name": "Example University", "client_id": "site", "secret": "secret"}
        settings.OIDC_SERVER = origin
        settings.SOCIALACCOUNT_PROVIDERS = {
            "openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [{**app, "settings": {"server_url": origin}}]}
        }
        yield origin


def test_somebody_joins_through_a_provider_and_ends_at_the_full_post(visits: Visits, provider: str) -> None:
    make_article(SLUG, title="The quieter amygdala", full_post="## What they did\n\nNine weeks.")
    page = visits.page()
    page.request.put(f"{provider}/users/ada", data={"email": EMAIL, "email_verified": True})
    for _ in range(2):
        page.goto(f"/login/?next={NEXT_URL.replace('#', '%23')}")
        press(page, "Log in with Example University")
        page.wait_for_url(f"{provider}/**")
        page.locator("input[name=sub]").fill("ada")
        page.locator("input[name=sub]").press("Enter")
        page.wait_for_url(f"{visits.origin}/**")
        if not User.objects.exists():
            expect(page.get_by_text("One step more to read: The quieter amygdala")).to_be_visible()
            looks_right(page, "joining through a provider")
            page.get_by_label("I agree to the terms").check()
            press(page, "Create a free account")
        page.wait_for_url(f"**{NEXT_URL}")
        expect(page.get_by_text("Nine weeks.")).to_be_visible()
        log_out(page)
    assert role_of(User.objects.get(email=EMAIL)) == MEMBER


# --- Elsewhere, and the end ---------------------------------------------------------------------------------------


def test_a_member_parts_from_the_provider(visits: Visits, provider: str) -> None:
    user, page = make_user(email=EMAIL), visits.page()
    SocialAccount.objects.create(user=user, provider="provider", uid="ada", extra_data={"email": EMAIL})
    log_in(page)
    page.get_by_role("link", name="See or part from it").click()
    type_password(page)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Log-in through Example University")
    looks_right(page, "log-in through a provider")
    page.get_by_role("button", name="Part from it").click()
    expect(page.get_by_text("You have parted from it.")).to_be_visible()
    assert not SocialAccount.objects.exists()


def a_program_reads_by_a_token_until_it_is_ended(page: Page) -> None:
    """Whoever shows once more who they are makes it, copies it from the one page that shows it, and ends it."""

    def asked() -> Any:
        return page.request.get(f"/api/v1/articles/{SLUG}", headers={"Authorization": f"Bearer {token}"})

    page.goto("/account/tokens/")
    page.get_by_role("link", name="Make a token").click()
    type_password(page)
    press(page, "Go on")
    page.get_by_label("Name").fill("Zotero at work")
    page.get_by_label("read full posts").check()
    looks_right(page, "a new token")
    press(page, "Make the token")
    expect(page.get_by_text("It is shown this once")).to_be_visible()
    looks_right(page, "a token that was made")
    press(page, "Copy")
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    token = page.evaluate("navigator.clipboard.readText()")
    assert token == page.locator("#new-token").inner_text()
    assert "Known to members." in asked().json()["full_post_html"]
    page.get_by_role("link", name="Back to your tokens").click()
    expect(page.get_by_role("term").filter(has_text="Zotero at work")).to_be_visible()
    assert token not in page.content()
    looks_right(page, "tokens")
    page.get_by_role("link", name="End Zotero at work").click()
    looks_right(page, "ending a token")
    press(page, "End it")
    expect(page.get_by_text("“Zotero at work” is ended.")).to_be_visible()
    assert asked().status == 401


def test_one_makes_a_token_logs_out_elsewhere_and_erases_the_account(visits: Visits) -> None:
    make_user(email=EMAIL)
    make_article(SLUG, full_post="Known to members.")
    page = visits.page(permissions=["clipboard-read", "clipboard-write"])
    elsewhere, alone = visits.page(width=PHONE), visits.page(width=PHONE)
    for one in (page, elsewhere, alone):
        log_in(one)
        one.wait_for_url("**/account/")
    a_program_reads_by_a_token_until_it_is_ended(page)
    page.goto("/account/")
    page.get_by_role("link", name="See where").click()
    expect(page.get_by_text("Chrome on Linux", exact=True)).to_have_count(3)
    looks_right(page, "log-ins")
    page.get_by_role("link", name="Log out of Chrome on Linux").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Log out there?")
    looks_right(page, "ending a log-in")
    press(page, "Log out there")
    expect(page.get_by_text("You are logged out there.")).to_be_visible()
    expect(page.get_by_text("Chrome on Linux", exact=True)).to_have_count(2)
    alone.goto("/account/")
    expect(alone.get_by_role("heading", level=1)).to_have_text("Log in")
    page.goto("/account/log-ins/")
    press(page, "Log out everywhere else")
    expect(page.get_by_text("Chrome on Linux", exact=True)).to_have_count(1)
    elsewhere.goto("/account/")
    expect(elsewhere.get_by_role("heading", level=1)).to_have_text("Log in")
    page.goto("/account/")
    page.get_by_role("link", name="Erase").click()
    type_password(page)
    press(page, "Erase my account")
    expect(page.get_by_text("Your account and what we kept about you are erased.")).to_be_visible()
    assert not User.objects.exists()
