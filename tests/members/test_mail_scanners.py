"""Programs that open every link in a mail, in search of what is dangerous, change nothing: only a form does."""

import re
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlsplit

import pytest
from django.core.mail import EmailMessage
from django.test import Client

from members.models import User
from members.roles import READER
from tests.factories import PASSWORD, make_user
from tests.members.people import EMAIL, OTHER_PASSWORD, code_in, log_in, register
from tests.members.test_erasure import whole_database

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]
Mails = list[EmailMessage]


def registration(client: Client) -> None:
    register(client)


def registration_of_a_known_address(client: Client) -> None:
    make_user(email=EMAIL)
    register(client)


def first_log_in(client: Client) -> None:
    make_user(READER, email=EMAIL)
    log_in(client)


def forgotten_password(client: Client) -> None:
    make_user(email=EMAIL)
    client.post("/password/reset/", {"email": EMAIL})


def unknown_address(client: Client) -> None:
    client.post("/password/reset/", {"email": EMAIL})
    client.post("/login/code/", {"email": EMAIL})


def log_in_by_code(client: Client) -> None:
    make_user(email=EMAIL)
    client.post("/login/code/", {"email": EMAIL})


def closed_account(client: Client) -> None:
    make_user(email=EMAIL, active=False)
    register(client)


def changes(client: Client) -> None:
    """A code to the new address, and mail that tells the old one of it, of a new password."""
    make_user(email="old@example.org")
    log_in(client, "old@example.org")
    client.post("/account/confirm/", {"password": PASSWORD, "next": "/account/address/"})
    client.post("/account/address/", {"email": EMAIL})
    client.post("/password/change/", {"oldpassword": PASSWORD, "password1": OTHER_PASSWORD})


ACTS: Final[list[Callable[[Client], None]]] = [
    registration, registration_of_a_known_address, first_log_in, forgotten_password, unknown_address, log_in_by_code,
    closed_account, changes,
]  # fmt: skip


def without_counts(database: str) -> str:
    """What looking at a page may change: what is kept of pages, and counts."""
    return "\n".join(
        line for line in database.splitlines() if not line.startswith(("cache", "kept_pages", "insights_"))
    )


@pytest.mark.parametrize("act", ACTS)
def test_opening_every_link_of_a_mail_changes_nothing(client: Client, mailoutbox: Mails, act: Any) -> None:
    act(client)
    links = {link for mail in mailoutbox for link in re.findall(r"https?://\S+", str(mail.body))}
    assert links
    Client().get("/login/")
    before = without_counts(whole_database())
    scanner = Client()
    for link in links:
        parts = urlsplit(link)
        for method in (scanner.head, scanner.get):
            assert method(f"{parts.path or '/'}?{parts.query}").status_code in (200, 302), link
    assert without_counts(whole_database()) == before


@pytest.mark.parametrize("act", ACTS)
def test_no_link_carries_what_opens_an_account(client: Client, mailoutbox: Mails, act: Any) -> None:
    act(client)
    for mail in mailoutbox:
        links = re.findall(r"https?://\S+", str(mail.body))
        assert {urlsplit(link).path for link in links} <= {"", "/login/", "/register/", "/password/reset/"}
        assert not [link for link in links if urlsplit(link).query or urlsplit(link).fragment]


@pytest.mark.parametrize("page", ["/verify/", "/password/reset/code/", "/login/code/enter/"])
def test_a_code_in_an_address_is_not_taken(client: Client, mailoutbox: Mails, page: str) -> None:
    {"/verify/": registration, "/password/reset/code/": forgotten_password}.get(page, log_in_by_code)(client)
    assert client.get(f"{page}?code={code_in(mailoutbox[0])}&action=verify").status_code == 200
    assert client.get("/account/").status_code == 302
    assert not User.objects.filter(last_login__isnull=False).exists()
