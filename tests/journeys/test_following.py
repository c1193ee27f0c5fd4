"""Following in a browser: a topic, what editors publish in it, the mail about it, and the end of the mail."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from library.digests.sending import send_due
from library.digests.unsubscribing import address_to_stop
from library.models import DigestSubscription, Follow, Visit
from lists.models import Item
from tests.factories import make_article, make_list, make_tag, make_user
from tests.journeys.test_every_page import found_wrong
from tests.journeys.visits import Visits
from tests.library.following import LONG_AGO, member_following, published, rewrite
from tests.times import NOW

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def asks_for_mail(page: Page) -> None:
    page.goto("/library/following/")
    page.get_by_label("Daily").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Mail will come: daily.")).to_be_visible()


def ends_the_mail(page: Page, address: str) -> None:
    """Whoever has the mail, without a log-in: to open the address changes nothing."""
    page.goto(address)
    assert DigestSubscription.objects.exists()
    page.get_by_role("button", name="Stop the mail").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("No more mail")
    assert not DigestSubscription.objects.exists()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_member_follows_a_topic_is_told_once_and_ends_the_mail(visits: Visits, settings: Any, scripts: bool) -> None:
    settings.SITE_URL = visits.origin
    tag, member = make_tag("Spiders"), make_user()
    make_article(title="Before", tags=[tag])
    page = visits.page(user=member, scripts=scripts)
    page.goto(tag.get_absolute_url())
    page.get_by_role("button", name="Follow Spiders").click()
    expect(page.get_by_role("status").first).to_contain_text("You follow “Spiders” now.")
    expect(page.get_by_role("button", name="Following Spiders: stop")).to_be_visible()
    asks_for_mail(page)

    Follow.objects.update(since=LONG_AGO)
    DigestSubscription.objects.update(covered_until=LONG_AGO)
    published(NOW - timedelta(days=1), title="A spider after therapy", tags=[tag])
    page.goto("/library/new/")
    expect(page.get_by_role("link", name="A spider after therapy")).to_be_visible()
    expect(page.get_by_role("link", name="Before")).to_have_count(0)
    assert send_due(at=NOW)["sent"] == 1
    assert send_due(at=NOW) == {}
    (message,) = mail.outbox
    assert (message.to, "A spider after therapy" in str(message.body)) == ([member.email], True)
    found = re.search(rf"{visits.origin}(/library/following/mail/stop/\S+)", str(message.body))
    assert found is not None
    ends_the_mail(visits.page(scripts=scripts), found[1])

    page.goto("/library/following/")
    page.get_by_role("button", name="Unfollow Spiders").click()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("You follow “Spiders” again.")).to_be_visible()
    assert Follow.objects.get().since == LONG_AGO


def test_the_pages_pass_what_every_page_has_to(visits: Visits) -> None:
    tag = make_tag("Spiders", scope_note="Fear of spiders.")
    old = published(NOW - timedelta(days=20), title="What the scans show after therapy", tags=[tag])
    reading_list = make_list("first-steps", articles=[old], title="Start here")
    member = member_following(tag, reading_list, old)
    Visit.objects.create(member=member, since=LONG_AGO, at=NOW - timedelta(days=3))
    published(NOW - timedelta(days=5), title="An older one, told before", tags=[tag])
    new = published(NOW - timedelta(days=1), title="Visual responses to angry faces forecast who gained", tags=[tag])
    Item.objects.create(section=reading_list.sections.get(), article=new, reason="Next.", position=1)
    rewrite(old, NOW - timedelta(days=1), summary="A larger trial scanned people before, during and after therapy.")
    page = visits.page(user=member)
    for name, address in {
        "following": "/library/following/",
        "news": "/library/new/",
        "changed": f"/library/changed/{old.slug}/",
        "follow question": "/library/follow/topic/spiders/",
        "topic followed": tag.get_absolute_url(),
        "list followed": reading_list.get_absolute_url(),
        "article followed": old.get_absolute_url(),
        "stop mail": address_to_stop(member.pk),
    }.items():
        page.goto(address)
        assert not found_wrong(page, name)
    page.goto("/library/following/")
    page.get_by_role("button", name="Unfollow Spiders").click()
    assert not found_wrong(page, "unfollowed")
