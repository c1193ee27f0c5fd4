"""A form that somebody else's page sends in a person's name is refused at every address that there is."""

import re
from typing import Final

import pytest
from django.test import Client
from django.urls import resolve
from django.urls.converters import get_converters

from members.roles import ADMINISTRATOR
from tests.access.matrix import Address, Kind, every_address
from tests.factories import PASSWORD, make_user
from tests.page import Page

pytestmark = pytest.mark.django_db

PARAMETER: Final = re.compile(r"(?<!\?P)<(?:(\w+):)?\w+>")
PATTERN: Final = re.compile(r"\^?\(\?P<\w+>([^)]*)\)")
# Each converter takes one of them.
VALUES: Final = ("a", "1", "bib", "webp", "0123456789ab", "6ba7b810-9dad-11d1-80b4-00c04fd430c8")
UNTOLD: Final = "This form was open too long"


def value_for(converter: str) -> str:
    return next(value for value in VALUES if re.fullmatch(get_converters()[converter].regex, value))


def path_of(address: Address) -> str:
    """A path that leads to the view of the address; nothing needs to stand there."""
    typed = PARAMETER.sub(lambda found: value_for(found[1] or "str"), address.route)
    first = PATTERN.sub(lambda found: found[1].partition("|")[0].replace(".*", "nowhere"), typed)
    return f"/{first.removesuffix('$')}"


def administrator() -> Client:
    """Whoever may do everything, so that nothing but the missing token can be in the way."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_user(ADMINISTRATOR))
    return client


def test_no_address_takes_a_post_without_a_token() -> None:
    clients = {"a visitor": Client(enforce_csrf_checks=True), "an administrator": administrator()}
    taken = []
    for address in every_address():
        path = path_of(address)
        assert address.kind is Kind.API or resolve(path).func is address.view, path  # whose views are wrapped anew
        for person, client in clients.items():
            response = client.post(path)
            if address.name in ("account_login", "account_signup") and person == "an administrator":
                assert response.status_code == 302  # who is logged in already goes on, and nothing is read
            elif address.name == "following:stop-mail":
                assert response.status_code == 404  # the address itself is the secret: RFC 8058
            elif address.name == "insights:count":
                assert response.status_code == 204  # what a page tells by itself changes nothing but a number
            elif address.name == "harvest":
                assert response.status_code == 200  # it reads alone, and OAI-PMH may be asked by POST
            elif address.kind is Kind.API or address.name in ("api-document", "api-nowhere"):
                # no cookie says who somebody is there: without a token of another kind nobody writes anything
                assert response.status_code in (401, 404, 405, 415), path
            elif address.name in ("health", "health-live", "health-ready"):
                assert response.status_code == 405  # it answers before anything asks for a form
            elif response.status_code != 403 or UNTOLD not in response.content.decode():
                taken.append(f"{path} answers {response.status_code} to {person}")
    assert not taken


def test_with_its_token_a_form_is_taken() -> None:
    client = Client(enforce_csrf_checks=True)
    form = {"login": make_user().email, "password": PASSWORD}
    (token,) = {
        field.attributes["value"]
        for field in Page.of(client.get("/login/")).with_tag("input")
        if field.attributes.get("name") == "csrfmiddlewaretoken"
    }
    assert client.post("/login/", form).status_code == 403
    assert client.post("/login/", {**form, "csrfmiddlewaretoken": token}).status_code == 302
