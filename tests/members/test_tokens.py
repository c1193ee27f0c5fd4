"""Tokens for programs: made in the account, shown once, kept as a digest, and ended in more ways than one."""

import io
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final
from unittest import mock

import pytest
import time_machine
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.test import Client

from members.entrance.tokens.scopes import PUBLISH, READ_FULL, SCOPES, WRITE_DRAFTS, scopes_for
from members.entrance.tokens.spelling import LENGTH, PREFIX, checksum, digest_of, is_spelled_like_one, new_token
from members.entrance.tokens.token_acts import MOST, TokenRefused, make_token, note_use, person_of, token_called
from members.management.commands.create_demo_accounts import prepare
from members.models import Token, User
from members.personal_data import everything_about, purge, remove_second_factor
from members.roles import ADMINISTRATOR, CONTRIBUTOR, EDITOR, MEMBER, READER
from tests.factories import PASSWORD, make_user
from tests.members.people import OTHER_PASSWORD, code_in, log_in
from tests.times import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]

MONTH: Final = timedelta(days=30)
SHOWN: Final = re.compile(rf"{PREFIX}\w+")


def made(user: User, *scopes: str, name: str = "A program") -> tuple[Token, str]:
    return make_token(name, scopes, by=user, at=NOW, expires_at=NOW + MONTH)


def logged_in(user: User) -> Client:
    """And shown once more, just now."""
    client = Client()
    client.force_login(user)
    assert client.post("/account/confirm/", {"password": PASSWORD}).status_code == 302
    return client


def send(client: Client, **fields: Any) -> Any:
    return client.post("/account/tokens/new/", {"name": "Zotero at work", "days": "90", **fields})


# --- How it is spelled --------------------------------------------------------------------------------------------


def test_a_token_has_a_prefix_256_bits_and_a_checksum_that_scanners_can_prove() -> None:
    token = new_token()
    assert token.startswith("cbtn_")
    assert len(token) == len(PREFIX) + LENGTH + 6
    assert is_spelled_like_one(token)
    random = token[len(PREFIX) : len(PREFIX) + LENGTH]
    assert token.endswith(checksum(random))
    assert 62**LENGTH > 2**256
    for wrong in (token[:-1], token + "0", token[:10] + ("0" if token[10] != "0" else "1") + token[11:], "", "cbtn_"):
        assert not is_spelled_like_one(wrong), wrong
    assert len({new_token() for _ in range(100)}) == 100


def test_what_cannot_be_a_token_costs_no_query(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert token_called("cbtn_" + "0" * (LENGTH + 6), NOW) is None
    with django_assert_num_queries(1):
        assert token_called(new_token(), NOW) is None


def test_of_a_token_only_its_digest_is_kept() -> None:
    row, token = made(make_user())
    stored = Token.objects.filter(pk=row.pk).values().get()
    assert token not in str(stored)
    assert token[len(PREFIX) :][:20] not in str(stored)
    assert stored["digest"] == digest_of(token)


# --- What it may --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "offered"),
    [(READER, []), (MEMBER, [READ_FULL]), (CONTRIBUTOR, [READ_FULL, "write:references", WRITE_DRAFTS]),
     (EDITOR, list(SCOPES)), (ADMINISTRATOR, list(SCOPES))],
)  # fmt: skip
def test_only_scopes_that_the_role_could_use_are_offered(role: str, offered: list[str]) -> None:
    user = make_user(role)
    assert [scope.name for scope in scopes_for(user)] == offered
    text = logged_in(user).get("/account/tokens/new/").content.decode()
    assert re.findall(r'name="scopes" value="([^"]+)"', text) == offered


def test_a_scope_beyond_the_role_is_refused_by_the_form_and_by_the_act() -> None:
    user = make_user(MEMBER)
    response = send(logged_in(user), scopes=[PUBLISH])
    assert "Your role does not allow one of these" in response.content.decode()
    with pytest.raises(TokenRefused):
        made(user, PUBLISH)
    assert not Token.objects.exists()


def test_who_asks_by_a_token_may_do_what_role_and_token_both_allow() -> None:
    editor = make_user(EDITOR)
    row, _ = made(editor, READ_FULL)
    person = person_of(row)
    assert person is not None
    assert person.pk == editor.pk
    assert person.has_perm("articles.read_full_posts")
    assert not person.has_perm("articles.publish_articles")
    assert editor.has_perm("articles.publish_articles")


def test_an_owner_may_by_a_token_no_more_than_its_scopes() -> None:
    owner = make_user(ADMINISTRATOR, is_staff=True, is_superuser=True)
    person = person_of(made(owner)[0])
    assert person is not None
    assert not person.has_perm("articles.read_full_posts")


# --- The pages ----------------------------------------------------------------------------------------------------


def test_a_token_is_made_shown_this_once_and_listed_without_its_secret() -> None:
    user = make_user(MEMBER)
    client = logged_in(user)
    response = send(client, scopes=[READ_FULL])
    (token,) = set(SHOWN.findall(response.content.decode()))
    row = token_called(token, NOW)
    assert row is not None
    assert row.user == user
    assert row.scopes == [READ_FULL]
    assert row.expires_at - row.made_at == timedelta(days=90)
    assert "no-store" in response["Cache-Control"]
    text = client.get("/account/tokens/").content.decode()
    assert "Zotero at work" in text
    assert "Never used" in text
    assert "read full posts" in text
    assert not SHOWN.search(text)


@pytest.mark.parametrize("fields", [{"name": ""}, {"days": "9999"}, {"days": ""}, {"name": "x" * 81}])
def test_a_form_that_is_not_complete_makes_nothing(fields: dict[str, str]) -> None:
    response = send(logged_in(make_user()), **fields)
    assert response.status_code == 200
    assert "field-error" in response.content.decode()
    assert not Token.objects.exists()


