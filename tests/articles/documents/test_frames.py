"""Pages whose frame is kept: what a reader typed is never taken for one of its places."""

import pytest
from django.test import Client

from articles.documents.slots import slot
from tests.factories import make_article, make_tag
from tests.page import Page

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/tags/fear/", "/search/?q=fear"])
@pytest.mark.parametrize("field", ["from", "to"])
def test_a_mark_in_an_address_moves_nothing(address: str, field: str) -> None:
    tag = make_tag("Fear")
    for name in ("one", "two"):
        make_article(name, tags=[tag])
    path, _, query = address.partition("?")
    asked = dict(part.split("=") for part in query.split("&") if part)
    plain = Page.of(Client().get(path, {**asked, field: "abcd"}))
    marked = Page.of(Client().get(path, {**asked, field: slot("title")}))
    assert marked.title == plain.title
    assert len(marked.elements) == len(plain.elements)
