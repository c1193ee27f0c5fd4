"""Twelve registrations of one address at the same moment make one account, and every one gets the same answer."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.core.mail import EmailMessage

from members.models import Consent, User
from members.roles import READER, role_of
from tests.factories import PASSWORD
from tests.members.browsers import Browser

pytestmark = pytest.mark.both_engines

ROUNDS = 20
AT_ONCE = 12


@pytest.fixture
def empty_cache(transactional_db: None) -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def register(browser: Browser, email: str, at: Barrier) -> tuple[int, str]:
    answer = browser.post("/register/", {"email": email, "password1": PASSWORD, "agree": "on"}, at)
    return answer.status, answer.location


def open_form(server: str) -> Browser:
    browser = Browser(server)
    browser.get("/register/")
    return browser


@pytest.mark.usefixtures("empty_cache")
def test_240_registrations_of_20_addresses_make_20_accounts(
    live_server: object, mailoutbox: list[EmailMessage]
) -> None:
    server = str(live_server)
    with ThreadPoolExecutor(AT_ONCE) as threads:
        browsers = list(threads.map(open_form, [server] * AT_ONCE))
        for number in range(ROUNDS):
            email = f"person{number}@example.org"
            start = Barrier(AT_ONCE)
            spelled = [email if place % 2 else email.upper() for place in range(AT_ONCE)]
            sent = [threads.submit(register, who, text, start) for who, text in zip(browsers, spelled, strict=True)]
            assert {one.result() for one in sent} == {(302, "/verify/")}
            for browser in browsers:
                browser.forget_session()
    assert User.objects.count() == EmailAddress.objects.count() == ROUNDS
    assert Consent.objects.count() == 2 * ROUNDS
    assert {role_of(user) for user in User.objects.all()} == {READER}
    told = {message.to[0] for message in mailoutbox if "Your code" in message.subject}
    assert told == {f"person{number}@example.org" for number in range(ROUNDS)}
