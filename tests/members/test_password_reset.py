"""A forgotten password: a code by mail, a new password, and on to the article."""

import re

import pytest
from django.core.mail import EmailMessage
from django.test import Client

from members.models import User
from members.roles import EDITOR, MEMBER, READER, role_of
from tests.factories import PASSWORD, make_user
from tests.members.people import CARRIED, EMAIL, NEXT_URL, OTHER_PASSWORD, code_in, log_in, text_of

pytestmark = pytest.mark.django_db

Mails = list[EmailMessage]


def ask_for_code(client: Client, email: str = EMAIL) -> str:
    response = client.post("/password/reset/" + CARRIED, {"email": email})
    return str(response["Location"])


def test_a_new_password_logs_in_and_leads_on_to_the_article(client: Client, mailoutbox: Mails) -> None:
    user = make_user(email=EMAIL)
    address = ask_for_code(client)
    assert address == f"/password/reset/code/{CARRIED}"
    response = client.post(address, {"code": code_in(mailoutbox[0])})
    assert response["Location"] == f"/password/reset/new/{CARRIED}"
    response = client.post(response["Location"], {"password1": OTHER_PASSWORD})
    assert response["Location"] == NEXT_URL
    user.refresh_from_db()
    assert user.check_password(OTHER_PASSWORD)
    assert "The password of your account was changed" in mailoutbox[1].body


def test_unknown_addresses_get_the_same_answers(mailoutbox: Mails) -> None:
    make_user(email="known@example.org")
    known, unknown = Client(), Client()
    answers = [ask_for_code(known, "known@example.org"), ask_for_code(unknown, "nobody@example.org")]
    assert answers[0] == answers[1]
    pages = [text_of(known.get(answers[0])), text_of(unknown.get(answers[1]))]
    assert pages[0].replace("known@", "nobody@") == pages[1]
    for _ in range(3):
        wrong = [client.post(answers[0], {"code": "XXXX-XXXX"}) for client in (known, unknown)]
        assert wrong[0].status_code == wrong[1].status_code
        assert text_of(wrong[0]).replace("known@", "nobody@") == text_of(wrong[1])
    assert wrong[0]["Location"] == wrong[1]["Location"] == f"/login/{CARRIED}"
    assert [message.to for message in mailoutbox] == [["known@example.org"], ["nobody@example.org"]]
    assert "There is no account with this address" in mailoutbox[1].body


def test_a_sixth_code_within_ten_minutes_is_refused_for_known_and_unknown() -> None:
    make_user(email=EMAIL)
    for email in (EMAIL, "nobody@example.org"):
        answers = [Client().post("/password/reset/", {"email": email}).status_code for _ in range(6)]
        assert answers == [302] * 5 + [429]


def test_the_code_proves_the_address_as_well(client: Client, mailoutbox: Mails) -> None:
    user = make_user(READER, email=EMAIL)
    address = ask_for_code(client)
    client.post(address, {"code": code_in(mailoutbox[0])})
    client.post("/password/reset/new/", {"password1": OTHER_PASSWORD})
    assert role_of(user) == MEMBER
    assert client.get("/account/").status_code == 200


def test_a_person_added_by_an_administrator_sets_a_first_password(client: Client, mailoutbox: Mails) -> None:
    user = User.objects.create_user(EMAIL)
    user.groups.set(make_user(EDITOR).groups.all())
    address = ask_for_code(client)
    client.post(address, {"code": code_in(mailoutbox[0])})
    response = client.post("/password/reset/new/", {"password1": PASSWORD})
    assert response["Location"] == "/verify/"
    client.post("/verify/", {"code": code_in(mailoutbox[-1])})
    assert role_of(user) == EDITOR
    assert client.get("/account/").wsgi_request.user == user


def test_no_page_of_the_reset_opens_without_the_step_before(client: Client) -> None:
    assert client.get("/password/reset/code/" + CARRIED)["Location"] == f"/password/reset/{CARRIED}"
    assert client.get("/password/reset/new/" + CARRIED)["Location"] == f"/password/reset/{CARRIED}"
    make_user(email=EMAIL)
    ask_for_code(client)
    assert client.post("/password/reset/new/", {"password1": PASSWORD})["Location"] == "/password/reset/code/"


def test_the_form_for_the_new_password_names_the_account_to_password_managers(
    client: Client, mailoutbox: Mails
) -> None:
    make_user(email=EMAIL)
    answer = client.post(ask_for_code(client), {"code": code_in(mailoutbox[0])})
    for page in (client.get(answer["Location"]), client.post(answer["Location"], {"password1": "1q2w3e4r5t"})):
        field = re.search(r'<input type="email"[^>]*autocomplete="username"[^>]*>', text_of(page))
        assert field
        assert f'value="{EMAIL}"' in field[0]
        assert 'autocomplete="new-password"' in text_of(page)


def test_a_weak_new_password_is_refused(client: Client, mailoutbox: Mails) -> None:
    make_user(email=EMAIL)
    client.post(ask_for_code(client), {"code": code_in(mailoutbox[0])})
    page = text_of(client.post("/password/reset/new/", {"password1": "1q2w3e4r5t"}))
    assert "<title>Error: Choose a new password" in page
    assert "At least 10 characters" in page


def test_a_new_password_logs_out_everywhere_else(client: Client, mailoutbox: Mails) -> None:
    make_user(email=EMAIL)
    elsewhere = Client()
    log_in(elsewhere)
    client.post(ask_for_code(client), {"code": code_in(mailoutbox[0])})
    client.post("/password/reset/new/", {"password1": OTHER_PASSWORD})
    assert elsewhere.get("/account/").status_code == 302


def test_mail_names_the_site_by_its_own_address(client: Client, mailoutbox: Mails, settings: object) -> None:
    settings.SITE_URL = "https://cbt.example"  # type: ignore[attr-defined]
    client.post("/password/reset/", {"email": "nobody@example.org"}, headers={"host": "testserver:666"})
    assert "https://cbt.example/register/" in mailoutbox[0].body
    assert "testserver" not in mailoutbox[0].body
