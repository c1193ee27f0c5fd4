"""Log-in through an OpenID provider: a real one, from a package, in a thread."""

from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import urlsplit

import pytest
import requests
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.core.mail import EmailMessage
from django.test import Client
from oidc_provider_mock import run_server_in_thread

from members.consent import has_agreed
from members.models import User
from members.roles import EDITOR, MEMBER, READER, role_of
from tests.factories import PASSWORD, make_user
from tests.members.people import EMAIL, NEXT_URL, code_in, enter_code, log_in, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]

JOIN: Final = "/register/provider/"
CONNECTED: Final = "/account/provider/"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with run_server_in_thread() as server:
        yield f"http://127.0.0.1:{server.server_port}"


def settings_for(server: str) -> dict[str, Any]:
    app = {"provider_id": "provider", "name": "Example University", "client_id": "site", "secret": "secret"}
    return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [{**app, "settings": {"server_url": server}}]}}


@pytest.fixture
def provider(server: str, settings: Any) -> str:
    settings.OIDC_SERVER = server
    settings.SOCIALACCOUNT_PROVIDERS = settings_for(server)
    return server


def come_back(
    client: Client, provider: str, email: str, *, verified: Any = True, next_url: str = "", **claims: Any
) -> Any:
    """Ask to log in there, do so, and come back with what the provider says."""
    subject = f"person-{email}"
    said = {"email": email, "email_verified": verified, **claims}
    assert requests.put(f"{provider}/users/{subject}", json=said, timeout=10).ok
    asked = client.post("/login/provider/", {"next": next_url})
    assert asked["Location"].startswith(f"{provider}/oauth2/authorize?"), asked["Location"]
    sent = requests.post(asked["Location"], data={"sub": subject}, allow_redirects=False, timeout=10)
    back = urlsplit(sent.headers["Location"])
    assert back.path == "/login/provider/back/"
    return client.get(f"{back.path}?{back.query}")


# --- Off and on ---------------------------------------------------------------------------------------------------


def test_without_a_provider_there_is_no_button_and_nothing_behind_it(client: Client) -> None:
    assert "/login/provider/" not in text_of(client.get("/login/"))
    for answer in (
        client.post("/login/provider/"),
        client.get("/login/provider/back/?code=a&state=b"),
        client.get(JOIN),
    ):
        assert answer["Location"] == "/login/"
    assert client.get("/login/provider/").status_code == 405


def test_with_one_its_button_stands_at_log_in_and_registration(client: Client, provider: str) -> None:
    for page in ("/login/", "/register/"):
        answer = client.get(page)
        assert "Example University" in text_of(answer)
        assert f"form-action 'self' {provider}" in answer["Content-Security-Policy"]
    assert provider not in client.get("/")["Content-Security-Policy"]


def test_a_provider_that_is_away_is_told_as_such(client: Client, provider: str, settings: Any) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = settings_for("http://127.0.0.1:9")
    answer = client.post("/login/provider/")
    assert (answer.status_code, "The log-in did not work" in text_of(answer)) == (503, True)


@pytest.mark.parametrize("query", ["", "?code=a&state=b", "?error=access_denied", "?error=\0"])
def test_what_was_not_begun_in_this_browser_is_refused(client: Client, provider: str, query: str) -> None:
    answer = client.get(f"/login/provider/back/{query}")
    assert answer.status_code in (400, 401)
    assert not User.objects.exists()


# --- A new account ------------------------------------------------------------------------------------------------


