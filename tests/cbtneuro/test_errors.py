"""Error pages: each can be made with what Django gives it, and shows a way on."""

import re

import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.views.csrf import csrf_failure

CODES = ["400", "403", "404", "410", "429", "500"]
SCOLDING = re.compile(r"\b(?:please|sorry|oops|invalid)\b|!", re.IGNORECASE)


@pytest.mark.parametrize("code", CODES)
def test_every_error_page_can_be_made_from_nothing(code: str) -> None:
    """Django renders 400 and 500 without a request; a fault may strike before any context exists."""
    page = render_to_string(f"errors/{code}.html")
    assert '<form class="bigsearch" action="/search/"' in page
    for way_on in ("/tags/", "/lists/", "/latest/"):
        assert f'href="{way_on}"' in page


@pytest.mark.parametrize("name", ["400", "403", "404", "429", "500"])
def test_the_names_that_django_and_allauth_look_up_give_the_same_pages(name: str) -> None:
    assert render_to_string(f"{name}.html").strip() == render_to_string(f"errors/{name}.html").strip()


@pytest.mark.parametrize("code", CODES)
def test_error_pages_keep_the_voice_and_stay_out_of_indexes(code: str) -> None:
    page = render_to_string(f"errors/{code}.html")
    words = re.sub(r"<[^>]+>", " ", page)
    assert not SCOLDING.search(words)
    assert '<meta name="robots" content="noindex">' in page
    assert 'rel="canonical"' not in page


@pytest.mark.django_db
def test_a_missing_page_is_404_with_the_site_around_it_and_no_way_back_to_it(client: Client) -> None:
    response = client.get("/nothing/here/?next=https://elsewhere.example/")
    assert response.status_code == 404
    assert "There is no page at this address" in response.text
    assert "next=" not in response.text


def test_a_withdrawn_article_gives_its_reason() -> None:
    assert "The paper was retracted." in render_to_string("errors/410.html", {"reason": "The paper was retracted"})


@pytest.mark.django_db
def test_a_form_without_its_token_is_told_what_to_do() -> None:
    response = csrf_failure(RequestFactory().post("/login/"))
    assert response.status_code == 403
    assert b"This form was open too long" in response.content
