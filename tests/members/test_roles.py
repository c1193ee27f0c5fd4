"""Roles: each person has one, and only proof of the address makes a reader a member."""

import pytest
from django.core.mail import EmailMessage
from django.test import Client

from members.models import User
from members.roles import ADMINISTRATOR, EDITOR, MEMBER, PERMISSIONS, READER, admit, assign_role, role_of
from tests.factories import make_user
from tests.members.people import EMAIL, code_in, enter_code, log_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", PERMISSIONS)
def test_a_role_replaces_the_one_before_and_brings_its_rights_at_once(role: str) -> None:
    user = make_user(EDITOR)
    assert user.has_perm("articles.publish_articles")
    assign_role(user, role)
    assert role_of(user) == role
    assert user.is_staff == (role == ADMINISTRATOR)
    assert user.get_all_permissions() == PERMISSIONS[role]


def test_an_unknown_role_is_refused_with_the_names_of_the_five() -> None:
    with pytest.raises(ValueError, match="reader, member, contributor, editor, administrator"):
        assign_role(make_user(), "king")


@pytest.mark.parametrize("role", PERMISSIONS)
def test_admission_lifts_readers_and_nobody_else(role: str) -> None:
    user = make_user(role)
    admit(user)
    assert role_of(user) == (MEMBER if role == READER else role)


def test_the_owner_of_the_site_keeps_every_right_through_the_first_log_in(
    client: Client, mailoutbox: list[EmailMessage]
) -> None:
    owner = User.objects.create_superuser(EMAIL, "a long password of the owner")
    log_in(client, EMAIL, "a long password of the owner")
    enter_code(client, code_in(mailoutbox[0]))
    assert client.get("/admin/", follow=True).redirect_chain[-1][0] == "/consent/?next=%2Fadmin%2F"
    assign_role(owner, MEMBER)
    owner.refresh_from_db()
    assert owner.is_staff
    assert owner.has_perm("articles.publish_articles")
