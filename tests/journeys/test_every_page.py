"""Every page on a wide screen in the light theme and on a phone in the dark one.

Accessibility rules, reflow, sizes of targets.
"""

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings

from tests.journeys.checks import against_rules, keep_picture, screens, too_small, too_wide
from tests.journeys.holdings import Holdings
from tests.journeys.places import ACTS, PLACES, Place, fill_in_registration, register
from tests.journeys.visits import HEIGHT, WIDE, Visits

pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.journeys.broken"),
]


def found_wrong(page: Page, name: str) -> list[str]:
    """What is wrong with the page that is open, and where: on each screen in its theme, then the narrowest screen."""
    found = []
    for screen in screens(page):
        found += [f"{screen}: {fault}" for fault in [*too_small(page), *against_rules(page)]]
        keep_picture(page, f"{name} {screen}")
    return found + too_wide(page)


def begin_anew(page: Page) -> None:
    """On a wide, light screen again, whatever `found_wrong` made of it at the place before."""
    page.set_viewport_size({"width": WIDE, "height": HEIGHT[WIDE]})
    page.emulate_media(color_scheme="light", reduced_motion="reduce")


def come_to(page: Page, place: Place, origin: str) -> None:
    begin_anew(page)
    response = page.goto(place.path)
    assert response is not None
    assert response.status == place.status
    assert response.url == f"{origin}{place.path}"


def test_every_page_with_an_address_passes_every_check(visits: Visits, subtests: pytest.Subtests) -> None:
    people = Holdings().people
    pages = {person: visits.page(user=people.get(person)) for person in {place.person for place in PLACES.values()}}
    for name, place in PLACES.items():
        with subtests.test(name):
            page = pages[place.person]
            come_to(page, place, visits.origin)
            expect(page.get_by_role("heading", level=1)).to_have_count(1)
            found = found_wrong(page, name) + visits.faults()
            assert not [fault for fault in found if "500 from" not in fault or place.status != 500], "\n".join(found)


def test_every_page_that_comes_of_an_act_passes_every_check(visits: Visits, subtests: pytest.Subtests) -> None:
    Holdings()
    page = visits.page()
    for name, act in ACTS.items():
        with subtests.test(name):
            begin_anew(page)
            page.context.clear_cookies()  # somebody else
            act(page)
            expect(page.get_by_role("heading", level=1)).to_have_count(1)
            found = found_wrong(page, name) + visits.faults()
            assert not found, "\n".join(found)


def test_a_page_that_tells_where_mail_is_kept_or_why_none_was_sent_passes_every_check(
    visits: Visits, settings: Settings
) -> None:
    page = visits.page()
    settings.MAIL_STAYS_HERE, settings.EMAIL_FILE_PATH = True, "/srv/cbtneuro/a-folder-with-a-long-name/var/mail"
    register(page)
    expect(page.locator(".devmail")).to_contain_text("a-folder-with-a-long-name")
    assert found_wrong(page, "verify on a machine of ones own") == []
    page.context.clear_cookies()
    settings.EMAIL_BACKEND = "tests.members.broken_mail.EmailBackend"
    visits.expected.append("503 from")
    fill_in_registration(page, "someone.else@example.org")
    expect(page.get_by_role("heading", level=1)).to_have_text("The mail could not be sent")
    assert found_wrong(page, "mail failed") == []
