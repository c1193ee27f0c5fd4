"""One spelling for the e-mail address of an account, wherever it is typed."""

import pytest
from django.test import Client

from members.forms import AddressField
from members.models import User
from members.roles import ADMINISTRATOR, MEMBER
from tests.factories import make_user

pytestmark = pytest.mark.both_engines
SPELLINGS = ["ann@example.org", "Ann@Example.ORG", "  ann@example.org\n", "ANN@EXAMPLE.ORG"]


@pytest.mark.parametrize("typed", SPELLINGS)
def test_an_address_has_one_spelling(typed: str) -> None:
    assert User.objects.normalize_email(typed) == "ann@example.org"
    assert AddressField().clean(typed) == "ann@example.org"


def test_no_address_is_an_empty_one() -> None:
    assert User.objects.normalize_email(None) == ""


@pytest.mark.django_db
@pytest.mark.parametrize("typed", SPELLINGS)
def test_an_account_is_stored_under_that_spelling_and_only_once(typed: str, client: Client) -> None:
    client.force_login(make_user(ADMINISTRATOR, email="admin@example.org"))
    fields = {"email": typed, "name": "Ann", "role": MEMBER, "is_active": "on"}
    assert client.post("/admin/members/user/add/", fields).status_code == 302
    assert User.objects.filter(email="ann@example.org").count() == 1
    again = client.post("/admin/members/user/add/", fields)
    assert again.status_code == 200
    assert "already exists" in again.content.decode()
