"""Mail that does not leave is told as what it is, nothing of it undoes what was done, and no machine answers it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest
from django.core.mail import EmailMessage
from django.test import Client

from members.roles import READER
from tests.factories import PASSWORD, make_user
from tests.members.broken_mail import FAULTS, EmailBackend
from tests.members.people import EMAIL, OTHER_PASSWORD, code_in, enter_code, log_in, messages_of, register, text_of
from tests.source import imports, in_rooms

pytestmark = pytest.mark.django_db
Mails = list[EmailMessage]

REFUSED: Final = frozenset({"no such address (550)", "no such domain (553)"})
SAVED: Final = ["Your new password is saved.", "The mail that tells you of it could not be sent."]


@pytest.fixture
def breaks(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Mail breaks with this fault from now on, or works again ("")."""
    working = settings.EMAIL_BACKEND

    def set_fault(fault: str) -> None:
        settings.EMAIL_BACKEND = "tests.members.broken_mail.EmailBackend" if fault else working
        monkeypatch.setattr(EmailBackend, "fault", fault)

    return set_fault


def ask_for_reset(client: Client) -> Any:
    return client.post("/password/reset/", {"email": EMAIL})


def first_log_in(client: Client) -> Any:
    make_user(READER, email=EMAIL)
    return log_in(client)


def registration_of_a_known_address(client: Client) -> Any:
    make_user(email=EMAIL)
    return register(client)


def reset_of_a_known_address(client: Client) -> Any:
    make_user(email=EMAIL)
    return ask_for_reset(client)


WITH_MAIL: Final = [
    register,
    registration_of_a_known_address,
    first_log_in,
    ask_for_reset,
    reset_of_a_known_address,
]


@pytest.mark.parametrize("send", WITH_MAIL)
@pytest.mark.parametrize("fault", FAULTS)
def test_the_page_says_whether_the_address_is_refused_or_the_server_at_fault(
    client: Client, breaks: Callable[[str], None], send: Callable[[Client], Any], fault: str
) -> None:
    breaks(fault)
    response = send(client)
    page = text_of(response)
    assert "The mail could not be sent" in page
    assert (response.status_code, "did not answer" in page) == ((422, False) if fault in REFUSED else (503, True))
    assert (f"Mail to <b>{EMAIL}</b> is refused" in page) is (fault in REFUSED)


@pytest.mark.parametrize("fault", FAULTS)
def test_the_same_form_works_when_mail_does(
    client: Client, breaks: Callable[[str], None], mailoutbox: Mails, fault: str
) -> None:
    breaks(fault)
    register(client)
    breaks("")
    register(client)
    assert enter_code(client, code_in(mailoutbox[0])).status_code == 302


def test_the_old_code_holds_when_a_new_one_could_not_be_sent(
    client: Client, breaks: Callable[[str], None], mailoutbox: Mails
) -> None:
    register(client)
    breaks("no answer")
    assert client.post("/verify/", {"action": "resend"}).status_code == 503
    assert enter_code(client, code_in(mailoutbox[0])).status_code == 302


@pytest.mark.parametrize("fault", FAULTS)
def test_a_changed_password_is_saved_and_only_the_notice_is_missing(
    client: Client, breaks: Callable[[str], None], fault: str
) -> None:
    user = make_user(email=EMAIL)
    log_in(client)
    breaks(fault)
    response = client.post("/password/change/", {"oldpassword": PASSWORD, "password1": OTHER_PASSWORD})
    assert response["Location"] == "/account/"
    assert messages_of(response)[-2:] == SAVED
    assert client.get("/account/").status_code == 200
    user.refresh_from_db()
    assert user.check_password(OTHER_PASSWORD)


def test_a_password_set_after_a_reset_logs_in_as_well(
    client: Client, breaks: Callable[[str], None], mailoutbox: Mails
) -> None:
    make_user(email=EMAIL)
    ask_for_reset(client)
    client.post("/password/reset/code/", {"code": code_in(mailoutbox[0])})
    breaks("no answer")
    response = client.post("/password/reset/new/", {"password1": OTHER_PASSWORD})
    assert response["Location"] == "/account/"
    assert messages_of(response)[-3:-1] == SAVED
    assert client.get("/account/").status_code == 200


@pytest.mark.parametrize("send", [register, ask_for_reset])
@pytest.mark.parametrize("active", [True, False])
def test_mail_about_an_account_says_the_same_on_both_ways(
    client: Client, mailoutbox: Mails, send: Callable[[Client], Any], *, active: bool
) -> None:
    make_user(email=EMAIL, active=active)
    send(client)
    said = f"{mailoutbox[0].subject}\n{mailoutbox[0].body}"
    assert ("is closed" in said) is not active
    assert "no account" not in said.lower()
    assert ("have one already" in said or "Your code" in said) is active


def test_a_closed_account_is_not_told_to_the_page(mailoutbox: Mails) -> None:
    make_user(email=EMAIL, active=False)
    for send in (register, ask_for_reset):
        closed, unknown = Client(), Client()
        answers = [send(closed), send(unknown, "nobody@example.org") if send is register else ask_for_reset(unknown)]
        assert answers[0]["Location"] == answers[1]["Location"]
    assert "The account with this address is closed" in mailoutbox[0].body


def test_every_mail_says_that_a_machine_wrote_it(client: Client, mailoutbox: Mails) -> None:
    """RFC 3834: what answers mail by itself leaves it alone."""
    register(client)
    enter_code(client, code_in(mailoutbox[0]))
    client.post("/password/change/", {"oldpassword": PASSWORD, "password1": OTHER_PASSWORD})
    register(Client())
    ask_for_reset(Client())
    Client().post("/password/reset/", {"email": "nobody@example.org"})
    assert len(mailoutbox) == 5
    for mail in mailoutbox:
        assert mail.message()["Auto-Submitted"] == "auto-generated", mail.subject


def test_every_mail_answers_what_somebody_did_as_the_gate_promises() -> None:
    """The one mailing, of what is new, has to be asked for first (templates/articles/_invitation.html)."""
    answers = {path.name.removesuffix("_message.txt") for path in Path("templates").rglob("*_message.txt")}
    assert answers == {
        "base", "account_already_exists", "account_closed", "email_confirmation", "password_changed", "password_reset",
        "password_reset_code", "unknown_account", "login_code", "email_changed", "totp_activated", "totp_deactivated",
        "webauthn_added", "webauthn_removed", "recovery_codes_generated", "account_connected", "account_disconnected",
    }  # fmt: skip


def test_mail_leaves_by_one_door() -> None:
    """`AccountAdapter.send_mail`, which says so on every mail; a second door has to say it too."""
    found = {
        module.place for module in in_rooms() for name, _ in imports(module) if name.startswith("django.core.mail")
    }
    of_digests = {"library/digests/sending.py", "library/digests/writing.py"}
    to_administrators = {"webhooks/sending.py", "members/entrance/alarms.py", "operations/system/system_page.py"}
    assert found == {"members/adapter.py", "cbtneuro/mail.py", *of_digests, *to_administrators}


@pytest.mark.parametrize("name", ["Two\nlines", "Two\r\nlines", "Two\x0blines", "Two\u2028lines"])
def test_a_name_of_the_site_on_two_lines_keeps_no_mail_back(
    client: Client, mailoutbox: Mails, settings: Any, name: str
) -> None:
    settings.SITE_NAME = name
    assert register(client).status_code == 302
    assert mailoutbox[0].subject.startswith("Two lines: ")
