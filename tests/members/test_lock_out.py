"""Too many failed log-ins shut the door for a while: for the account, and for the network address."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.db import connection, connections
from django.http import HttpRequest
from django.test import Client
from django.utils import timezone

from members.entrance.backends import RoleBackend
from members.models import User
from members.roles import EDITOR
from tests.factories import PASSWORD, make_user
from tests.members.people import CARRIED, EMAIL, OTHER_PASSWORD, code_in, log_in, register, text_of

pytestmark = pytest.mark.django_db


def fail(times: int, email: str = EMAIL) -> list[int]:
    return [log_in(Client(), email, OTHER_PASSWORD).status_code for _ in range(times)]


def from_elsewhere() -> Client:
    return Client(REMOTE_ADDR="192.0.2.7")


@pytest.mark.parametrize("email", [EMAIL, "nobody@example.org"])
def test_five_failures_shut_the_account_known_or_unknown(client: Client, email: str) -> None:
    make_user(email=EMAIL)
    assert fail(6, email) == [200] * 5 + [429]
    response = log_in(client, email)
    assert response.status_code == 429
    assert 0 < int(response["Retry-After"]) <= 300
    assert "no-store" in response["Cache-Control"]
    assert "Too many attempts" in text_of(response)


def test_the_right_password_is_refused_during_the_pause_from_everywhere(client: Client) -> None:
    make_user(email=EMAIL)
    fail(5)
    assert log_in(client).status_code == 429
    assert log_in(from_elsewhere()).status_code == 429
    assert not client.get("/account/").wsgi_request.user.is_authenticated


def test_other_accounts_stay_open(client: Client) -> None:
    make_user(email="other@example.org")
    fail(5)
    assert log_in(client, "other@example.org").status_code == 302


def test_ten_failures_in_a_minute_shut_the_network_address(client: Client) -> None:
    make_user(email=EMAIL)
    answers = [fail(1, f"nobody{number}@example.org")[0] for number in range(12)]
    assert answers == [200] * 10 + [429] * 2
    assert log_in(client).status_code == 429
    assert log_in(from_elsewhere()).status_code == 302


def test_successful_log_ins_are_no_failures(client: Client) -> None:
    make_user(email=EMAIL)
    for _ in range(12):
        assert log_in(client).status_code == 302
        client.post("/logout/")


def test_neither_case_nor_port_nor_forwarding_headers_open_a_new_count(client: Client, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["testserver", "localhost"]
    make_user(email=EMAIL)
    fail(2)
    log_in(client, EMAIL.upper(), OTHER_PASSWORD, host="testserver:8001")
    log_in(client, EMAIL, OTHER_PASSWORD, host="localhost:1")
    log_in(client, f" {EMAIL} ", OTHER_PASSWORD)
    assert log_in(client, EMAIL, host="testserver:9999").status_code == 429
    answers = [
        log_in(client, f"n{n}@example.org", OTHER_PASSWORD, **{"x-forwarded-for": f"198.51.100.{n}"}).status_code
        for n in range(8)
    ]
    assert answers[-1] == 429


def test_the_pause_ends(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    make_user(email=EMAIL)
    fail(5)
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 301)
    assert log_in(client).status_code == 302


def test_a_new_password_ends_the_pause(client: Client, mailoutbox: list[EmailMessage]) -> None:
    make_user(email=EMAIL)
    fail(5)
    client.post("/password/reset/", {"email": EMAIL})
    client.post("/password/reset/code/", {"code": code_in(mailoutbox[0])})
    client.post("/password/reset/new/", {"password1": OTHER_PASSWORD})
    assert log_in(Client(), EMAIL, OTHER_PASSWORD).status_code == 302


def test_the_admin_has_no_door_of_its_own(client: Client) -> None:
    make_user(EDITOR, email=EMAIL)
    assert client.get("/admin/", follow=True).redirect_chain[-1][0] == "/login/?next=%2Fadmin%2F"
    response = client.post("/admin/login/?next=/admin/", {"username": EMAIL, "password": PASSWORD})
    assert response["Location"] == "/login/?next=%2Fadmin%2F"
    fail(5)
    assert log_in(client, next_url="/admin/").status_code == 429


def test_the_password_to_erase_an_account_counts_like_a_log_in(client: Client) -> None:
    client.force_login(make_user(email=EMAIL))
    answers = [client.post("/account/erase/", {"password": OTHER_PASSWORD}).status_code for _ in range(6)]
    assert answers == [200] * 5 + [429]
    assert client.post("/account/erase/", {"password": PASSWORD}).status_code == 429
    assert User.objects.exists()


def test_registration_has_a_limit_with_a_page_of_its_own(client: Client, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "register": "1/m/ip"}
    client.post("/register/", {})
    response = client.post("/register/" + CARRIED, {})
    assert response.status_code == 429
    assert response["Retry-After"] == "60"


@pytest.fixture
def empty_cache(transactional_db: None) -> Iterator[None]:
    """Attempts that are committed, as those of other threads and processes are."""
    cache.clear()
    yield
    cache.clear()


def attempt(number: int) -> tuple[int, bool]:
    try:
        response = log_in(Client(REMOTE_ADDR=f"192.0.2.{number}"), EMAIL, OTHER_PASSWORD)
        return response.status_code, "is not right" in text_of(response)
    finally:
        connections.close_all()


@pytest.mark.both_engines
def test_simultaneous_attempts_do_not_slip_past(empty_cache: None) -> None:
    make_user(email=EMAIL)
    with ThreadPoolExecutor(30) as threads:
        answers = list(threads.map(attempt, range(30)))
    assert {status for status, _ in answers} <= {200, 429}
    assert 1 <= sum(was_checked for _, was_checked in answers) <= 5
    while fail(1) == [200]:
        pass
    assert log_in(Client()).status_code == 429


def at_once(send: Callable[[Client, str], Any], emails: list[str]) -> list[int]:
    """What people behind one network address are answered who send a form at the same moment."""
    start = Barrier(len(emails))

    def answer(email: str) -> int:
        start.wait(timeout=60)
        try:
            return int(send(Client(), email).status_code)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(emails)) as threads:
        return list(threads.map(answer, emails))


HONEST: dict[str, Callable[[Client, str], Any]] = {
    "the right password": log_in,
    "a registration": register,
    "a forgotten password": lambda client, email: client.post("/password/reset/", {"email": email}),
}


@pytest.mark.both_engines
@pytest.mark.parametrize("form", HONEST)
def test_a_class_behind_one_network_address_is_let_in_at_once(empty_cache: None, form: str) -> None:
    people = [f"person{number}@example.org" for number in range(30)]
    for number in range(9):
        fail(1, f"nobody{number}@example.org")
    if form != "a registration":
        for email in people:
            make_user(email=email)
    assert at_once(HONEST[form], people) == [302] * 30


@pytest.mark.both_engines
def test_one_person_logs_in_in_many_places_at_once(empty_cache: None) -> None:
    make_user(email=EMAIL)
    fail(4)
    assert at_once(log_in, [EMAIL] * 14) == [302] * 14
    assert fail(2) == [200, 429]


FORMS = {
    "/login/": {"login": EMAIL, "password": OTHER_PASSWORD},
    "/password/reset/": {"email": EMAIL},
    "/login/code/": {"email": EMAIL},
}
OTHER_PROCESS = f"""
FORMS = {FORMS!r}
from tests.clock import set_clock
set_clock()
import django
django.setup()
from django.test import Client
from django.utils import timezone
for page, form in FORMS.items():
    for _ in range(3):
        print(Client().post(page, form).status_code)
