"""Without a connection: what was read is still there, as anybody may read it, and goes with the log-out."""

from typing import Final

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from articles.publishing import return_to_draft
from tests.factories import make_article, make_user
from tests.journeys.checks import check_axe
from tests.journeys.visits import PHONE, Visits

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
SECRET: Final = "zqhippocampus"  # stands in the full post alone
KEPT: Final = """async () => {
  const names = (await caches.keys()).filter((name) => name.startsWith("pages "));
  const pages = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
  return pages.flat().map(({ url }) => new URL(url).pathname);
}"""


def until(page: Page, address: str, *, is_kept: bool) -> None:
    for _ in range(100):
        if (address in page.evaluate(KEPT)) == is_kept:
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"{address} is {'not' if is_kept else 'still'} kept")


def read(page: Page, address: str) -> None:
    page.goto(address)
    until(page, address, is_kept=True)


def test_what_was_read_is_there_without_a_connection_but_no_full_post(visits: Visits) -> None:
    """What a member reads is kept as a visitor would get it; after the log-out nothing is."""
    first = make_article("first", title="The quieter amygdala", full_post=f"Nine weeks of {SECRET}.")
    other = make_article("other", title="Never opened")
    page = visits.page(width=PHONE, user=make_user(), service_workers="allow")
    page.goto("/about/")
    page.evaluate("navigator.serviceWorker.ready")
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    read(page, "/lists/")
    read(page, first.get_absolute_url())
    expect(page.locator("#full")).to_contain_text(SECRET)
    page.context.set_offline(True)
    answer = page.reload()
    assert answer
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    expect(page.get_by_role("heading", level=1)).to_have_text("The quieter amygdala")
    expect(page.get_by_role("status").filter(has_text="No connection.")).to_be_visible()
    assert SECRET not in page.content()
    expect(page.locator("#gate")).to_be_visible()
    page.goto(other.get_absolute_url())
    expect(page.get_by_role("heading", level=1)).to_have_text("There is no connection")
    expect(page.locator("[data-read-before] a")).to_have_text(["The quieter amygdala", "Reading lists"])
    check_axe(page)
    page.get_by_role("link", name="The quieter amygdala").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The quieter amygdala")
    page.context.set_offline(False)
    return_to_draft(first, by=None, at=timezone.now())
    page.goto(first.get_absolute_url())  # what is gone is not kept any longer
    expect(page.get_by_role("heading", level=1)).to_have_text("There is no page at this address")
    until(page, first.get_absolute_url(), is_kept=False)
    page.goto("/logout/")
    page.locator("main").get_by_role("button", name="Log out").click()
    expect(page.get_by_text("You are logged out")).to_be_visible()
    assert set(page.evaluate(KEPT)) <= {"/"}  # read since then
    visits.expected = ["net::ERR_INTERNET_DISCONNECTED"]
