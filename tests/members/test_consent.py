"""Agreement to the terms and the privacy policy, asked again when they change."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from members.consent import CURRENT_VERSION, give_consent, has_agreed
from members.models import Consent, User
from members.roles import EDITOR
from tests.factories import make_article, make_user
from tests.members.people import EMAIL, SLUG, text_of

pytestmark = pytest.mark.django_db

ASKED = "/consent/?next="
OLDER = "the one before"


@pytest.fixture
def behind(client: Client) -> User:
    """Somebody who is logged in and agreed to an older version."""
    user = make_user(email=EMAIL, agreed=False)
    Consent.objects.create(user=user, document="terms", version=OLDER)
    user.agreed_version = OLDER
    user.save()
    client.force_login(user)
    return user


def test_a_member_behind_the_present_version_is_asked_on_every_page(client: Client, behind: User) -> None:
    make_article(SLUG)
    assert client.get("/")["Location"] == f"{ASKED}%2F"
    assert client.get("/account/")["Location"] == f"{ASKED}%2Faccount%2F"
    assert client.get(f"/articles/{SLUG}/?list=x")["Location"] == f"{ASKED}%2Farticles%2F{SLUG}%2F%3Flist%3Dx"


def test_after_agreeing_the_member_is_back_on_the_page(client: Client, behind: User) -> None:
    address = client.get("/account/")["Location"]
    assert client.post(address, {"agree": "on"})["Location"] == "/account/"
    behind.refresh_from_db()
    assert has_agreed(behind)
    assert behind.consents.filter(version=CURRENT_VERSION).count() == 2
    assert behind.consents.filter(version=OLDER).exists()
    assert client.get("/account/").status_code == 200


def test_a_first_consent_is_not_greeted_with_changes(client: Client) -> None:
    user = make_user(agreed=False)
    client.force_login(user)
    page = text_of(client.get("/consent/"))
    assert "<h1>Our terms</h1>" in page
    assert "changed" not in page
    user.agreed_version = OLDER
    user.save()
    assert "<h1>Our terms have changed</h1>" in text_of(client.get("/consent/"))


def test_an_empty_box_is_asked_about(client: Client, behind: User) -> None:
    page = text_of(client.post("/consent/", {}))
    assert "<title>Error: Our terms have changed" in page
    assert '<a href="#id_agree">Tick the box' in page


@pytest.mark.parametrize(
    "address",
    ["/terms/", "/privacy/", "/consent/", "/logout/", "/account/data/", "/account/erase/", "/feeds/latest.atom",
     f"/articles/{SLUG}/cite.bib", "/robots.txt", "/health/"],
)  # fmt: skip
def test_some_pages_stay_open_without_agreement(client: Client, behind: User, address: str) -> None:
    make_article(SLUG)
    assert client.get(address).status_code == 200


def test_a_form_that_was_sent_leads_back_to_the_page_it_stood_on(client: Client, behind: User) -> None:
    here = "http://testserver/password/change/"
    answer = client.post("/password/change/", {}, headers={"referer": here})
    assert answer["Location"] == f"{ASKED}%2Fpassword%2Fchange%2F"
    answer = client.post("/password/change/", {}, headers={"referer": "https://evil.example/there/"})
    assert answer["Location"] == f"{ASKED}%2F"


def test_editors_are_asked_before_they_edit(client: Client) -> None:
    client.force_login(make_user(EDITOR, agreed=False))
    assert client.get("/admin/")["Location"] == f"{ASKED}%2Fadmin%2F"


def test_visitors_are_never_asked(client: Client) -> None:
    assert client.get("/").status_code == 200
    assert client.get("/consent/")["Location"] == "/login/?next=/consent/"


def test_asking_costs_no_query(client: Client, settings: Any) -> None:
    client.force_login(make_user(email=EMAIL))
    asking = {address: queries(client, address) for address in ("/", "/latest/", "/account/", "/robots.txt")}
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if name != "members.middleware.ask_for_consent"]
    assert asking == {address: queries(client, address) for address in asking}


def test_being_asked_costs_the_session_and_the_person(client: Client, behind: User) -> None:
    assert queries(client, "/latest/") == 2


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len(captured)


def test_consent_given_twice_keeps_the_first_time() -> None:
    user = make_user(agreed=False)
    first = timezone.now() - timedelta(days=3)
    give_consent(user, at=first)
    give_consent(user, at=timezone.now())
    assert {consent.given_at for consent in user.consents.all()} == {first}
