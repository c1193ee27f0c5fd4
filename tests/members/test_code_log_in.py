"""Log-in by a code from the mail: it takes the place of the password, once."""

from datetime import timedelta

import pytest
import time_machine
from django.core.mail import EmailMessage
from django.test import Client
from django.utils import timezone

from members.models import User
from members.roles import MEMBER, READER, role_of
from tests.factories import PASSWORD, make_user
from tests.members.people import EMAIL, NEXT_URL, code_in, log_in, messages_of, text_of

pytestmark = pytest.mark.django_db
Mails = list[EmailMessage]


def ask(client: Client, email: str = EMAIL, next_url: str = "") -> str:
    answer = client.post("/login/code/", {"email": email, "next": next_url})
    assert answer.status_code == 302, answer.content
    return str(answer["Location"])


def test_a_code_logs_in_once_and_leads_to_where_one_was_going(client: Client, mailoutbox: Mails) -> None:
    make_user(email=EMAIL)
    page = ask(client, EMAIL.upper(), NEXT_URL)
    assert page == "/login/code/enter/?next=%2Farticles%2Fa-study%2F%23full"
    code = code_in(mailoutbox[0])
    assert client.post("/login/code/enter/", {"code": code.lower(), "next": NEXT_URL})["Location"] == NEXT_URL
    assert client.get("/account/").status_code == 200
    other = Client()
    ask(other)
    assert other.post("/login/code/enter/", {"code": code}).status_code == 200


def test_looking_at_the_page_of_the_code_logs_nobody_in(client: Client, mailoutbox: Mails) -> None:
    make_user(email=EMAIL)
    ask(client)
    assert client.get(f"/login/code/enter/?code={code_in(mailoutbox[0])}").status_code == 200
    assert client.get("/account/").status_code == 302


def test_three_wrong_codes_end_it(client: Client, mailoutbox: Mails) -> None:
    make_user(email=EMAIL)
    ask(client)
    answers = [client.post("/login/code/enter/", {"code": "XXXX-XXXX"}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 302]
    assert "this code no longer works" in messages_of(answers[-1])[-1]
    late = client.post("/login/code/enter/", {"code": code_in(mailoutbox[0])})
    assert late["Location"] == "/login/code/"


def test_a_code_that_is_over_offers_another(client: Client, mailoutbox: Mails) -> None:
    make_user(email=EMAIL)
    ask(client)
    with time_machine.travel(timezone.now() + timedelta(minutes=16), tick=False):
        page = text_of(client.post("/login/code/enter/", {"code": code_in(mailoutbox[0])}))
        assert "The code has expired" in page
        assert 'action="/login/code/"' in page


def test_a_code_proves_the_address_and_takes_the_password_of_who_could_not(client: Client, mailoutbox: Mails) -> None:
    """Somebody registered an address that is not theirs, and knows the password of the account that waits."""
    user = make_user(READER, email=EMAIL)
    ask(client)
    client.post("/login/code/enter/", {"code": code_in(mailoutbox[0])})
    user = User.objects.get(pk=user.pk)
    assert (role_of(user), user.has_usable_password()) == (MEMBER, False)
    assert log_in(Client(), EMAIL, PASSWORD).status_code == 200


def test_a_closed_account_gets_no_code(client: Client, mailoutbox: Mails) -> None:
    make_user(email=EMAIL, active=False)
    ask(client)
    assert "is closed" in mailoutbox[0].body
    assert "Your code" not in mailoutbox[0].body


def test_mail_with_codes_is_limited_by_account(mailoutbox: Mails) -> None:
    make_user(email=EMAIL)
    clients = [Client(REMOTE_ADDR=f"192.0.2.{number}") for number in range(7)]
    answers = [client.post("/login/code/", {"email": EMAIL}).status_code for client in clients]
    assert (answers, len(mailoutbox)) == ([302] * 5 + [429] * 2, 5)


def test_one_can_turn_back_to_the_password(client: Client, mailoutbox: Mails) -> None:
    make_user(email=EMAIL)
    ask(client)
    assert client.post("/verify/other-address/", {"log_in": ""})["Location"] == "/login/"
    assert log_in(client)["Location"] == "/account/"
