"""Accounts in the admin: administrators give roles, close and erase accounts, and never see a password."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from articles.models import Article
from members.consent import CURRENT_VERSION, give_consent
from members.models import User
from members.roles import ADMINISTRATOR, CONTRIBUTOR, EDITOR, MEMBER, role_of
from tests.desk.desk import show_once_more
from tests.factories import make_article, make_user
from tests.filled import form_of, sent
from tests.members.people import EMAIL, text_of

pytestmark = pytest.mark.django_db

PEOPLE = "/admin/members/user/"


@pytest.fixture
def administrator(client: Client) -> User:
    user = make_user(ADMINISTRATOR, email="admin@example.org")
    client.force_login(user)
    return user


@pytest.mark.parametrize("role", [MEMBER, CONTRIBUTOR, EDITOR])
def test_only_administrators_see_accounts(client: Client, role: str) -> None:
    other = make_user()
    client.force_login(make_user(role))
    for address in (PEOPLE, f"{PEOPLE}add/", f"{PEOPLE}{other.pk}/change/", f"{PEOPLE}{other.pk}/delete/"):
        assert client.get(address).status_code in (302, 403)


def test_the_list_and_the_page_of_a_person_show_no_hash(client: Client, administrator: User) -> None:
    user = make_user(email=EMAIL)
    for address in (PEOPLE, f"{PEOPLE}{user.pk}/change/"):
        page = text_of(client.get(address))
        assert EMAIL in page
        assert user.password not in page
        assert "md5$" not in page
    assert CURRENT_VERSION in page


def test_a_role_is_given_in_place_of_the_one_before(client: Client, administrator: User) -> None:
    user = make_user(email=EMAIL)
    save(client, user, role=EDITOR)
    user.refresh_from_db()
    assert [group.name for group in user.groups.all()] == [EDITOR]
    assert not user.is_staff
    save(client, user, role=ADMINISTRATOR)
    user.refresh_from_db()
    assert (role_of(user), user.is_staff) == (ADMINISTRATOR, True)
    save(client, user, role=MEMBER)
    user.refresh_from_db()
    assert (role_of(user), user.is_staff) == (MEMBER, False)


@pytest.mark.both_engines
def test_whoever_changes_an_account_second_overwrites_nothing_unseen(client: Client, administrator: User) -> None:
    user = make_user(email=EMAIL)
    address = f"{PEOPLE}{user.pk}/change/"
    shown = form_of(client, address, "user_form").fields
    save(client, user, role=EDITOR)
    for stale in ({"name": "Another"}, {"role": CONTRIBUTOR}):
        answer = client.post(address, {**shown, **stale})
        assert "Somebody changed this account after you had opened it." in answer.content.decode()
    user.refresh_from_db()
    assert (role_of(user), user.name) == (EDITOR, "")


def save(client: Client, user: User, **changes: str | None) -> None:
    response = sent(client, f"{PEOPLE}{user.pk}/change/", "user_form", **changes)
    assert response.status_code == 302, text_of(response)


def test_an_address_is_typed_once_and_changed_by_nobody(client: Client, administrator: User) -> None:
    user = make_user(email=EMAIL)
    save(client, user, email="thief@example.org")
    user.refresh_from_db()
    assert user.email == EMAIL


def test_a_closed_account_is_logged_out_at_once(client: Client, administrator: User) -> None:
    user = make_user(email=EMAIL)
    theirs = Client()
    theirs.force_login(user)
    save(client, user, is_active=None)
    assert theirs.get("/account/").status_code == 302


def test_a_new_person_gets_a_role_and_no_password(client: Client, administrator: User) -> None:
    form = {"email": "New@Example.org", "name": "New", "role": EDITOR, "is_active": "on"}
    assert client.post(f"{PEOPLE}add/", form).status_code == 302
    user = User.objects.get(email="new@example.org")
    assert role_of(user) == EDITOR
    assert not user.has_usable_password()
    page = text_of(client.post(f"{PEOPLE}add/", form))
    assert "already" in page


def test_erasing_a_person_keeps_what_they_published(client: Client, administrator: User) -> None:
    article = make_article(editor=make_user(EDITOR, email=EMAIL, name="Ada Lovelace"))
    user = User.objects.get(email=EMAIL)
    show_once_more(client)
    assert client.get(f"{PEOPLE}{user.pk}/delete/").status_code == 200
    assert client.post(f"{PEOPLE}{user.pk}/delete/", {"post": "yes"}).status_code == 302
    assert Article.objects.get(pk=article.pk).byline == "Ada Lovelace"
    another = make_user()
    action = {"action": "delete_selected", "_selected_action": [another.pk], "post": "yes"}
    client.post(PEOPLE, action)
    assert not User.objects.filter(pk=another.pk).exists()


def test_nobody_is_erased_by_who_has_not_shown_once_more_who_they_are(client: Client, administrator: User) -> None:
    user = make_user(email=EMAIL)
    page = f"{PEOPLE}{user.pk}/delete/"
    action = {"action": "delete_selected", "_selected_action": [user.pk], "post": "yes"}
    for answer in (client.get(page), client.post(page, {"post": "yes"}), client.post(PEOPLE, action)):
        assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, "/account/confirm/")
    assert User.objects.filter(pk=user.pk).exists()
    show_once_more(client)
    client.post(page, {"post": "yes"})
    assert not User.objects.filter(pk=user.pk).exists()


def test_the_owner_of_the_site_is_out_of_reach_of_administrators(client: Client, administrator: User) -> None:
    owner = User.objects.create_superuser("owner@example.org", "a long password of the owner")
    address = f"{PEOPLE}{owner.pk}"
    client.post(
        f"{address}/change/", {"name": "", "role": MEMBER, "consents-TOTAL_FORMS": "0", "consents-INITIAL_FORMS": "0"}
    )
    show_once_more(client)
    client.post(f"{address}/delete/", {"post": "yes"})
    client.post(PEOPLE, {"action": "delete_selected", "_selected_action": [owner.pk], "post": "yes"})
    owner.refresh_from_db()
    assert owner.is_superuser
    assert owner.is_staff
    assert owner.is_active


def test_roles_and_addresses_have_no_other_door() -> None:
    assert not admin.site.is_registered(Group)
    assert {model.__name__ for model in admin.site._registry} & {"EmailAddress", "EmailConfirmation"} == set()


def test_the_owner_of_the_site_meets_no_table_of_a_library_beside_ours(client: Client) -> None:
    owner = User.objects.create_superuser("owner@example.org")
    give_consent(owner, at=timezone.now())
    client.force_login(owner)
    assert "/admin/taggit/" not in client.get("/admin/").text
    assert client.get("/admin/taggit/tag/").status_code == 404
    assert {model._meta.app_label for model in admin.site._registry} == {"members"}


def test_the_admin_sends_password_changes_to_the_account_page(client: Client, administrator: User) -> None:
    assert client.get("/admin/password_change/")["Location"] == "/password/change/"


def test_the_list_of_people_costs_the_same_for_one_and_for_many(
    client: Client, administrator: User, django_assert_max_num_queries: object
) -> None:
    for _ in range(12):
        make_user()
    client.get(PEOPLE)  # the first page notes in the session that they are at work
    with django_assert_max_num_queries(9):  # type: ignore[operator]
        client.get(PEOPLE)