"""


@pytest.mark.both_engines
def test_a_right_guess_that_comes_after_five_failures_at_the_same_moment_is_not_told(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_user(email=EMAIL)
    look = RoleBackend.authenticate

    def look_late(self: RoleBackend, request: HttpRequest, **credentials: Any) -> Any:
        monkeypatch.undo()
        fail(5)
        return look(self, request, **credentials)

    monkeypatch.setattr(RoleBackend, "authenticate", look_late)
    assert log_in(client).status_code == 429
    assert not client.get("/account/").wsgi_request.user.is_authenticated


@pytest.mark.both_engines
def test_what_is_tried_in_another_process_counts_as_well(empty_cache: None) -> None:
    """Of failed log-ins, and of mail with codes, five are let through."""
    make_user(email=EMAIL)
    here = {page: [from_elsewhere().post(page, form).status_code for _ in range(2)] for page, form in FORMS.items()}
    assert here == {"/login/": [200] * 2, "/password/reset/": [302] * 2, "/login/code/": [302] * 2}
    done = subprocess.run(
        [sys.executable, "-c", OTHER_PROCESS],
        cwd=Path(__file__).parents[2],
        env={
            **os.environ,
            **of_this_database(),
            "ALLOWED_HOSTS": "testserver",
            "TEST_CLOCK": timezone.now().isoformat(),
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stdout.split() == [*["200"] * 3, *["302"] * 6], done.stderr
    assert {from_elsewhere().post(page, form).status_code for page, form in FORMS.items()} == {429}
    assert log_in(Client()).status_code == 429


def of_this_database() -> dict[str, str]:
    """The settings of the site in production, with the database of this test."""
    kept = connection.settings_dict
    if connection.vendor == "sqlite":
        url = f"sqlite:///{kept['NAME']}"
    else:
        url = f"postgres://{kept['USER']}:{kept['PASSWORD']}@{kept['HOST']}:{kept['PORT'] or 5432}/{kept['NAME']}"
    told = {"DJANGO_SETTINGS_MODULE": "cbtneuro.settings", "DEBUG": "1", "SECRET_KEY": "k" * 50}
    return {**told, "DATABASE_URL": url, "EMAIL_URL": "memory:"}