def test_a_person_joins_after_they_agreed_and_ends_where_they_were_going(client: Client, provider: str) -> None:
    answer = come_back(client, provider, EMAIL, next_url=NEXT_URL, name="Ada Lovelace", picture="https://x.org/a.png")
    assert answer["Location"] == f"{JOIN}?next=%2Farticles%2Fa-study%2F%23full"
    page = text_of(client.get(JOIN))
    assert "Example University has told us who you are." in page
    assert "Tick the box" in text_of(client.post(JOIN, {"email": EMAIL}))
    assert not User.objects.exists()
    assert client.post(JOIN, {"email": EMAIL, "agree": "on"})["Location"] == NEXT_URL
    user = User.objects.get()
    assert (user.email, user.name, role_of(user), has_agreed(user), user.has_usable_password()) == (
        EMAIL, "", MEMBER, True, False,
    )  # fmt: skip
    assert list(EmailAddress.objects.values_list("email", "verified")) == [(EMAIL, True)]
    assert SocialAccount.objects.get().extra_data == {"sub": f"person-{EMAIL}", "email": EMAIL}
    assert not SocialToken.objects.exists()
    assert client.get("/account/").status_code == 200
    other = Client()
    assert come_back(other, provider, EMAIL)["Location"] == "/account/"
    assert other.get("/account/data/").json()["log_in_with"][0]["uid"] == f"person-{EMAIL}"


@pytest.mark.parametrize("verified", [False, "false", "true", 1, None])
def test_an_address_that_the_provider_has_not_verified_gets_a_code(
    client: Client, provider: str, mailoutbox: list[EmailMessage], verified: Any
) -> None:
    come_back(client, provider, EMAIL, verified=verified)
    assert client.post(JOIN, {"email": EMAIL, "agree": "on"})["Location"] == "/verify/"
    assert client.get("/account/").status_code == 302
    assert enter_code(client, code_in(mailoutbox[0]))["Location"] == "/account/"


def test_another_address_than_the_verified_one_is_not_taken(client: Client, provider: str) -> None:
    come_back(client, provider, EMAIL)
    client.post(JOIN, {"email": "other@example.org", "agree": "on"})
    assert list(EmailAddress.objects.values_list("email", "verified")) == [(EMAIL, True)]
    assert User.objects.get().email == EMAIL


def test_of_an_unverified_one_only_what_was_typed_is_kept(client: Client, provider: str) -> None:
    come_back(client, provider, EMAIL, verified=False)
    assert client.post(JOIN, {"email": "other@example.org", "agree": "on"})["Location"] == "/verify/"
    assert list(EmailAddress.objects.values_list("email", "verified")) == [("other@example.org", False)]


# --- An account that is there ---------------------------------------------------------------------------------------


def test_a_verified_address_joins_its_account_and_its_owner_is_told(
    client: Client, provider: str, mailoutbox: list[EmailMessage]
) -> None:
    user = make_user(EDITOR, email=EMAIL)
    assert come_back(client, provider, EMAIL.upper(), next_url="/desk/")["Location"] == "/desk/"
    assert (SocialAccount.objects.get().user, User.objects.count()) == (user, 1)
    assert "through Example University" in mailoutbox[0].body
    assert log_in(Client(), EMAIL, PASSWORD).status_code == 302


@pytest.mark.parametrize("verified", [False, "true", None])
def test_nobody_takes_an_account_over_by_an_address_that_nobody_verified(
    client: Client, provider: str, mailoutbox: list[EmailMessage], verified: Any
) -> None:
    make_user(EDITOR, email=EMAIL)
    come_back(client, provider, EMAIL, verified=verified)
    answer = client.post(JOIN, {"email": EMAIL, "agree": "on"})
    assert answer["Location"] == "/verify/"
    assert "You have one already" in mailoutbox[0].body
    assert enter_code(client, "XXXX-XXXX").status_code == 200
    assert not SocialAccount.objects.exists()
    assert client.get("/account/").status_code == 302


def test_nobody_takes_one_over_by_typing_its_address(client: Client, provider: str) -> None:
    make_user(EDITOR, email=EMAIL)
    come_back(client, provider, "mallory@example.org")
    client.post(JOIN, {"email": EMAIL, "agree": "on"})
    assert SocialAccount.objects.get().user.email == "mallory@example.org"


