"""What is counted together: mail by the account that gets it, log-ins by the network that a person really is in."""

from collections.abc import Iterable
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.test import Client

from tests.factories import make_user
from tests.members.people import EMAIL, OTHER_PASSWORD, log_in, register

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
