"""A person's own page: who they are, a new password, a copy of their data, the end of the account."""

from typing import Any, Final

import pytest
from allauth.account.models import EmailAddress
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import get_resolver

from articles.models import Article
from members.models import Consent, User
from members.roles import EDITOR
from tests.factories import PASSWORD, make_article, make_list, make_user
from tests.members.people import EMAIL, OTHER_PASSWORD, log_in, messages_of, text_of

pytestmark = pytest.mark.django_db

PAGES = ["/login/", "/login/closed/", "/register/", "/verify/", "/logout/", "/password/reset/", "/password/reset/code/",
         "/password/reset/new/", "/password/change/", "/account/", "/account/data/", "/account/erase/",
         "/consent/", "/account/name/", "/account/address/", "/account/log-ins/", "/account/confirm/",
         "/account/confirm/app/", "/account/confirm/passkey/", "/login/code/", "/login/code/enter/", "/login/passkey/",
         "/login/second-step/", "/login/provider/back/", "/register/provider/", "/account/second-factor/",
         "/account/second-factor/app/", "/account/second-factor/app/remove/", "/account/second-factor/passkey/",
         "/account/second-factor/codes/", "/account/second-factor/codes/new/",
         "/account/second-factor/codes/download/", "/account/provider/",
         "/account/tokens/", "/account/tokens/new/"]  # fmt: skip
TAKING: Final = ["/verify/other-address/", "/login/provider/"]  # only what is sent to them
OF_ONE: Final = "/account/second-factor/passkey/<int:pk>/"
LOG_IN: Final = "/account/log-ins/<int:pk>/"
TOKEN: Final = "/account/tokens/<int:pk>/end/"


def test_every_address_of_this_room_is_in_the_list_of_this_test() -> None:
    ours = {f"/{pattern.pattern}" for pattern in leaves("members.urls")}
    assert ours == {*PAGES, *TAKING, OF_ONE, f"{OF_ONE}remove/", LOG_IN, TOKEN}


def leaves(module: str) -> list[Any]:
    found, waiting = [], list(get_resolver(module).url_patterns)
    while waiting:
        pattern = waiting.pop()
        waiting.extend(getattr(pattern, "url_patterns", []))
        found += [] if hasattr(pattern, "url_patterns") else [pattern]
    return found


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("logged_in", [True, False])
def test_no_account_page_is_stored_or_indexed(client: Client, address: str, logged_in: bool) -> None:
    if logged_in:
        client.force_login(make_user())
    response = client.get(address)
    assert response.status_code in (200, 302)
    assert "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize("address", PAGES)
def test_no_account_page_breaks_for_a_person_without_a_password(client: Client, address: str) -> None:
    user = make_user()
    user.set_unusable_password()
    user.save()
    client.force_login(user)
    assert client.get(address).status_code in (200, 302)


@pytest.mark.parametrize("address", [*PAGES, *TAKING])
def test_no_account_page_breaks_on_an_empty_or_senseless_form(client: Client, address: str) -> None:
    for form in ({}, {"email": "\0", "login": "\0", "code": "\0", "password": "\0", "action": "\0", "next": "\0"}):
        assert client.post(address, form).status_code < 500
        other = Client()
        other.force_login(make_user())
        assert other.post(address, form).status_code < 500


def test_the_account_page_says_who_one_is(client: Client) -> None:
    client.force_login(make_user(EDITOR, email=EMAIL, name="Ada Lovelace"))
    page = text_of(client.get("/account/"))
    for said in (EMAIL, "Ada Lovelace", "Editor: you write", "Member since", "Change password", "What we keep"):
        assert said in page


def test_a_changed_password_takes_the_present_one(client: Client, mailoutbox: list[EmailMessage]) -> None:
    make_user(email=EMAIL)
    log_in(client)
    elsewhere = Client()
    log_in(elsewhere)
    wrong = client.post("/password/change/", {"oldpassword": OTHER_PASSWORD, "password1": OTHER_PASSWORD})
    assert "This is not your present password." in text_of(wrong)
    response = client.post("/password/change/", {"oldpassword": PASSWORD, "password1": OTHER_PASSWORD})
    assert response["Location"] == "/account/"
    assert "Your new password is saved." in messages_of(response)
    assert client.get("/account/").status_code == 200
    assert elsewhere.get("/account/").status_code == 302
    assert mailoutbox[0].to == [EMAIL]


def test_the_download_holds_everything_and_no_hash(client: Client) -> None:
    user = make_user(EDITOR, email=EMAIL, name="Ada Lovelace")
    article = make_article(editor=user)
    reading_list = make_list(editor=user)
    make_article(editor=make_user(EDITOR), title="Somebody else's")
    client.force_login(user)
    response = client.get("/account/data/")
    assert response["Content-Type"] == "application/json"
    assert response["Content-Disposition"] == 'attachment; filename="my-account.json"'
    data = response.json()
    assert data["account"]["email"] == EMAIL
    assert data["account"]["role"] == EDITOR
    assert data["email_addresses"] == [{"email": EMAIL, "verified": True, "primary": True}]
    assert {consent["document"] for consent in data["consents"]} == {"terms", "privacy"}
    assert [one["slug"] for one in data["articles"]] == [article.slug]
    assert [one["slug"] for one in data["reading_lists"]] == [reading_list.slug]
    assert user.password not in response.content.decode()


def test_an_account_is_erased_with_the_password(client: Client) -> None:
    make_user(email=EMAIL)
    other = make_user()
    log_in(client)
    assert "This is not your password." in text_of(client.post("/account/erase/", {"password": OTHER_PASSWORD}))
    assert User.objects.count() == 2
    response = client.post("/account/erase/", {"password": PASSWORD})
    assert response["Location"] == "/"
    assert messages_of(response) == ["Your account and what we kept about you are erased."]
    assert list(User.objects.all()) == [other]
    assert {row.user for row in Consent.objects.all()} == {row.user for row in EmailAddress.objects.all()} == {other}
    assert log_in(client).status_code == 200


def test_looking_at_the_erase_page_erases_nothing(client: Client) -> None:
    client.force_login(make_user())
    client.get("/account/erase/")
    assert User.objects.exists()


def test_articles_outlive_their_editor_under_the_name_they_had(client: Client) -> None:
    user = make_user(EDITOR, email=EMAIL, name="Ada Lovelace")
    signed = make_article(editor=user)
    with_byline = make_article(editor=user, byline="The team")
    log_in(client)
    client.post("/account/erase/", {"password": PASSWORD})
    assert not User.objects.exists()
    assert Article.objects.get(pk=signed.pk).byline == "Ada Lovelace"
    assert Article.objects.get(pk=with_byline.pk).byline == "The team"


@pytest.mark.parametrize(
    "address", ["/account/", "/account/data/", "/account/erase/", "/password/change/", "/consent/"]
)
def test_visitors_are_sent_to_log_in_and_back(client: Client, address: str) -> None:
    assert client.get(address)["Location"] == f"/login/?next={address}"
