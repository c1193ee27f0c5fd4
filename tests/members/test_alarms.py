"""A new administrator is told of to all of them, by whatever way somebody became one, once."""

from collections.abc import Callable
from smtplib import SMTPException
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from members.entrance import alarms
from members.models import User
from members.roles import ADMINISTRATOR, EDITOR, assign_role, role_of
from tests.factories import make_user
from tests.filled import sent
from tests.members.people import EMAIL

pytestmark = pytest.mark.django_db
FIRST = "first@example.org"


def by_role() -> None:
    assign_role(make_user(EDITOR, email=EMAIL), ADMINISTRATOR)


def by_manager() -> None:
    User.objects.create_superuser(EMAIL, "one-long-password")


def by_attribute() -> None:
    user = make_user(EDITOR, email=EMAIL)
    user.is_superuser = True
    user.save(update_fields=["is_superuser"])


def by_command() -> None:
    call_command("create_administrator", EMAIL)


def by_djangos_command() -> None:
    call_command("createsuperuser", email=EMAIL, interactive=False)


def in_the_admin() -> None:
    client = Client()
    client.force_login(User.objects.get(email=FIRST))
    user = make_user(EDITOR, email=EMAIL)
    sent(client, f"/admin/members/user/{user.pk}/change/", "user_form", role=ADMINISTRATOR)
    assert role_of(user) == ADMINISTRATOR


@pytest.mark.parametrize("act", [by_role, by_manager, by_attribute, by_command, by_djangos_command, in_the_admin])
def test_all_administrators_are_told_once(
    act: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    monkeypatch.setenv("ADMINISTRATOR_PASSWORD", "one-long-password")
    make_user(ADMINISTRATOR, email=FIRST)
    make_user(EDITOR)
    with django_capture_on_commit_callbacks(execute=True):
        act()
    assert sorted(message.to[0] for message in mail.outbox) == sorted([FIRST, EMAIL])
    assert all(len(message.to) == 1 for message in mail.outbox)
    assert all(message.subject.endswith("a new administrator") for message in mail.outbox)
    assert all(message.body.startswith(f"{EMAIL} is an administrator since") for message in mail.outbox)


def test_who_is_one_already_or_becomes_something_else_is_nobodys_news(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    one, owner = make_user(ADMINISTRATOR, email=FIRST), User.objects.create_superuser(EMAIL, "one-long-password")
    with django_capture_on_commit_callbacks(execute=True):
        assign_role(one, ADMINISTRATOR)
        assign_role(owner, ADMINISTRATOR)
        owner.name = "Ada"
        owner.save()
        assign_role(one, EDITOR)
        assign_role(make_user(), EDITOR)
    assert not mail.outbox


def test_a_mail_server_that_is_away_undoes_nothing(
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    class Away:
        def send_messages(self, mails: Any) -> None:
            raise SMTPException(len(mails))

    monkeypatch.setattr(alarms, "get_connection", Away)
    with django_capture_on_commit_callbacks(execute=True):
        by_role()
    assert role_of(User.objects.get(email=EMAIL)) == ADMINISTRATOR
    assert "Administrators could not be told" in caplog.text
