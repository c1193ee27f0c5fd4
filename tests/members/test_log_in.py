"""Log-in, and the way back to the article."""

from typing import Any
from urllib.parse import quote

import pytest
from django.core.mail import EmailMessage
from django.test import Client

from articles.status import Status
from members.roles import EDITOR, MEMBER, READER, role_of
from tests.factories import PASSWORD, make_article, make_list, make_user
from tests.members.people import (
    CARRIED,
    EMAIL,
    NEXT_URL,
    OTHER_PASSWORD,
    SLUG,
    code_in,
    enter_code,
    log_in,
    messages_of,
    text_of,
)

pytestmark = pytest.mark.django_db

ENTRANCE = ["/login/", "/register/", "/password/reset/"]
FOREIGN = [
    "https://evil.example/",
    "//evil.example/",
    "///evil.example/",
    "/\\evil.example/",
    "\\\\evil.example/",
    "http:evil.example",
    "https:///evil.example/",
    "javascript:alert(1)",
    " https://evil.example/",
    "/\t/evil.example/",
    "http://testserver@evil.example/",
    "https://testserver/tags/",
    "/" + "a" * 5000,
]


def test_log_in_ends_on_the_full_post_the_reader_came_for(client: Client) -> None:
    make_user(email=EMAIL)
    response = log_in(client, next_url=NEXT_URL)
    assert response["Location"] == NEXT_URL
    assert messages_of(response) == ["You are logged in. Here is the full post."]


def test_log_in_from_elsewhere_says_only_that(client: Client) -> None:
    make_user(email=EMAIL)
    response = log_in(client, next_url="/tags/")
    assert response["Location"] == "/tags/"
    assert messages_of(response) == ["You are logged in."]


def test_log_in_without_a_next_url_ends_on_the_account(client: Client) -> None:
    make_user(email=EMAIL)
    assert log_in(client)["Location"] == "/account/"


@pytest.mark.parametrize("foreign", FOREIGN)
def test_an_address_outside_is_no_next_url(client: Client, foreign: str) -> None:
    make_user(email=EMAIL)
    for address in ENTRANCE:
        page = text_of(client.get(f"{address}?next={quote(foreign[:3000])}"))
        assert 'name="next"' not in page
    assert log_in(client, next_url=foreign)["Location"] == "/account/"
    client.logout()
    assert client.post(f"/logout/?next={quote(foreign[:3000])}")["Location"] == "/"


def test_the_next_url_survives_a_wrong_password(client: Client) -> None:
    make_user(email=EMAIL)
    page = text_of(log_in(client, password=OTHER_PASSWORD, next_url=NEXT_URL))
    assert f'name="next" value="{NEXT_URL}"' in page
    assert log_in(client, next_url=NEXT_URL)["Location"] == NEXT_URL


@pytest.mark.parametrize(("here", "there"), [("/login/", "/register/"), ("/register/", "/login/")])
def test_the_other_form_knows_the_next_url_and_the_address_typed_so_far(client: Client, here: str, there: str) -> None:
    form = {"login": EMAIL, "email": EMAIL, "password": PASSWORD, "password1": PASSWORD, "other_form": ""}
    response = client.post(here + CARRIED, form)
    assert response["Location"] == there + CARRIED
    page = text_of(client.get(response["Location"]))
    assert f'value="{EMAIL}"' in page
    assert f'name="next" value="{NEXT_URL}"' in page
    assert PASSWORD not in page
    assert PASSWORD not in str(dict(client.session))


def test_switching_forms_counts_as_no_attempt(client: Client) -> None:
    make_user(email=EMAIL)
    for _ in range(70):
        client.post("/login/", {"login": EMAIL, "password": OTHER_PASSWORD, "other_form": ""})
    assert log_in(client).status_code == 302