def test_who_registered_an_address_that_is_not_theirs_is_locked_out(client: Client, provider: str) -> None:
    """Whoever has the address gets a code, and with it the account."""
    user = make_user(READER, email=EMAIL)
    assert come_back(client, provider, EMAIL)["Location"] == "/verify/"
    user = User.objects.get(pk=user.pk)
    assert (role_of(user), user.has_usable_password()) == (READER, False)
    assert log_in(Client(), EMAIL, PASSWORD).status_code == 200


def test_a_closed_account_stays_closed(client: Client, provider: str) -> None:
    make_user(email=EMAIL, active=False)
    come_back(client, provider, EMAIL)
    client.post(JOIN, {"email": EMAIL, "agree": "on"})
    assert client.get("/account/").status_code == 302


# --- Without a password -------------------------------------------------------------------------------------------


def test_whoever_has_no_password_can_set_one_and_erase_the_account(client: Client, provider: str) -> None:
    come_back(client, provider, EMAIL)
    client.post(JOIN, {"email": EMAIL, "agree": "on"})
    assert "Set a password" in text_of(client.get("/account/"))
    assert "Tick the box" in text_of(client.post("/account/erase/"))
    assert client.post("/account/erase/", {"sure": "on"})["Location"] == "/"
    assert not User.objects.exists()
    assert not SocialAccount.objects.exists()


# --- Parting ------------------------------------------------------------------------------------------------------


def test_a_member_parts_from_the_provider_is_told_and_logs_in_otherwise(
    client: Client, provider: str, mailoutbox: list[EmailMessage]
) -> None:
    make_user(email=EMAIL)
    come_back(Client(), provider, EMAIL)
    log_in(client, EMAIL, PASSWORD)
    assert client.post(CONNECTED, {"account": 1})["Location"].startswith("/account/confirm/")
    client.post("/account/confirm/", {"password": PASSWORD})
    mailoutbox.clear()
    assert "It logs in to your account." in text_of(client.get("/account/"))
    account = SocialAccount.objects.get()
    assert "Part from it" in text_of(client.get(CONNECTED))
    answer = client.post(CONNECTED, {"account": account.pk})
    assert answer["Location"] == "/account/"
    assert "You have parted from it." in text_of(client.get("/account/"))
    assert not SocialAccount.objects.exists()
    assert "has parted from Example University" in mailoutbox[0].body
    assert "Nothing there logs in to your account." in text_of(client.get(CONNECTED))
    assert log_in(Client(), EMAIL, PASSWORD).status_code == 302


def test_whoever_has_no_password_is_led_to_one_first(client: Client, provider: str) -> None:
    come_back(client, provider, EMAIL)
    client.post(JOIN, {"email": EMAIL, "agree": "on"})
    assert "set a password" in text_of(client.get(CONNECTED))
    answer = client.post(CONNECTED, {"account": SocialAccount.objects.get().pk})
    assert "Set a password first, so that you can still log in." in text_of(answer)
    assert SocialAccount.objects.exists()


def test_nobody_parts_another_account_from_the_provider(client: Client, provider: str) -> None:
    make_user(email=EMAIL)
    come_back(Client(), provider, EMAIL)
    make_user(email="mallory@example.org")
    log_in(client, "mallory@example.org")
    client.post("/account/confirm/", {"password": PASSWORD})
    client.post(CONNECTED, {"account": SocialAccount.objects.get().pk})
    assert SocialAccount.objects.exists()
    assert EMAIL not in text_of(client.get(CONNECTED))
    assert Client().get(CONNECTED)["Location"].startswith("/login/")


def test_without_a_provider_the_account_does_not_speak_of_one(client: Client) -> None:
    make_user(email=EMAIL)
    log_in(client)
    assert "Log-in through" not in text_of(client.get("/account/"))
    assert client.get(CONNECTED)["Location"] == "/account/"
