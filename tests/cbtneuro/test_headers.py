"""What every answer says beside its content."""

import pytest
from django.conf import settings
from django.test import Client

from tests.factories import PASSWORD, make_article, make_image, make_list, make_tag, make_user
from tests.worlds import shared

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
READING = [
    "/", "/latest/", "/search/?q=fear", "/tags/", "/tags/fear/", "/lists/", "/lists/the-list/", "/about/", "/terms/",
    "/articles/the-article/", "/articles/the-article/cite.bib", "/privacy/", "/accessibility/", "/feeds/latest.atom",
    "/tags/fear/feed.atom", "/sitemap.xml", "/robots.txt",
]  # fmt: skip
OTHERS = [
    "/login/", "/register/", "/password/reset/", "/nowhere/", "/articles/nowhere/", "/?page=0", "/?q=%00", "/account/",
    "/admin/login/", "/health/", "/health/live", "/health/ready",
]  # fmt: skip


@shared
def site() -> None:
    article = make_article("the-article", tags=[make_tag("Fear")], image=make_image("scanner"))
    make_list("the-list", articles=[article])


def policy_of(header: str) -> dict[str, str]:
    return dict(part.strip().split(" ", 1) for part in header.split(";") if part.strip())


@pytest.mark.parametrize("address", [*READING, *OTHERS])
def test_every_answer_carries_the_policy_and_no_looser_one(address: str) -> None:
    response = Client().get(address)
    assert policy_of(response["Content-Security-Policy"]) == POLICY
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.parametrize("role", ["member", "editor"])
def test_the_policy_is_the_same_for_people_who_are_logged_in(role: str) -> None:
    client = Client()
    client.force_login(make_user(role))
    for address in [*READING, "/account/", "/admin/"]:
        header = client.get(address, follow=True)["Content-Security-Policy"]
        assert policy_of(header) == POLICY, address


def test_an_image_can_do_nothing_when_it_is_opened_by_itself() -> None:
    page = Client().get("/articles/the-article/").content.decode()
    address = page.partition('<img src="')[2].partition('"')[0]
    response = Client().get(address)
    assert response["Content-Type"] in ("image/jpeg", "image/png")
    assert response["Content-Security-Policy"] == "default-src 'none'"


@pytest.mark.parametrize("address", READING)
def test_reading_sets_no_cookie_and_gives_the_same_bytes_again(address: str) -> None:
    first, second = Client().get(address), Client().get(address)
    assert not first.cookies
    assert first.content == second.content


def test_the_cookie_of_a_log_in_is_out_of_reach_of_scripts_and_other_sites() -> None:
    client = Client()
    client.post("/login/", {"login": make_user().email, "password": PASSWORD})
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


@pytest.mark.parametrize("address", ["/login/", "/register/", "/password/reset/"])
def test_pages_with_forms_are_kept_by_nobody(address: str) -> None:
    assert "no-store" in Client().get(address)["Cache-Control"]


def test_a_page_names_its_own_address_without_the_query() -> None:
    text = " ".join(Client().get("/tags/fear/?before=9999999999999999-1").content.decode().split())
    assert '<link rel="canonical" href="http://testserver/tags/fear/">' in text
