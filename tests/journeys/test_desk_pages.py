"""The pages of the desk beside the editor: images, reading lists, topics. The rules of every page, and dragging."""

from typing import Any, Final

import pytest
from django.utils import timezone
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult
from playwright.sync_api import expect

from articles.cards.card_job import draw_for_topic
from articles.models import Article, Image
from articles.text.merged_references.joining import merge_references
from bibliography.models import Reference
from jobs.backend import key_of
from jobs.queue import FAILED
from lists.arrangement import arrangement_of
from lists.models import ReadingList
from members.roles import ADMINISTRATOR, EDITOR
from tags import curation
from tests.factories import make_image, make_reference, make_user
from tests.journeys.checks import against_rules, keep_picture, too_small, too_wide
from tests.journeys.holdings import Holdings
from tests.journeys.visits import HEIGHT, PHONE, WIDE, Theme, Visits
from webhooks import endpoints
from webhooks.models import Delivery, Endpoint, EventType

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
SCREENS: Final[tuple[tuple[int, tuple[Theme, Theme]], ...]] = ((WIDE, ("light", "dark")), (PHONE, ("dark", "light")))
PAGES: Final = {
    "images": "images/",
    "an image": "images/{image}/",
    "new image": "images/new/",
    "deleting an image": "images/{unused}/delete/",
    "lists": "lists/",
    "a list": "lists/{list}/",
    "withdrawing a list": "lists/{list}/do/withdraw/",
    "places of an article": "articles/{summary}/lists/",
    "topics": "tags/",
    "topics found": "tags/?q=anxiety",
    "a topic": "tags/{tag}/",
    "merging a topic": "tags/{tag}/merge/",
    "merging a topic, what will change": "tags/{tag}/merge/?into=Anxiety+disorders",
    "splitting a topic": "tags/{tag}/split/?labels=Fear+of+speaking",
    "moving a topic, refused": "tags/{tag}/move/?under=Selective+mutism",
    "deleting a topic": "tags/{tag}/delete/",
    "new topic": "tags/new/",
    "taxonomies": "tags/taxonomies/",
    "a taxonomy": "tags/taxonomies/{taxonomy}/",
    "new taxonomy": "tags/taxonomies/new/",
    "deleting a taxonomy": "tags/taxonomies/{taxonomy}/delete/",
    "check of the taxonomy": "tags/check/",
    "pasting references": "references/",
    "references": "references/stored/",
    "a reference": "references/{reference}/",
    "notices that wait": "notices/",
    "answering a notice": "articles/{retracted}/notices/{notice}/",
    "a reference with notices": "references/{noticed}/",
    "noting a notice": "references/{noticed}/notices/new/",
    "taking a notice back": "references/{noticed}/notices/{notice}/take-back/",
    "articles to look at": "?tab=look",
    "what to merge into a reference": "references/{noticed}/merge/?q=quieter",
    "merging references": "references/{noticed}/merge/?with=other-record",
    "undoing a merge of references": "references/merges/{merge}/undo/",
    "scheduling changes": "articles/{summary}/do/schedule-changes/",
    "log": "log/",
    "deleting a reference": "references/{reference}/delete/",
    "undoing": "tags/acts/{act}/undo/",
    "webhooks": "webhooks/",
    "new webhook": "webhooks/new/",
    "a webhook": "webhooks/{webhook}/",
    "removing a webhook": "webhooks/{webhook}/do/remove/",
    "administration": "/admin/",
    "system": "/admin/system/",
    "jobs": "/admin/jobs/",
    "jobs that wait": "/admin/jobs/?state=waiting",
    "accounts": "/admin/members/user/",
    "account": "/admin/members/user/{member}/change/",
}