def test_who_logged_in_long_ago_shows_once_more_who_they_are() -> None:
    user = make_user()
    client = Client()
    client.force_login(user)
    response = client.get("/account/tokens/new/")
    assert response.status_code == 302
    assert "/account/confirm/" in response["Location"]
    assert send(client).status_code == 302
    assert not Token.objects.exists()


def test_nobody_has_more_tokens_than_the_limit() -> None:
    user = make_user()
    for _ in range(MOST):
        made(user)
    client = logged_in(user)
    assert "as many as one can have" in client.get("/account/tokens/").content.decode()
    assert "as many as one can have" in send(client).content.decode()
    assert user.tokens.count() == MOST


def test_a_token_is_ended_after_a_question_and_only_by_its_person() -> None:
    user, other = make_user(), make_user()
    row, token = made(user)
    address = f"/account/tokens/{row.pk}/end/"
    stranger, client = logged_in(other), logged_in(user)
    assert stranger.get(address).status_code == stranger.post(address).status_code == 404
    assert "End this token?" in client.get(address).content.decode()
    assert token_called(token, NOW) is not None
    assert client.post(address).status_code == 302
    assert token_called(token, NOW) is None


# --- Its end ------------------------------------------------------------------------------------------------------


def test_a_token_ends_on_its_day() -> None:
    _, token = made(make_user())
    assert token_called(token, NOW + MONTH - timedelta(seconds=1)) is not None
    assert token_called(token, NOW + MONTH) is None


def test_a_closed_account_stands_behind_no_token() -> None:
    user = make_user()
    row, _ = made(user)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert person_of(row) is None


def on_the_account_page(user: User, mails: list[EmailMessage]) -> None:
    form = {"oldpassword": PASSWORD, "password1": OTHER_PASSWORD, "password2": OTHER_PASSWORD}
    assert logged_in(user).post("/password/change/", form).status_code == 302


def forgotten(user: User, mails: list[EmailMessage]) -> None:
    client = Client()
    client.post("/password/reset/", {"email": user.email})
    client.post("/password/reset/code/", {"code": code_in(mails[0])})
    client.post("/password/reset/new/", {"password1": OTHER_PASSWORD})


def by_the_command_of_django(user: User, mails: list[EmailMessage]) -> None:
    with mock.patch("getpass.getpass", return_value=OTHER_PASSWORD):
        call_command("changepassword", user.email, stdout=io.StringIO())


def by_another_start_with_demo_accounts(user: User, mails: list[EmailMessage]) -> None:
    prepare(user.email, OTHER_PASSWORD, MEMBER)


def taken_away(user: User, mails: list[EmailMessage]) -> None:
    """As from whoever registered an address that they could not confirm."""
    user.set_unusable_password()
    user.save(update_fields=["password"])


@pytest.mark.parametrize(
    "change",
    [on_the_account_page, forgotten, by_the_command_of_django, by_another_start_with_demo_accounts, taken_away],
)
def test_another_password_ends_all_tokens_by_whatever_way_it_came(
    change: Callable[[User, list[EmailMessage]], None], mailoutbox: list[EmailMessage]
) -> None:
    user, other = make_user(), make_user()
    made(user)
    theirs, _ = made(other)
    change(user, mailoutbox)
    assert list(Token.objects.all()) == [theirs]
    assert not User.objects.get(pk=user.pk).check_password(PASSWORD)


def test_the_same_password_ends_no_token_where_it_is_hashed_anew_at_log_in(settings: Any) -> None:
    user = make_user()
    made(user)
    before = user.password
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2SHA1PasswordHasher", *settings.PASSWORD_HASHERS]
    assert log_in(Client(), user.email)["Location"] == "/account/"
    user.refresh_from_db()
    assert user.password != before
    user.name = "Ada"
    user.save()
    assert Token.objects.exists()


def test_who_lost_their_second_factor_has_lost_their_tokens_too() -> None:
    user = make_user()
    made(user)
    remove_second_factor(user)
    assert not Token.objects.exists()


def test_expired_tokens_are_shown_for_a_month_and_then_go() -> None:
    user = make_user()
    made(user)
    with time_machine.travel(NOW + 2 * MONTH - timedelta(days=1)):
        assert "<b>Ended" in logged_in(user).get("/account/tokens/").content.decode()
    dict(purge(at=NOW + 2 * MONTH - timedelta(days=1)))
    assert Token.objects.exists()
    assert dict(purge(at=NOW + 2 * MONTH))["expired tokens"] == 1
    assert not Token.objects.exists()


# --- What is told of it -------------------------------------------------------------------------------------------


def test_use_is_noted_at_most_once_a_minute(django_assert_num_queries: Any) -> None:
    row, _ = made(make_user())
    note_use(row, NOW)
    row.refresh_from_db()
    assert row.last_used_at == NOW
    with django_assert_num_queries(0):
        note_use(row, NOW + timedelta(seconds=59))
    note_use(row, NOW + timedelta(seconds=60))
    row.refresh_from_db()
    assert row.last_used_at == NOW + timedelta(seconds=60)


def test_a_copy_of_ones_data_tells_of_tokens_and_holds_no_secret() -> None:
    user = make_user(MEMBER)
    row, token = made(user, READ_FULL, name="Reader's robot")
    (told,) = everything_about(user)["tokens"]
    assert told["name"] == "Reader's robot"
    assert told["scopes"] == [READ_FULL]
    assert token not in str(told)
    assert row.digest not in str(told)
