"""What people change of their account by themselves: the address, the name, where they are logged in."""

import re
from datetime import timedelta
from importlib import import_module
from typing import Any, Final

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.mail import EmailMessage
from django.test import Client
from django.utils import timezone

from members.models import User
from members.profile.devices import device_in_words
from members.roles import EDITOR, READER
from tests.factories import PASSWORD, make_user
from tests.members.people import EMAIL, code_in, enter_code, log_in, messages_of, register, text_of

pytestmark = pytest.mark.django_db
Mails = list[EmailMessage]

NEW: Final = "ada.lovelace@example.org"
ADDRESS: Final = "/account/address/"
FIREFOX: Final = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def show_password(client: Client, password: str = PASSWORD) -> Any:
    return client.post("/account/confirm/", {"password": password, "next": ADDRESS})


@pytest.fixture
def ada(client: Client) -> User:
    """Logged in as `client`, who has just shown the password once more."""
    user = make_user(email=EMAIL, name="Ada")
    log_in(client)
    assert show_password(client)["Location"] == ADDRESS
    return user


# --- The address --------------------------------------------------------------------------------------------------


def test_another_address_counts_once_its_code_is_typed_and_the_old_one_is_told(
    client: Client, ada: User, mailoutbox: Mails
) -> None:
    assert client.post(ADDRESS, {"email": f" {NEW.upper()} "})["Location"] == "/verify/"
    assert (mailoutbox[0].to, User.objects.get().email) == ([NEW], EMAIL)
    assert NEW in text_of(client.get("/verify/"))
    answer = enter_code(client, code_in(mailoutbox[0]))
    assert (answer["Location"], messages_of(answer)[-1]) == (
        "/account/", f"Your e-mail address is {NEW} from now on.",
    )  # fmt: skip
    ada.refresh_from_db()
    assert ada.email == NEW
    assert list(EmailAddress.objects.values_list("email", "verified", "primary")) == [(NEW, True, True)]
    assert (mailoutbox[1].to, f"from {EMAIL} to {NEW}" in mailoutbox[1].body) == ([EMAIL], True)
    assert client.get("/account/").status_code == 200
    assert log_in(Client(), NEW).status_code == 302
    assert log_in(Client(), EMAIL).status_code == 200


def test_a_wrong_code_changes_nothing_and_three_end_it(client: Client, ada: User, mailoutbox: Mails) -> None:
    client.post(ADDRESS, {"email": NEW})
    for _ in range(3):
        answer = enter_code(client, "XXXX-XXXX")
    assert "this code no longer works" in messages_of(answer)[-1]
    assert enter_code(client, code_in(mailoutbox[0]))["Location"] == "/account/"
    ada.refresh_from_db()
    assert ada.email == EMAIL


def test_a_code_that_is_over_offers_another(client: Client, ada: User, mailoutbox: Mails) -> None:
    client.post(ADDRESS, {"email": NEW})
    with time_machine.travel(timezone.now() + timedelta(minutes=16), tick=False):
        assert "The code has expired" in text_of(enter_code(client, code_in(mailoutbox[0])))
        show_password(client)
        assert client.post(ADDRESS, {"email": NEW, "action": "resend"})["Location"] == "/verify/"
        assert enter_code(client, code_in(mailoutbox[1]))["Location"] == "/account/"
    ada.refresh_from_db()
    assert ada.email == NEW


def test_the_password_is_asked_for_first(client: Client) -> None:
    make_user(email=EMAIL)
    log_in(client)
    for answer in (client.get(ADDRESS), client.post(ADDRESS, {"email": NEW})):
        assert answer["Location"] == "/account/confirm/?next=%2Faccount%2Faddress%2F"
        assert "no-store" in answer["Cache-Control"]
    assert "This is not your password." in text_of(show_password(client, "not this one"))
    assert client.get(ADDRESS).status_code == 302


def test_the_address_of_another_account_is_refused_when_its_code_is_typed(
    client: Client, ada: User, mailoutbox: Mails
) -> None:
    other = make_user(email=NEW)
    assert client.post(ADDRESS, {"email": NEW})["Location"] == "/verify/"
    answer = enter_code(client, code_in(mailoutbox[0]))
    assert "This address belongs to another account by now." in text_of(answer)
    ada.refresh_from_db()
    other.refresh_from_db()
    assert (ada.email, other.email) == (EMAIL, NEW)


def test_a_registration_that_nobody_confirmed_makes_room_for_who_has_the_address(
    client: Client, ada: User, mailoutbox: Mails
) -> None:
    register(Client(), NEW)
    client.post(ADDRESS, {"email": NEW})
    enter_code(client, code_in(mailoutbox[1]))
    ada.refresh_from_db()
    assert (ada.email, User.objects.count()) == (NEW, 1)