def test_a_failed_log_in_never_says_which_half_was_wrong(client: Client) -> None:
    make_user(email="known@example.org")
    make_user(READER, email="waiting@example.org")
    make_user(email="closed@example.org", active=False)
    pages = []
    for email in ("nobody@example.org", "known@example.org", "waiting@example.org", "closed@example.org"):
        response = log_in(Client(), email, OTHER_PASSWORD)
        assert response.status_code == 200
        pages.append(text_of(response).replace(email, "somebody@example.org"))
    assert len(set(pages)) == 1
    assert "<title>Error: Log in" in pages[0]
    assert "The e-mail address or the password is not right." in pages[0]
    assert 'value="somebody@example.org"' in pages[0]
    assert OTHER_PASSWORD not in pages[0]


def test_an_empty_form_names_both_fields(client: Client) -> None:
    page = text_of(log_in(client, "", ""))
    assert '<a href="#id_login">Enter your e-mail address.</a>' in page
    assert '<a href="#id_password">Enter your password.</a>' in page
    assert 'aria-describedby="id_login_error"' in page
    assert 'autocomplete="username"' in page
    assert 'autocomplete="current-password"' in page


def test_an_address_is_found_whatever_its_case(client: Client) -> None:
    make_user(email=EMAIL)
    assert log_in(client, EMAIL.upper()).status_code == 302


def test_an_unverified_address_is_verified_on_the_way(client: Client, mailoutbox: list[EmailMessage]) -> None:
    user = make_user(READER, email=EMAIL)
    assert log_in(client, next_url=NEXT_URL)["Location"] == f"/verify/{CARRIED}"
    assert enter_code(client, code_in(mailoutbox[0]))["Location"] == NEXT_URL
    assert role_of(user) == MEMBER


def test_a_reader_by_decision_of_an_administrator_stays_one(client: Client) -> None:
    user = make_user(email=EMAIL)
    log_in(client)
    client.logout()
    from_now_on = make_user(READER, email="other@example.org").groups.get()
    user.groups.set([from_now_on])
    log_in(client)
    assert role_of(user) == READER


def test_a_closed_account_says_so_after_the_right_password(client: Client) -> None:
    make_user(email=EMAIL, active=False)
    response = log_in(client)
    assert response["Location"] == "/login/closed/"
    assert "This account is closed" in text_of(client.get("/login/closed/"))
    assert client.get("/account/").status_code == 302


@pytest.mark.parametrize("address", ENTRANCE[:2])
def test_whoever_is_logged_in_goes_straight_on(client: Client, address: str) -> None:
    client.force_login(make_user(email=EMAIL))
    assert client.get(address + CARRIED)["Location"] == NEXT_URL
    assert client.get(address)["Location"] == "/account/"


CIRCLES = [
    "/login/", "/register/", "/verify/", "/logout/", "/login/closed/", "/verify/other-address/", "/password/reset/",
    "/password/reset/code/", "/password/reset/new/", "/login/?next=/login/", "/login/?next=/register/",
    "/register/#full", "/%6Cogin/", "/tags/../login/", "/consent/?next=/consent/", "/consent/", "/password/change/",
    "/account/data/",
]  # fmt: skip


@pytest.mark.parametrize("logged_in", [True, False])
@pytest.mark.parametrize("next_url", CIRCLES)
def test_no_page_about_accounts_leads_in_a_circle(client: Client, next_url: str, *, logged_in: bool) -> None:
    """The test client raises an error for a circle, and when it is led on too often."""
    user = make_user(email=EMAIL)
    if logged_in:
        client.force_login(user)
    for address in [*ENTRANCE, "/verify/", "/password/reset/code/", "/password/reset/new/", "/consent/", "/logout/"]:
        response = client.get(address, {"next": next_url}, follow=True)
        assert len(response.redirect_chain) <= 3
    if not logged_in:
        assert log_in(client, next_url=next_url).status_code == 302
        assert client.get("/login/", {"next": next_url}, follow=True).status_code in (200, 404)


@pytest.mark.parametrize("address", ENTRANCE[:2])
def test_the_form_names_the_article_that_waits(client: Client, address: str) -> None:
    article = make_article(SLUG, title="What the insula forecasts")
    assert article.title in text_of(client.get(address + CARRIED))