def webhook() -> Endpoint:
    """One that was told of something, and of something else that it did not take."""
    made = endpoints.add("https://hooks.example.org/in", "The library", EventType.values, by=None, at=timezone.now())
    for _ in range(2):
        endpoints.send_test(made, at=timezone.now())
    first, second = Delivery.objects.order_by("pk")
    Delivery.objects.filter(pk=first.pk).update(delivered_at=timezone.now(), attempts=1, outcome="Answered 204.")
    Delivery.objects.filter(pk=second.pk).update(attempts=3, outcome="No answer: ConnectTimeoutError.")
    return made


def broken(job: Task[Any, Any], pk: int) -> None:
    """One that was given up."""
    job.enqueue(pk)
    told = " ".join(["A traceback is as long as its longest line."] * 9)
    DBTaskResult.objects.filter(pk=key_of(job, [pk])).update(
        status=FAILED, finished_at=timezone.now(), traceback=f"Traceback\n  {told}\nOSError: The disk is full. {told}"
    )


def test_every_page_passes_the_rules_in_both_themes(visits: Visits, subtests: pytest.Subtests) -> None:
    holdings = Holdings()
    act = curation.rename(holdings.region, "Amygdaloid body", by=None, at=timezone.now())
    image, unused = Image.objects.get(name="scanner"), make_image("unused")
    keys = {**holdings.keys, "act": act.pk, "image": image.pk, "unused": unused.pk}
    keys["taxonomy"] = holdings.disorder.taxonomy_id
    keys |= {"notice": holdings.retracted.pk, "noticed": holdings.retracted.reference_id}
    keys["retracted"] = Article.objects.get(slug="after-panic").pk
    reference, former = Reference.objects.all()[0], make_reference("former-record")
    make_reference("other-record", title="Another title", volume="60")
    editor = make_user(EDITOR)
    keys["merge"] = merge_references(reference, former, taken={}, by=editor, at=timezone.now()).pk
    keys["reference"] = reference.pk
    keys["webhook"] = webhook().pk
    broken(draw_for_topic, 10**6)
    page = visits.page(user=make_user(ADMINISTRATOR))
    for name, path in PAGES.items():
        with subtests.test(name):
            is_ours = not path.startswith("/admin/")
            page.goto(f"{'/desk/' if is_ours else ''}{path.format(**keys)}")
            expect(page.locator("h1").last).to_be_visible()
            found = [*too_wide(page), *too_small(page)] if is_ours else []
            for width, themes in SCREENS:
                page.set_viewport_size({"width": width, "height": HEIGHT[width]})
                for number, theme in enumerate(themes):
                    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
                    faults = against_rules(page, colours_alone=number > 0)
                    found += [f"{width} px, {theme}: {fault}" for fault in faults]
                    keep_picture(page, f"desk {name} {width} {theme}")
            assert not found, "\n".join(found)


def test_a_row_is_dragged_to_its_place_and_a_topic_onto_another(visits: Visits) -> None:
    holdings = Holdings()
    page = visits.page(user=make_user(EDITOR))
    page.goto(f"/desk/lists/{holdings.keys['list']}/")
    rows = page.locator("[data-row]")
    first, second = (rows.nth(number).locator("a").text_content() for number in (0, 1))
    rows.nth(1).locator("[data-grip]").drag_to(rows.nth(0).locator(".what"), target_position={"x": 40, "y": 1})
    expect(rows.nth(0).locator("a")).to_have_text(str(second))
    page.get_by_role("button", name="Save", exact=True).last.click()
    expect(page.get_by_text("is saved.")).to_be_visible()
    stored = arrangement_of(ReadingList.objects.get(pk=holdings.keys["list"])).parts[0].rows
    assert [row.title for row in stored[:2]] == [second, first]

    page.goto("/desk/tags/")
    panic = page.locator("[data-label^='Panic disorder']")
    panic.locator("[data-grip]").drag_to(page.locator("[data-label^='Social anxiety disorder']").locator("a"))
    expect(page.get_by_role("heading", name="Move “Panic disorder”")).to_be_visible()
    page.get_by_role("button", name="Move", exact=True).click()
    page.get_by_role("link", name="Undo", exact=True).first.click()
    expect(page.get_by_role("heading", name="Undo an act")).to_be_visible()
