"""The first administrator is made by one command, and can work at once."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from members.management.commands import create_administrator
from members.models import User
from members.roles import ADMINISTRATOR, role_of
from tests.factories import make_user
from tests.members.people import EMAIL, log_in

pytestmark = pytest.mark.django_db
LONG_ENOUGH = "a-password-of-some-length"


def create(email: str = EMAIL) -> str:
    printed = io.StringIO()
    call_command("create_administrator", email, stdout=printed)
    return printed.getvalue()


def typed(monkeypatch: pytest.MonkeyPatch, *passwords: str) -> None:
    answers = iter(passwords)
    monkeypatch.setattr(create_administrator, "getpass", lambda _prompt: next(answers))


def test_a_new_administrator_logs_in_without_a_mail_and_edits_and_looks_after_accounts(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(create_administrator.VARIABLE, LONG_ENOUGH)
    assert (
        create() == f"{EMAIL} is an administrator now. Log in at /login/; the desk is at /desk/, accounts at /admin/.\n"
    )
    response = log_in(client, EMAIL, LONG_ENOUGH)
    assert (response.status_code, response["Location"].startswith("/verify/")) == (302, False)
    client.force_login(User.objects.get())
    client.post("/consent/", {"agree": "on"})
    for page in ("/desk/", "/desk/tags/", "/admin/members/user/"):
        assert client.get(page).status_code == 200, page
    assert role_of(User.objects.get()) == ADMINISTRATOR


def test_an_account_that_is_there_keeps_its_password_whatever_the_case_of_its_address(client: Client) -> None:
    make_user(email=EMAIL)
    assert "was there already" in create(EMAIL.upper())
    assert log_in(client, EMAIL).status_code == 302
    assert User.objects.get().is_superuser


@pytest.mark.parametrize(
    ("passwords", "said"),
    [(("short", "short"), "too short"), ((LONG_ENOUGH, LONG_ENOUGH + "x"), "The two passwords differ")],
)
def test_a_password_that_is_weak_or_mistyped_makes_nobody(
    monkeypatch: pytest.MonkeyPatch, passwords: tuple[str, ...], said: str
) -> None:
    typed(monkeypatch, *passwords)
    with pytest.raises(CommandError, match=said):
        create()
    assert not User.objects.exists()


def test_a_password_that_is_typed_twice_is_taken(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    typed(monkeypatch, LONG_ENOUGH, LONG_ENOUGH)
    create()
    assert log_in(client, EMAIL, LONG_ENOUGH).status_code == 302


def test_what_is_no_address_is_refused() -> None:
    with pytest.raises(CommandError, match="Enter a valid email address"):
        create("nobody")
