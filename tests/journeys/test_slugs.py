"""While a title is typed, the browser makes the address of it that the server would make."""

import pytest
from playwright.sync_api import expect

from members.roles import EDITOR
from tests.factories import make_user
from tests.journeys.visits import Visits
from tests.tags.titles import LONGEST, MADE

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_the_browser_makes_the_addresses_that_the_server_makes(visits: Visits) -> None:
    page = visits.page(user=make_user(EDITOR))
    page.goto("/admin/articles/article/add/")
    page.locator("#id_title").press_sequentially("Große Øx")
    expect(page.locator("#id_slug")).to_have_value("grosse-ox")
    make = "([titles, longest]) => titles.map((title) => [URLify(title, longest, false), URLify(title, longest, true)])"
    made = page.evaluate(make, [[*MADE], LONGEST])
    assert {title: tuple(pair) for title, pair in zip(MADE, made, strict=True)} == MADE
