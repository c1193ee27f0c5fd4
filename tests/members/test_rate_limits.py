"""What is counted together: mail by the account that gets it, log-ins by the network that a person really is in."""

import re
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any, Final

import pytest
import time_machine
from django.conf import settings as site_settings
from django.core.mail import EmailMessage
from django.test import Client

from tests.factories import PASSWORD, make_user
from tests.members.people import EMAIL, OTHER_PASSWORD, code_in, log_in, messages_of, register, text_of
from tests.times import NOW

pytestmark = pytest.mark.django_db


def networks(number: int) -> Iterable[Client]:
    return (Client(REMOTE_ADDR=f"192.0.2.{place}") for place in range(number))


# --- Mail ---------------------------------------------------------------------------------------------------------


def test_codes_for_one_account_are_limited_wherever_they_are_asked_for(mailoutbox: list[EmailMessage]) -> None:
    make_user(email=EMAIL)
    answers = [client.post("/password/reset/", {"email": EMAIL}).status_code for client in networks(7)]
    assert answers == [302] * 5 + [429] * 2
    assert len(mailoutbox) == 5


def test_registrations_of_one_account_are_limited_wherever_they_come_from(mailoutbox: list[EmailMessage]) -> None:
    make_user(email=EMAIL)
    for client in networks(7):
        register(client)
    assert len(mailoutbox) == 5


def test_a_class_behind_one_network_address_gets_all_its_mail(mailoutbox: list[EmailMessage]) -> None:
    people = [f"person{number}@example.org" for number in range(7)]
    for email in people:
        make_user(email=email)
        assert Client().post("/password/reset/", {"email": email}).status_code == 302
        register(Client(), email)
    assert [mail.to for mail in mailoutbox] == [[email] for email in people for _ in range(2)]


# --- Proxies ------------------------------------------------------------------------------------------------------


def failed_from(forwarded_for: str, number: int) -> int:
    """A wrong password for an account that nobody else tries, sent over proxies."""
    headers = {"x-forwarded-for": forwarded_for}
    return int(log_in(Client(), f"nobody{number}@example.org", OTHER_PASSWORD, **headers).status_code)


def test_behind_our_proxies_each_network_has_a_count_of_its_own(settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 2
    answers = [failed_from(f"198.51.100.{number}, 10.0.0.1", number) for number in range(12)]
    assert answers == [200] * 12


def test_what_a_visitor_claims_to_be_forwarded_for_opens_no_new_count(settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 2
    answers = [failed_from(f"203.0.113.{number}, 198.51.100.7, 10.0.0.1", number) for number in range(12)]
    assert answers == [200] * 10 + [429] * 2


# --- The wait that a refusal names ----------------------------------------------------------------------------------


def change_password(client: Client) -> Any:
    return client.post("/password/change/", {"oldpassword": "not this one", "password1": OTHER_PASSWORD})


REFUSING: Final[dict[str, Callable[[Client], Any]]] = {
    "log-in": lambda client: log_in(client, EMAIL, OTHER_PASSWORD),
    "log-in with the right password": lambda client: log_in(client, EMAIL, PASSWORD),
    "forgotten password": lambda client: client.post("/password/reset/", {"email": EMAIL}),
    "registration": lambda client: register(client, f"{client.session.session_key}@example.org"),
    "another code": lambda client: client.post("/verify/", {"action": "resend"}),
    "new password": change_password,
    "showing once more who one is": lambda client: client.post("/account/confirm/", {"password": OTHER_PASSWORD}),
    "erasing": lambda client: client.post("/account/erase/", {"password": OTHER_PASSWORD}),
}
NAMED: Final = re.compile(r"Wait\s+(\d+) (second|minute)s?,")


@pytest.mark.parametrize("form", REFUSING)
def test_a_refusal_names_the_wait_after_which_the_same_is_let_in(client: Client, settings: Any, form: str) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**site_settings.ACCOUNT_RATE_LIMITS, "register": "3/9m/ip"}
    user, send = make_user(email=EMAIL), REFUSING[form]
    with time_machine.travel(NOW, tick=False) as clock:
        if form in ("new password", "showing once more who one is", "erasing"):
            client.force_login(user)
        if form == "another code":
            register(client, "new@example.org")
        for _ in range(5):
            tried = REFUSING["log-in"] if "right" in form else send
            tried(client)
            clock.shift(timedelta(seconds=7))
        refused = send(client)
        wait = int(refused["Retry-After"])
        assert (refused.status_code, wait > 0) == (429, True)
        number, unit = NAMED.search(text_of(refused)).groups()  # type: ignore[union-attr]
        assert 0 <= int(number) * {"second": 1, "minute": 60}[unit] - wait < 60
        clock.shift(timedelta(seconds=wait - 1))
        still = send(client)
        assert (still.status_code, still["Retry-After"]) == (429, "1")
        assert NAMED.search(text_of(still)).groups() == ("1", "second")  # type: ignore[union-attr]
        clock.shift(timedelta(seconds=1))
        assert send(client).status_code in (200, 302)


@pytest.mark.parametrize("page", ["/verify/", "/password/reset/code/"])
def test_after_too_many_wrong_codes_nobody_is_told_to_wait_in_vain(client: Client, page: str) -> None:
    make_user(email=EMAIL)
    register(client, "new@example.org") if page == "/verify/" else client.post("/password/reset/", {"email": EMAIL})
    answers = [client.post(page, {"code": "XXXX-XXXX", "action": "verify"}) for _ in range(3)]
    assert answers[-1]["Location"] == "/login/"
    assert "this code no longer works" in messages_of(answers[-1])[-1]
    again = register(client, "new@example.org") if page == "/verify/" else REFUSING["forgotten password"](client)
    assert again["Location"] == page


def test_a_class_behind_one_network_address_sets_new_passwords_together(
    client: Client, mailoutbox: list[EmailMessage]
) -> None:
    make_user(email=EMAIL)
    client.post("/password/reset/", {"email": EMAIL})
    client.post("/password/reset/code/", {"code": code_in(mailoutbox[0])})
    assert {client.post("/password/reset/new/", {"password1": "short"}).status_code for _ in range(21)} == {200}


def test_passkeys_without_end_are_refused_as_everything_is(client: Client, settings: Any) -> None:
    settings.MFA_RATE_LIMITS = {"webauthn_login": "2/m/ip"}
    answers = [client.post("/login/passkey/", {"credential": "{}"}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert "Too many attempts" in text_of(answers[-1])
