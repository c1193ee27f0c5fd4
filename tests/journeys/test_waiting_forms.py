"""Text at the desk that is not sent yet: it is not left by a slip, and it goes through a log-in."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Dialog, Page, expect

from members.roles import EDITOR
from tags.models import Tag
from tests.factories import PASSWORD, make_tag, make_user
from tests.journeys.checks import check_axe
from tests.journeys.visits import Visits

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
NOTE = "What is filed here, in a sentence or two"


def form_of(page: Page, tag: Tag) -> Page:
    page.goto(f"/desk/tags/{tag.pk}/", wait_until="load")
    return page


def asks(page: Page) -> bool:
    """Whether the browser asks when the person turns to another page; if it does, they stay."""
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.get_by_role("link", name="References").first.click(no_wait_after=True)
    page.wait_for_timeout(500)  # milliseconds; the question comes at once
    page.remove_listener("dialog", stay)
    return asked == ["beforeunload"]


def test_leaving_with_unsaved_text_asks_and_nobody_is_asked_who_wrote_nothing_or_sends_it(visits: Visits) -> None:
    tag = make_tag("Fear")
    page = form_of(visits.page(user=make_user(EDITOR)), tag)
    assert not asks(page)
    page = form_of(page, tag)
    page.get_by_label(NOTE).fill("Mine.")
    assert asks(page)
    expect(page.get_by_label(NOTE)).to_have_value("Mine.")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Described “Fear” anew.")).to_be_visible()


def test_a_text_whose_session_has_ended_goes_through_the_log_in(visits: Visits) -> None:
    editor, tag = make_user(EDITOR), make_tag("Fear")
    page = form_of(visits.page(user=editor), tag)
    page.get_by_label(NOTE).fill("Long work.")
    Session.objects.all().delete()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("What you wrote is kept on this page")).to_be_visible()
    check_axe(page)
    page.get_by_label("E-mail address").fill(editor.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Log in").click()
    expect(page.get_by_role("button", name="Send it again")).to_be_visible()
    check_axe(page)
    page.get_by_role("button", name="Send it again").click()
    expect(page.get_by_text("Described “Fear” anew.")).to_be_visible()
    assert Tag.objects.get().scope_note == "Long work."