def test_an_account_that_an_administrator_made_makes_no_room(client: Client, ada: User, mailoutbox: Mails) -> None:
    make_user(READER, email=NEW, agreed=False)
    client.post(ADDRESS, {"email": NEW})
    assert "belongs to another account" in text_of(enter_code(client, code_in(mailoutbox[0])))
    assert User.objects.count() == 2


def test_one_s_own_address_is_told_as_such(client: Client, ada: User, mailoutbox: Mails) -> None:
    assert "This is your address already." in text_of(client.post(ADDRESS, {"email": EMAIL}))
    assert not mailoutbox


def test_no_other_act_on_addresses_is_taken(client: Client, ada: User) -> None:
    """The view of allauth knows to remove one, and to prefer another."""
    for act in ("action_remove", "action_primary", "action_send"):
        client.post(ADDRESS, {"email": EMAIL, act: "on"})
    assert EmailAddress.objects.get().verified is True


# --- The name -----------------------------------------------------------------------------------------------------


def test_a_name_is_changed_and_taken_away(client: Client) -> None:
    user = make_user(EDITOR, name="Ada")
    client.force_login(user)
    for name in ("Ada Lovelace ", ""):
        assert client.post("/account/name/", {"name": name})["Location"] == "/account/"
        user.refresh_from_db()
        assert user.name == name.strip()
    assert "at most 120" in text_of(client.post("/account/name/", {"name": "a" * 121}))


# --- Log-ins ------------------------------------------------------------------------------------------------------


def test_one_sees_where_one_is_logged_in_and_logs_out_everywhere_else(client: Client) -> None:
    make_user(email=EMAIL)
    elsewhere, stranger = Client(), Client()
    log_in(client, **{"user-agent": FIREFOX})
    log_in(
        elsewhere, **{"user-agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604"}
    )
    make_user(email=NEW)
    log_in(stranger, NEW)
    page = text_of(client.get("/account/log-ins/"))
    assert re.findall(r"<dt>\s*(.*?)\s*</dt>", page) == ["Firefox on Linux", "Safari on an iPhone"]
    assert page.count("<b>This one</b>") == 1
    answer = client.post("/account/log-ins/")
    assert messages_of(answer)[-1] == "You are logged out everywhere else."
    answers = [one.get("/account/").status_code for one in (client, elsewhere, stranger)]
    assert answers == [200, 302, 200]


def test_one_ends_a_single_log_in_and_none_of_anybody_else(client: Client) -> None:
    user, stranger = make_user(email=EMAIL), make_user(email=NEW)
    one, other, theirs = Client(), Client(), Client()
    log_in(client, **{"user-agent": FIREFOX})
    for where in (one, other):
        log_in(where)
    log_in(theirs, NEW)
    here, first, second = UserSession.objects.filter(user=user).order_by("pk")
    address = f"/account/log-ins/{first.pk}/"
    assert address in text_of(client.get("/account/log-ins/"))
    assert "Log out there?" in text_of(client.get(address))
    assert one.get("/account/").status_code == 200
    assert messages_of(client.post(address))[-1] == "You are logged out there."
    assert [where.get("/account/").status_code for where in (client, one, other, theirs)] == [200, 302, 200, 200]
    of_stranger = UserSession.objects.get(user=stranger)
    for gone in (first.pk, of_stranger.pk, 99_999):
        assert client.post(f"/account/log-ins/{gone}/").status_code == 404
    assert client.post(f"/account/log-ins/{here.pk}/")["Location"] == "/account/log-ins/"
    assert [where.get("/account/").status_code for where in (client, theirs)] == [200, 200]
    assert Client().post(f"/account/log-ins/{second.pk}/")["Location"].startswith("/login/")
    assert UserSession.objects.filter(pk=second.pk).exists()


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (FIREFOX, "Firefox on Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36", "Chrome on Android"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18.0 Safari/605.1.15", "Safari on a Mac"),
        ("Mozilla/5.0 (Windows NT 10.0)", "A browser on Windows"),
        ("curl/8.0", "An unknown program"),
    ],
)
def test_a_browser_is_called_as_people_call_it(user_agent: str, words: str) -> None:
    assert device_in_words(user_agent) == words


def test_whoever_was_logged_in_before_log_ins_were_listed_is_listed_too(client: Client) -> None:
    make_user(email=EMAIL)
    other = Client()
    log_in(client)
    log_in(other)
    Client().post("/login/", {"login": "stranger@example.org", "other_form": ""})
    UserSession.objects.all().delete()
    import_module("members.migrations.0006_log_ins_of_before").list_them(apps, None)
    assert UserSession.objects.count() == 2
    assert text_of(client.get("/account/log-ins/")).count("from before we noted where") == 2
    client.post("/account/log-ins/")
    assert other.get("/account/").status_code == 302
    assert Session.objects.count() == 2  # that of the stranger, and this one
