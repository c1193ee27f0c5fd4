"""Text that is not sent yet: it is not left by a slip, it goes through a log-in, and two editors see both texts."""

from typing import Any

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Dialog, Page, expect

from articles.models import Article
from members.roles import EDITOR
from tests.factories import PASSWORD, make_article, make_reference, make_user
from tests.journeys.checks import check_axe
from tests.journeys.visits import Visits

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def form_of(page: Page, thing: Any) -> Page:
    page.goto(f"/admin/{thing._meta.app_label}/{thing._meta.model_name}/{thing.pk}/change/", wait_until="load")
    return page


def asks(page: Page) -> bool:
    """Whether the browser asks when the person turns to another page; if it does, they stay."""
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.locator("#site-name a").click(no_wait_after=True)
    page.wait_for_timeout(500)  # milliseconds; the question comes at once
    page.remove_listener("dialog", stay)
    return asked == ["beforeunload"]


@pytest.mark.parametrize("make", [make_article, make_reference], ids=["article", "reference"])
def test_leaving_with_unsaved_text_asks_and_keeps_it(make: Any, visits: Visits) -> None:
    page = form_of(visits.page(user=make_user(EDITOR)), make())
    box = page.locator("#id_summary, #id_csl").first
    box.fill("{}")
    address = page.url
    assert asks(page)
    assert page.url == address
    expect(box).to_have_value("{}")


def test_nobody_is_asked_who_wrote_nothing_or_sends_it(visits: Visits) -> None:
    article = make_article()
    page = form_of(visits.page(user=make_user(EDITOR)), article)
    assert not asks(page)
    expect(page).to_have_url("/admin/")
    form_of(page, article).get_by_role("textbox", name="Title").fill("Mine")
    page.get_by_role("button", name="Save", exact=True).last.click()
    expect(page.locator(".messagelist")).to_contain_text("was changed successfully")


def test_a_text_whose_session_has_ended_goes_through_the_log_in(visits: Visits) -> None:
    editor, article = make_user(EDITOR), make_article(status="draft")
    page = form_of(visits.page(user=editor), article)
    page.get_by_role("textbox", name="Full post").fill("## Mine\n\nLong work.")
    Session.objects.all().delete()
    page.get_by_role("button", name="Save", exact=True).last.click()
    expect(page.get_by_text("What you wrote is kept on this page")).to_be_visible()
    check_axe(page)
    page.get_by_label("E-mail address").fill(editor.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Log in").click()
    expect(page.get_by_role("button", name="Send it again")).to_be_visible()
    check_axe(page)
    page.get_by_role("button", name="Send it again").click()
    expect(page.locator(".messagelist")).to_contain_text("was changed successfully")
    assert Article.objects.get().full_post.markdown == "## Mine\n\nLong work."


def test_two_editors_see_both_texts(visits: Visits) -> None:
    article = make_article(full_post="## A\n\nBefore.")
    first, second = (form_of(visits.page(user=make_user(EDITOR)), article) for _ in range(2))
    for page, text in ((first, "## A\n\nTheirs."), (second, "## A\n\nMine.")):
        page.get_by_role("textbox", name="Full post").fill(text)
        page.get_by_role("button", name="Save", exact=True).last.click()
        page.wait_for_load_state("load")
    expect(second.locator(".field-full_post .theirs")).to_have_text("## A Theirs.")
    expect(second.get_by_role("textbox", name="Full post")).to_have_value("## A\n\nMine.")
    check_axe(second)
    second.get_by_role("button", name="Save", exact=True).last.click()
    expect(second.locator(".messagelist")).to_contain_text("was changed successfully")
    assert Article.objects.get().full_post.markdown == "## A\n\nMine."
