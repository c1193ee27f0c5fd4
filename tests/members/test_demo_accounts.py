"""The two accounts for a first look around, on a machine of one's own."""

import io
import json
import stat
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from members.consent import has_agreed
from members.models import User
from members.roles import EDITOR, MEMBER, role_of
from tests.members.people import log_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.MAIL_STAYS_HERE = True
    settings.DATA_DIR = tmp_path
    return tmp_path


def create() -> str:
    printed = io.StringIO()
    call_command("create_demo_accounts", stdout=printed)
    return printed.getvalue()


def test_the_printed_passwords_open_both_accounts(folder: Path) -> None:
    lines = [line.split() for line in create().splitlines()[1:]]
    assert [(role, email) for role, email, _ in lines] == [
        (EDITOR, "editor@example.org"),
        (MEMBER, "member@example.org"),
    ]
    for role, email, password in lines:
        assert log_in(Client(), email, password)["Location"] == "/account/"
        user = User.objects.get(email=email)
        assert role_of(user) == role
        assert has_agreed(user)


def test_another_start_keeps_accounts_and_passwords(folder: Path) -> None:
    first = create()
    kept = {user.pk: user.password for user in User.objects.all()}
    assert create() == first
    assert {user.pk: user.password for user in User.objects.all()} == kept


def test_an_empty_database_gets_the_passwords_of_the_folder_again(folder: Path) -> None:
    first = create()
    User.objects.all().delete()
    assert create() == first


def test_only_the_owner_of_the_file_reads_it(folder: Path) -> None:
    create()
    file = folder / "demo-accounts.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert all(len(password) >= 16 for password in json.loads(file.read_text()).values())


def test_without_debug_there_are_no_demo_accounts(folder: Path, settings: Any) -> None:
    settings.MAIL_STAYS_HERE = False
    with pytest.raises(CommandError, match="own machine"):
        create()
    assert not User.objects.exists()
