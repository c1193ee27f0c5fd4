"""Twelve registrations of one address at the same moment make one account, and every one gets the same answer."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from threading import Barrier
from urllib.parse import urlencode, urlsplit

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.core.mail import EmailMessage

from members.models import Consent, User
from members.roles import READER, role_of
from tests.factories import PASSWORD

pytestmark = pytest.mark.both_engines

ROUNDS = 20
AT_ONCE = 12


@pytest.fixture
def empty_cache(transactional_db: None) -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


class Visitor:
    """A browser that keeps its cookies and speaks to the live server over a connection of its own."""

    def __init__(self, server: str) -> None:
        self.connection = HTTPConnection(urlsplit(server).netloc, timeout=60)
        self.headers = {"Content-Type": "application/x-www-form-urlencoded", "Referer": f"{server}/register/"}
        _, _, page = self.ask("GET", "/register/")
        found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
        assert found
        self.token = found[1]

    def ask(self, method: str, address: str, body: str = "") -> tuple[int, str, str]:
        self.connection.request(method, address, body, self.headers)
        response = self.connection.getresponse()
        cookies = SimpleCookie(self.headers.get("Cookie", ""))
        for line in response.headers.get_all("Set-Cookie") or []:
            cookies.load(line.partition(";")[0])
        self.headers["Cookie"] = "; ".join(f"{name}={morsel.value}" for name, morsel in cookies.items())
        return response.status, response.headers.get("Location", ""), response.read().decode()

    def register(self, email: str, at: Barrier) -> tuple[int, str]:
        form = {"csrfmiddlewaretoken": self.token, "email": email, "password1": PASSWORD, "agree": "on"}
        at.wait(timeout=60)
        return self.ask("POST", "/register/", urlencode(form))[:2]


@pytest.mark.usefixtures("empty_cache")
def test_240_registrations_of_20_addresses_make_20_accounts(
    live_server: object, mailoutbox: list[EmailMessage]
) -> None:
    server = str(live_server)
    with ThreadPoolExecutor(AT_ONCE) as threads:
        visitors = list(threads.map(lambda _: Visitor(server), range(AT_ONCE)))
        for number in range(ROUNDS):
            email = f"person{number}@example.org"
            start = Barrier(AT_ONCE)
            spelled = [email if place % 2 else email.upper() for place in range(AT_ONCE)]
            sent = [threads.submit(who.register, text, start) for who, text in zip(visitors, spelled, strict=True)]
            assert {one.result() for one in sent} == {(302, "/verify/")}
            for visitor in visitors:
                visitor.headers["Cookie"] = re.sub(r"sessionid=\w+(; )?", "", visitor.headers["Cookie"])
    assert User.objects.count() == EmailAddress.objects.count() == ROUNDS
    assert Consent.objects.count() == 2 * ROUNDS
    assert {role_of(user) for user in User.objects.all()} == {READER}
    told = {message.to[0] for message in mailoutbox if "Your code" in message.subject}
    assert told == {f"person{number}@example.org" for number in range(ROUNDS)}
