"""A second factor: set up, asked for at log-in, lost and found again, and required of people with a role."""

import io
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.mail import EmailMessage
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from members.models import User
from members.roles import ADMINISTRATOR, CONTRIBUTOR, EDITOR, MEMBER
from tests.factories import PASSWORD, make_user
from tests.members.people import EMAIL, NEXT_URL, code_in, log_in, messages_of, text_of
from tests.times import NOW

pytestmark = pytest.mark.django_db

APP: Final = "/account/second-factor/app/"
CODES: Final = "/account/second-factor/codes/"
OVERVIEW: Final = "/account/second-factor/"
STEP: Final = "/login/second-step/"


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """Stands still: a code of the app holds until a test lets time go on."""
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def code_of(key: str) -> str:
    return str(format_hotp_value(hotp_value(key, int(timezone.now().timestamp() // 30))))


def show_password(client: Client, page: str) -> None:
    assert client.post("/account/confirm/", {"password": PASSWORD, "next": page})["Location"] == page


def set_up_app(client: Client, **sent: str) -> str:
    """The key, of somebody who is logged in."""
    show_password(client, APP)
    found = re.search(r'class="totp-key">(\w+)<', text_of(client.get(APP)))
    assert found
    answer = client.post(APP, {"code": code_of(found[1]), **sent})
    assert answer.status_code == 302, text_of(answer)
    return found[1]


def codes_shown(client: Client) -> list[str]:
    return re.findall(r"<code>(\d{8})</code>", text_of(client.get(CODES)))


@pytest.fixture
def key(client: Client, clock: time_machine.Traveller) -> str:
    """Of the app of Ada, who is logged in as `client`; time has gone on, so the first code is no longer right."""
    make_user(email=EMAIL)
    log_in(client)
    key = set_up_app(client)
    clock.shift(timedelta(minutes=2))
    return key


# --- The app ------------------------------------------------------------------------------------------------------


def test_log_in_asks_for_the_code_of_the_app_and_ends_where_one_was_going(key: str) -> None:
    other = Client()
    assert log_in(other, next_url=NEXT_URL)["Location"] == f"{STEP}?next=%2Farticles%2Fa-study%2F%23full"
    assert other.get("/account/").status_code == 302
    assert "This did not work" in text_of(other.post(STEP, {"code": "000000"}))
    assert other.post(STEP, {"code": code_of(key)})["Location"] == NEXT_URL
    assert other.get("/account/").status_code == 200


def test_a_code_of_the_app_is_taken_once(key: str) -> None:
    answers = []
    for _ in range(2):
        other = Client()
        log_in(other)
        answers.append(other.post(STEP, {"code": code_of(key)}).status_code)
    assert answers == [302, 200]


def test_a_code_from_the_mail_is_no_way_around_it(key: str, mailoutbox: list[EmailMessage]) -> None:
    other = Client()
    other.post("/login/code/", {"email": EMAIL})
    assert other.post("/login/code/enter/", {"code": code_in(mailoutbox[-1])})["Location"] == STEP
    assert other.get("/account/").status_code == 302


def test_neither_is_a_new_password(key: str, mailoutbox: list[EmailMessage]) -> None:
    other = Client()
    other.post("/password/reset/", {"email": EMAIL})
    other.post("/password/reset/code/", {"code": code_in(mailoutbox[-1])})
    assert other.post("/password/reset/new/", {"password1": "eleven loud magpies"})["Location"] == STEP
    assert other.get("/account/").status_code == 302


def test_codes_cannot_be_guessed(key: str) -> None:
    other = Client()
    log_in(other)
    pages = [text_of(other.post(STEP, {"code": f"{number:06}"})) for number in range(6)]
    assert "tried too often" in pages[-1]
    assert "tried too often" in text_of(other.post(STEP, {"code": code_of(key)}))


def test_who_was_logged_in_elsewhere_with_the_password_alone_is_logged_out(client: Client) -> None:
    make_user(email=EMAIL)
    elsewhere = Client()
    log_in(client)
    log_in(elsewhere)
    set_up_app(client)
    assert "Everywhere else you are logged out." in text_of(client.get(OVERVIEW))
    assert (client.get("/account/").status_code, elsewhere.get("/account/").status_code) == (200, 302)


def test_the_app_is_removed_after_a_proof_and_log_in_asks_no_more(client: Client, key: str) -> None:
    clock_is_over = client.get(f"{APP}remove/")
    assert clock_is_over.status_code == 200  # five minutes have not passed since the password was typed
    assert client.post(f"{APP}remove/")["Location"] == OVERVIEW
    assert not Authenticator.objects.exists()
    assert log_in(Client())["Location"] == "/account/"


def test_everything_about_second_factors_wants_a_proof_first(client: Client, key: str, clock: Any) -> None:
    clock.shift(timedelta(minutes=6))
    for page in (APP + "remove/", CODES, CODES + "new/", CODES + "download/", OVERVIEW + "passkey/"):
        for answer in (client.get(page), client.post(page)):
            if answer.status_code != 405:
                assert answer["Location"].startswith("/account/confirm/?next="), page
    assert Authenticator.objects.count() == 2


def test_the_app_proves_who_one_is_too(client: Client, key: str, clock: Any) -> None:
    clock.shift(timedelta(minutes=6))
    page = text_of(client.get("/account/confirm/?next=/account/address/"))
    assert 'href="/account/confirm/app/?next=' in page
    answer = client.post("/account/confirm/app/", {"code": code_of(key), "next": "/account/address/"})
    assert answer["Location"] == "/account/address/"
    assert client.get("/account/address/").status_code == 200


# --- Recovery codes -----------------------------------------------------------------------------------------------


def test_a_recovery_code_opens_once(client: Client, key: str) -> None:
    first, *others = codes_shown(client)
    assert len(others) == 9
    answers = []
    for _ in range(2):
        other = Client()
        log_in(other)
        answers.append(other.post(STEP, {"code": first}).status_code)
    assert answers == [302, 200]
    assert codes_shown(client) == others
    assert client.get(f"{CODES}download/").content.decode().split() == others


def test_new_recovery_codes_end_the_former_ones(client: Client, key: str) -> None:
    before = codes_shown(client)
    client.post(f"{CODES}new/")
    assert not set(before) & set(codes_shown(client))


def test_secrets_are_stored_encrypted_and_open_with_a_former_key(client: Client, key: str, settings: Any) -> None:
    stored = str(list(Authenticator.objects.values_list("data", flat=True)))
    codes = codes_shown(client)
    assert key not in stored
    former, settings.SECRET_KEY = settings.SECRET_KEY, "another-key-" + "1" * 40
    app = Authenticator.objects.get(type="totp")
    assert not app.wrap().validate_code(code_of(key))
    settings.SECRET_KEY_FALLBACKS = [former]
    assert app.wrap().validate_code(code_of(key))
    assert Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes() == codes


def test_no_secret_of_a_factor_is_told_to_anybody(client: Client, key: str) -> None:
    codes = codes_shown(client)
    told = text_of(client.get("/account/data/")) + text_of(client.get(OVERVIEW))
    administrator = Client()
    administrator.force_login(make_user(ADMINISTRATOR))
    user = User.objects.get(email=EMAIL)
    told += text_of(administrator.get(f"/admin/members/user/{user.pk}/change/"))
    assert administrator.get("/admin/mfa/authenticator/").status_code == 404
    assert "TOTP" in told
    assert not [secret for secret in (key, *codes) if secret in told]


def test_passkeys_of_others_cannot_be_reached(client: Client, key: str) -> None:
    theirs = Authenticator.objects.create(user=make_user(), type="webauthn", data={"name": "Theirs", "credential": {}})
    for page in (f"{OVERVIEW}passkey/{theirs.pk}/", f"{OVERVIEW}passkey/{theirs.pk}/remove/"):
        assert client.get(page).status_code == client.post(page, {"name": "Mine"}).status_code == 404
    theirs.refresh_from_db()
    assert theirs.data["name"] == "Theirs"


def test_who_has_lost_everything_gets_in_again_with_the_password(client: Client, key: str) -> None:
    out = io.StringIO()
    call_command("remove_second_factor", EMAIL.upper(), stdout=out)
    assert "2 removed" in out.getvalue()
    assert client.get("/account/").status_code == 302
    assert log_in(Client())["Location"] == "/account/"
    with pytest.raises(CommandError, match="No account has the address"):
        call_command("remove_second_factor", "nobody@example.org")


# --- Required of people with a role -------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [CONTRIBUTOR, EDITOR, ADMINISTRATOR])
def test_people_with_a_role_get_nowhere_before_they_have_one(client: Client, settings: Any, role: str) -> None:
    settings.REQUIRE_MFA_FOR_STAFF = True
    make_user(role, email=EMAIL)
    assert log_in(client, next_url="/desk/")["Location"] == "/desk/"
    for page in ("/desk/", "/admin/", "/insights/", "/", "/search/?q=a"):
        answer = client.get(page)
        if answer.status_code != 404:
            assert answer["Location"].startswith(f"{OVERVIEW}?next=%2F"), page
    assert client.post("/admin/articles/article/add/", {"title": "A"})["Location"].startswith(OVERVIEW)
    assert [client.get(page).status_code for page in ("/account/", "/privacy/", "/account/data/")] == [200] * 3
    assert "Set one up first: " in text_of(client.get(f"{OVERVIEW}?next=%2Fdesk%2F"))
    set_up_app(client, next="/desk/")
    assert 'href="/desk/"' in text_of(client.get(f"{CODES}?next=%2Fdesk%2F"))
    assert client.get("/desk/").status_code == 200


def test_without_the_setting_nobody_is_asked_and_members_never_are(client: Client, settings: Any) -> None:
    make_user(EDITOR, email=EMAIL)
    log_in(client)
    assert client.get("/desk/").status_code == 200
    settings.REQUIRE_MFA_FOR_STAFF = True
    member = Client()
    member.force_login(make_user(MEMBER))
    assert member.get("/").status_code == Client().get("/").status_code == 200


def test_the_admin_alone_may_want_one(client: Client, settings: Any) -> None:
    settings.REQUIRE_MFA_FOR_ADMIN = True
    make_user(ADMINISTRATOR, email=EMAIL)
    log_in(client)
    for page in ("/admin/", "/admin/members/user/", "/admin/jobs/", "/admin/system/"):
        assert client.get(page)["Location"].startswith(f"{OVERVIEW}?next=%2Fadmin%2F"), page
    assert client.post("/admin/system/", {"act": "mail"})["Location"].startswith(OVERVIEW)
    assert [client.get(page).status_code for page in ("/desk/", "/", "/account/")] == [200] * 3
    assert "Set one up first: " in text_of(client.get(f"{OVERVIEW}?next=%2Fadmin%2F"))
    set_up_app(client, next="/admin/")
    assert client.get("/admin/").status_code == 200
    editor = Client()
    editor.force_login(make_user(EDITOR))
    assert (editor.get("/admin/").status_code, Client().get("/admin/").status_code) == (403, 302)


def test_whoever_removes_the_last_one_is_led_to_the_page_again(client: Client, settings: Any) -> None:
    settings.REQUIRE_MFA_FOR_STAFF = True
    make_user(EDITOR, email=EMAIL)
    log_in(client)
    set_up_app(client)
    assert client.get("/desk/").status_code == 200
    answer = client.post(f"{APP}remove/")
    assert messages_of(answer)[-1].startswith("The app is removed.")
    assert client.get("/desk/")["Location"].startswith(OVERVIEW)
