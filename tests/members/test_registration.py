"""Registration, from the form to the full post."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.utils import timezone

from members.consent import CURRENT_VERSION
from members.models import User
from members.roles import MEMBER, READER, role_of
from tests.factories import PASSWORD, make_article, make_user
from tests.members.hashers import CountingHasher
from tests.members.people import (
    CARRIED,
    EMAIL,
    NEXT_URL,
    OTHER_PASSWORD,
    SLUG,
    code_in,
    enter_code,
    messages_of,
    register,
    text_of,
)

pytestmark = pytest.mark.django_db
Mails = list[EmailMessage]


def test_the_rules_for_passwords_stand_on_the_form_before_anything_is_typed(client: Client) -> None:
    page = text_of(client.get("/register/"))
    assert "At least 10 characters" in page
    assert "20,000 commonest passwords" in page
    assert 'aria-describedby="id_password1_helptext"' in page
    assert 'autocomplete="new-password"' in page


def test_a_new_account_reads_summaries_until_its_address_is_verified(client: Client, mailoutbox: Mails) -> None:
    response = register(client)
    assert response.status_code == 302
    user = User.objects.get()
    assert role_of(user) == READER
    assert not client.get("/account/").wsgi_request.user.is_authenticated
    enter_code(client, code_in(mailoutbox[0]))
    assert role_of(user) == MEMBER
    assert client.get("/account/").status_code == 200


def test_registration_ends_where_the_reader_came_from(client: Client, mailoutbox: Mails) -> None:
    make_article(SLUG)
    assert register(client, next_url=NEXT_URL)["Location"] == f"/verify/{CARRIED}"
    response = enter_code(client, code_in(mailoutbox[0]))
    assert response["Location"] == NEXT_URL
    assert messages_of(response) == ["You are logged in. Here is the full post."]


def test_the_way_back_survives_wrong_codes(client: Client, mailoutbox: Mails) -> None:
    register(client, next_url=NEXT_URL)
    response = enter_code(client, "XXXX-XXXX")
    assert "<title>Error: " in text_of(response)
    assert "This is not the code from our newest mail" in text_of(response)
    assert enter_code(client, code_in(mailoutbox[0]))["Location"] == NEXT_URL


def test_after_three_wrong_codes_the_log_in_form_still_knows_the_way_back(client: Client) -> None:
    register(client, next_url=NEXT_URL)
    answers = [enter_code(client, "XXXX-XXXX", next=NEXT_URL) for _ in range(3)]
    assert answers[-1]["Location"] == f"/login/{CARRIED}"


def test_a_code_may_be_typed_in_small_letters_with_spaces(client: Client, mailoutbox: Mails) -> None:
    register(client)
    code = code_in(mailoutbox[0]).lower().replace("-", " ")
    assert enter_code(client, f" {code} ").status_code == 302


def test_consent_is_kept_with_its_version_and_time(client: Client) -> None:
    register(client)
    user = User.objects.get()
    assert user.agreed_version == CURRENT_VERSION
    assert {consent.document for consent in user.consents.all()} == {"terms", "privacy"}
    for consent in user.consents.all():
        assert consent.version == CURRENT_VERSION
        assert timezone.now() - consent.given_at < timedelta(minutes=1)


def test_without_consent_there_is_no_account(client: Client) -> None:
    response = register(client, agree="")
    page = text_of(response)
    assert "<title>Error: Create a free account" in page
    assert '<a href="#id_agree">Tick the box to agree to the terms and the privacy policy.</a>' in page
    assert EMAIL in page
    assert PASSWORD not in page
    assert not User.objects.exists()


@pytest.mark.parametrize("password", ["short pw", "QWERTYUIOP", "1234567890", "ada@example.org"])
def test_weak_passwords_are_refused(client: Client, password: str) -> None:
    page = text_of(register(client, password=password))
    assert '<a href="#id_password1">' in page
    assert not User.objects.exists()


def test_a_known_address_gets_the_answer_of_an_unknown_one(client: Client, mailoutbox: Mails) -> None:
    make_user(email="known@example.org")
    other = Client()
    answers = [register(client, "known@example.org"), register(other, "fresh@example.org")]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert answers[0].headers.keys() == answers[1].headers.keys()
    assert answers[0].cookies.keys() == answers[1].cookies.keys()
    pages = [text_of(client.get("/verify/")), text_of(other.get("/verify/"))]
    assert pages[0].replace("known@", "fresh@") == pages[1]
    assert [mail.to for mail in mailoutbox] == [["known@example.org"], ["fresh@example.org"]]
    assert "You have one already" in mailoutbox[0].body
    assert User.objects.count() == 2


def test_every_step_after_it_is_the_same_for_a_known_address(client: Client, mailoutbox: Mails) -> None:
    make_user(email="known@example.org")
    other = Client()
    register(client, "known@example.org")
    register(other, "fresh@example.org")
    for form in ({"action": "resend"}, {"code": "XXXX-XXXX"}, {"code": "XXXX-XXXX"}, {"code": "XXXX-XXXX"}):
        known, fresh = client.post("/verify/", form), other.post("/verify/", form)
        assert known.status_code == fresh.status_code
        assert known.headers.get("Location") == fresh.headers.get("Location")
        assert text_of(known).replace("known@", "fresh@") == text_of(fresh)
    assert len(mailoutbox) == 4


def test_a_known_address_costs_one_hash_like_an_unknown_one(client: Client, settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["tests.members.hashers.CountingHasher"]
    counts = []
    make_user(email="known@example.org")
    make_user(READER, email="waiting@example.org")
    for email in ("fresh@example.org", "known@example.org", "waiting@example.org"):
        before = CountingHasher.count
        register(Client(), email, OTHER_PASSWORD)
        counts.append(CountingHasher.count - before)
    assert counts == [1, 1, 1]


def test_the_case_of_an_address_makes_no_second_account(client: Client) -> None:
    make_user(email="known@example.org")
    register(client, "KNOWN@Example.ORG")
    assert User.objects.count() == 1


def test_a_form_that_was_sent_twice_still_gets_a_code_that_works(mailoutbox: Mails) -> None:
    first, second = Client(), Client()
    register(first)
    register(second, next_url=NEXT_URL)
    assert len(mailoutbox) == 2
    assert enter_code(second, code_in(mailoutbox[1]))["Location"] == NEXT_URL
    assert User.objects.count() == 1


def test_another_password_for_an_unverified_address_gets_no_code(client: Client, mailoutbox: Mails) -> None:
    make_user(READER, email=EMAIL)
    register(client, password=OTHER_PASSWORD)
    assert "You have one already" in mailoutbox[0].body
    assert User.objects.get().check_password(PASSWORD)


def test_mail_to_one_address_is_held_back_after_five_in_ten_minutes(mailoutbox: Mails) -> None:
    make_user(email=EMAIL)
    answers = [register(Client()) for _ in range(8)]
    assert {answer.status_code for answer in answers} == {302}
    assert len(mailoutbox) == 5


def test_the_code_of_a_new_account_is_mailed_even_so(client: Client, mailoutbox: Mails) -> None:
    user = make_user(email=EMAIL)
    for _ in range(6):
        register(Client())
    user.delete()
    mailoutbox.clear()
    register(client)
    assert enter_code(client, code_in(mailoutbox[0])).status_code == 302


def test_a_new_code_replaces_the_old_one(client: Client, mailoutbox: Mails) -> None:
    register(client, next_url=NEXT_URL)
    response = client.post("/verify/", {"action": "resend"})
    assert response["Location"] == "/verify/"
    assert enter_code(client, code_in(mailoutbox[0])).status_code == 200
    assert enter_code(client, code_in(mailoutbox[1]))["Location"] == NEXT_URL


def test_another_address_can_be_registered_instead(client: Client) -> None:
    register(client, "adda@example.org")
    assert client.get("/register/")["Location"] == "/verify/"
    response = client.post("/verify/other-address/", {"next": NEXT_URL})
    assert response["Location"] == f"/register/{CARRIED}"
    page = client.get(response["Location"])
    assert page.status_code == 200
    assert 'value="adda@example.org"' in text_of(page)


def test_a_pending_registration_ends_where_the_person_is_heading_now(client: Client, mailoutbox: Mails) -> None:
    register(client, next_url=NEXT_URL)
    client.get("/login/?next=/tags/")
    assert enter_code(client, code_in(mailoutbox[0]))["Location"] == "/tags/"


@pytest.mark.parametrize("email", ["a" * 250 + "@example.org", "ada", "ada@", "ada\0@example.org", "ada@exam ple.org"])
def test_addresses_that_no_column_can_keep_are_refused_on_the_form(client: Client, email: str) -> None:
    response = register(client, email)
    assert response.status_code == 200
    assert '<a href="#id_email">' in text_of(response)
