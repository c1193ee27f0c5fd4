"""Codes hold as long as their mail says, and one that has expired says so where it is typed."""

import re
from datetime import timedelta
from typing import Final

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.mail import EmailMessage
from django.test import Client

from members.roles import READER
from tests.factories import make_user
from tests.members.people import (
    CARRIED,
    EMAIL,
    NEXT_URL,
    OTHER_PASSWORD,
    code_in,
    enter_code,
    log_in,
    messages_of,
    register,
    text_of,
)
from tests.times import NOW

pytestmark = pytest.mark.django_db
Mails = list[EmailMessage]

VERIFY: Final = f"/verify/{CARRIED}"
RESET: Final = f"/password/reset/code/{CARRIED}"
EXPIRED: Final = "<title>The code has expired"


def begin_registration(client: Client) -> str:
    register(client, next_url=NEXT_URL)
    return VERIFY


def begin_registration_of_a_known_address(client: Client) -> str:
    make_user(email=EMAIL)
    return begin_registration(client)


def begin_first_log_in(client: Client) -> str:
    make_user(READER, email=EMAIL)
    log_in(client, next_url=NEXT_URL)
    return VERIFY


def begin_reset(client: Client) -> str:
    make_user(email=EMAIL)
    client.post(f"/password/reset/{CARRIED}", {"email": EMAIL})
    return RESET


def begin_reset_of_an_unknown_address(client: Client) -> str:
    client.post(f"/password/reset/{CARRIED}", {"email": EMAIL})
    return RESET


HOLDING = [begin_registration, begin_first_log_in, begin_reset]
BEGINNINGS = [*HOLDING, begin_registration_of_a_known_address, begin_reset_of_an_unknown_address]


def minutes_in(message: EmailMessage) -> int:
    found = re.search(r"It holds for (\d+) minutes", str(message.body))
    assert found, message.body
    return int(found[1])


def send_new_code(client: Client, page: str) -> str:
    """What the button on the page does."""
    address = re.search(r'<form class="form" method="post" action="([^"]+)"', page)
    assert address, page
    assert "Send a new code" in page
    response = client.post(address[1], {"email": EMAIL, "action": "resend", "next": NEXT_URL})
    return str(response["Location"])


@pytest.mark.parametrize("begin", HOLDING)
def test_a_code_holds_to_the_last_of_the_minutes_that_its_mail_and_its_page_name(
    client: Client, mailoutbox: Mails, begin: type
) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        page = begin(client)
        minutes = minutes_in(mailoutbox[0])
        assert f"It holds for {minutes} minutes" in text_of(client.get(page))
        clock.shift(timedelta(minutes=minutes))
        answer = client.post(page, {"code": code_in(mailoutbox[0]), "action": "verify"})
        assert answer["Location"] in (NEXT_URL, f"/password/reset/new/{CARRIED}")


@pytest.mark.parametrize("waited", [1, 14.5, 16, 59])
def test_a_code_sent_again_has_its_full_time(client: Client, mailoutbox: Mails, waited: float) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        page = begin_registration(client)
        for number in (1, 2, 3):
            clock.shift(timedelta(minutes=waited))
            client.post(page, {"action": "resend"})
            assert len(mailoutbox) == 1 + number
        clock.shift(timedelta(minutes=minutes_in(mailoutbox[-1])))
        assert enter_code(client, code_in(mailoutbox[-1]))["Location"] == NEXT_URL


@pytest.mark.parametrize("begin", BEGINNINGS)
@pytest.mark.parametrize("fields", [{}, {"code": "XXXX-XXXX", "action": "verify"}])
def test_an_expired_code_says_so_and_offers_a_new_one_that_leads_on(
    client: Client, mailoutbox: Mails, begin: type, fields: dict[str, str]
) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        page = begin(client)
        clock.shift(timedelta(minutes=minutes_in(mailoutbox[0]) if begin in HOLDING else 15, seconds=1))
        told = text_of(client.post(page, fields) if fields else client.get(page))
        assert EXPIRED in told
        assert EMAIL in told
        assert send_new_code(client, told) == page
        assert len(mailoutbox) == 2
        assert EXPIRED not in text_of(client.get(page))
        if begin in HOLDING:
            answer = client.post(page, {"code": code_in(mailoutbox[1]), "action": "verify"})
            assert answer["Location"] in (NEXT_URL, f"/password/reset/new/{CARRIED}")


def test_a_new_password_that_took_too_long_says_so_as_well(client: Client, mailoutbox: Mails) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        client.post(begin_reset(client), {"code": code_in(mailoutbox[0])})
        clock.shift(timedelta(minutes=14))
        assert EXPIRED not in text_of(client.get("/password/reset/new/"))
        clock.shift(timedelta(minutes=2))
        told = text_of(client.post(f"/password/reset/new/{CARRIED}", {"password1": OTHER_PASSWORD}))
        assert EXPIRED in told
        assert send_new_code(client, told) == RESET


@pytest.mark.parametrize(
    ("page", "leads_to"),
    [
        ("/verify/", "/login/"),
        ("/password/reset/code/", "/password/reset/"),
        ("/password/reset/new/", "/password/reset/"),
    ],
)
def test_a_page_for_a_code_that_nobody_waits_for_says_so(client: Client, page: str, leads_to: str) -> None:
    for answer in (client.get(page + CARRIED), client.post(page + CARRIED, {"code": "XXXX-XXXX", "action": "resend"})):
        assert answer["Location"] == leads_to + CARRIED
        assert "No code is waited for here any more." in messages_of(answer)[-1]


@pytest.mark.parametrize("begin", BEGINNINGS)
def test_what_a_stranger_typed_is_kept_for_an_hour(client: Client, begin: type) -> None:
    with time_machine.travel(NOW, tick=False):
        begin(client)
        assert [session.expire_date for session in Session.objects.all()] == [NOW + timedelta(hours=1)]


def test_whoever_is_logged_in_stays_so_whatever_they_type(client: Client, mailoutbox: Mails) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        begin_registration(client)
        enter_code(client, code_in(mailoutbox[0]))
        log_in(client)
        client.post("/password/reset/", {"email": "somebody@example.org"})
        clock.shift(timedelta(days=13))
        assert client.get("/account/").status_code == 200


def test_the_session_before_the_log_in_ends_a_minute_later(client: Client, mailoutbox: Mails) -> None:
    """So long it answers the same form, sent a second time by a double click."""
    with time_machine.travel(NOW, tick=False) as clock:
        begin_registration(client)
        before = Session.objects.get()
        enter_code(client, code_in(mailoutbox[0]))
        before.refresh_from_db()
        assert before.expire_date == NOW + timedelta(minutes=1)
        clock.shift(timedelta(minutes=2))
        second = Client()
        second.cookies["sessionid"] = before.session_key
        assert enter_code(second, code_in(mailoutbox[0]))["Location"] == "/login/"
        assert client.get("/account/").status_code == 200