@pytest.mark.parametrize("status", [Status.DRAFT, Status.IN_REVIEW, Status.WITHDRAWN, "scheduled"])
def test_the_form_never_names_an_article_that_visitors_may_not_know_of(client: Client, status: str) -> None:
    make_article(SLUG, title="What the insula forecasts", status=status)
    assert "insula" not in text_of(client.get("/login/" + CARRIED))


@pytest.mark.parametrize("next_url", ["/articles/not-there/#full", "/no/such/page/", "/tags/", "/articles/%00/"])
def test_the_form_names_nothing_when_no_article_waits(client: Client, next_url: str) -> None:
    response = client.get("/login/", {"next": next_url})
    assert response.status_code == 200
    assert "Log in to read" not in text_of(response)


def test_scripts_get_the_page_like_everybody_else(client: Client) -> None:
    for headers in ({"accept": "application/json"}, {"x-requested-with": "XMLHttpRequest"}):
        response = log_in(client, password=OTHER_PASSWORD, **headers)
        assert response["Content-Type"].startswith("text/html")


def test_a_foreign_host_is_refused(client: Client, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["testserver"]
    assert client.get("/login/", headers={"host": "evil.example"}).status_code == 400
    assert client.get("/password/reset/", headers={"host": "evil.example"}).status_code == 400


def test_the_session_cookie_is_out_of_reach_of_scripts(client: Client) -> None:
    make_user(email=EMAIL)
    cookie = log_in(client).cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_the_session_gets_a_new_key_at_log_in(client: Client) -> None:
    make_user(email=EMAIL)
    client.post("/login/", {"login": EMAIL, "other_form": ""})
    before = client.session.session_key
    log_in(client)
    assert before
    assert client.session.session_key != before


def test_log_out_takes_a_form(client: Client) -> None:
    client.force_login(make_user(email=EMAIL))
    page = client.get("/logout/")
    assert page.status_code == 200
    assert client.get("/account/").status_code == 200
    response = client.post("/logout/")
    assert response["Location"] == "/"
    assert messages_of(response) == ["You are logged out."]
    assert client.get("/account/")["Location"] == "/login/?next=/account/"


STAYS = ["/", "/terms/", f"/articles/{SLUG}/?list=first", "/search/?q=fear", "/tags/"]
LEADS = {
    **{page: page for page in STAYS},
    NEXT_URL: NEXT_URL,
    "/account/": "/",
    "/consent/?next=/tags/": "/",
    "/admin/members/user/add/": "/",
    "/articles/draft/": "/",
    "/articles/withdrawn/": "/",
    "/lists/secret/": "/lists/",
    "/tags/no-such-topic/": "/tags/",
    "/search/?page=0": "/search/",
    "/logout/": "/",
    "/%6Cogout/": "/",
    f"{'/x' * 900}/": "/",
}


def test_log_out_stays_on_the_page_or_goes_to_the_nearest_that_visitors_see(client: Client) -> None:
    make_article(SLUG)
    make_article("draft", status=Status.DRAFT)
    make_article("withdrawn", status=Status.WITHDRAWN)
    make_list("secret", status=Status.DRAFT)
    editor = make_user(EDITOR)
    found = {}
    for page in LEADS:
        client.force_login(editor)
        response = client.post("/logout/", {"next": page})
        found[page] = response["Location"]
    assert found == LEADS


def test_log_out_knows_the_page_that_its_button_stood_on(client: Client) -> None:
    user = make_user()
    for page, leads_to in {"/tags/?view=az": "/tags/?view=az", "/account/": "/"}.items():
        client.force_login(user)
        response = client.post("/logout/", headers={"referer": f"http://testserver{page}"})
        assert response["Location"] == leads_to
    assert client.post("/logout/", headers={"referer": "http://testserver/tags/"})["Location"] == "/tags/"


@pytest.mark.parametrize("foreign", FOREIGN)
def test_log_out_leads_to_no_other_site(client: Client, foreign: str) -> None:
    client.force_login(make_user())
    response = client.post("/logout/", {"next": foreign}, headers={"referer": "https://evil.example/tags/"})
    assert response["Location"] == "/"
