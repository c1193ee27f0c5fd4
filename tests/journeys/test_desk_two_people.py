"""Two people at one article, and the pages of the desk that tell what was: in a browser, with and without scripts."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Route, expect

from articles.models import Article, Draft
from articles.revisions.commenting import answer, comment, resolve
from articles.revisions.sharing import share, token_of
from members.models import User
from members.roles import EDITOR
from tests.drafts import begun, send, set_aside
from tests.factories import make_image, make_tag, make_user
from tests.journeys.checks import check_axe, keep_picture, screens, too_small, too_wide
from tests.journeys.visits import Visits

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
PARAGRAPHS = [f"Paragraph {number} says what the study did and what it found, in a sentence." for number in range(8)]


def held(article: Article, field: str) -> object:
    return Draft.objects.select_related("head").get(pk=article.pk).head.content[field]


def history_of_two(ada: User, ben: User) -> tuple[Article, dict[str, str]]:
    """An article with a past, and the addresses of all pages that tell of it."""
    make_image("scanner")
    article, first = begun(
        ada, full_post="\n\n".join(PARAGRAPHS), summary="A small trial.\n\n![A scanner](image:scanner)"
    )
    changed = [*PARAGRAPHS]
    changed[4] = "Paragraph 4 was written anew, in words of its own."
    tags = [*held(article, "tags"), {"id": make_tag("Mindfulness").pk, "label": "Mindfulness"}]  # type: ignore[misc]
    second = send(article, first, ada, after=4000, full_post="\n\n".join(changed), tags=tags, standfirst="After it.").pk
    send(article, second, ada, after=9000, slug="one-address", title="A calmer amygdala")
    late = set_aside(article, second, ben, slug="another-address", title="A mute amygdala", byline="Ben")
    now = timezone.now()
    thread = comment(article, "Which therapy was it?", field="standfirst", quote="After it", by=ben, at=now)
    answer(thread, "Group therapy, for nine weeks.", by=ada, at=now)
    resolve(comment(article, "Say how many.", by=ben, at=now), by=ada, at=now)
    link = share(article, seen_as="member", days=7, by=ada, at=now)
    pk = article.pk
    return article, {
        "history": reverse("desk:history", args=[pk]),
        "compared": f"{reverse('desk:compare', args=[pk])}?from={first}&to={second}",
        "version": reverse("desk:revision", args=[pk, second]),
        "restore": reverse("desk:restore", args=[pk, first]),
        "conflict": reverse("desk:conflict", args=[pk, late.pk]),
        "comments": reverse("desk:comments", args=[pk]),
        "links": reverse("desk:previews", args=[pk]),
        "log": reverse("desk:log"),
        "shared": reverse("previews:page", args=[token_of(link)]),
    }


def test_every_page_that_tells_what_was_passes_every_check(visits: Visits) -> None:
    ada = make_user(EDITOR, name="Ada Keller")
    _, addresses = history_of_two(ada, make_user(EDITOR, name="Ben Osei"))
    page = visits.page(user=ada)
    for name, address in addresses.items():
        page.goto(address)
        for screen in screens(page):
            assert too_small(page) == [], name
            check_axe(page)
            keep_picture(page, f"desk {name} {screen}")
        assert too_wide(page) == [], name


@pytest.mark.parametrize("scripts", [True, False])
def test_whoever_comes_second_puts_both_versions_together(visits: Visits, scripts: bool) -> None:
    ada, ben = make_user(EDITOR, name="Ada Keller"), make_user(EDITOR, name="Ben Osei")
    article, first = begun(ada, title="A quiet amygdala", summary="One.\n\nTwo.\n\nThree.")
    late = set_aside_after(article, first, ada, ben)
    page = visits.page(user=ben, scripts=scripts)
    page.goto(late)
    expect(page.get_by_role("heading", level=1)).to_have_text("Ada Keller saved while you were writing")
    title = page.get_by_role("region", name="Title")
    title.get_by_label("Together").fill("A calm, mute amygdala")
    page.get_by_role("region", name="Address").get_by_label("Keep theirs").check()
    page.get_by_role("button", name="Save these choices").click()
    page.wait_for_url(f"**/desk/articles/{article.pk}/")
    assert (held(article, "title"), held(article, "slug")) == ("A calm, mute amygdala", "of-ada")
    assert held(article, "summary") == "One, by Ben.\n\nTwo.\n\nThree, by Ada."


def set_aside_after(article: Article, first: int, ada: User, ben: User) -> str:
    """Ada saves, Ben comes too late; where Ben is led."""
    send(article, first, ada, title="A calm amygdala", slug="of-ada", summary="One.\n\nTwo.\n\nThree, by Ada.")
    mine: dict[str, Any] = {"title": "A mute amygdala", "slug": "of-ben", "summary": "One, by Ben.\n\nTwo.\n\nThree."}
    return reverse("desk:conflict", args=[article.pk, set_aside(article, first, ben, **mine).pk])


def test_a_former_version_is_found_compared_and_brought_back_with_the_keyboard(visits: Visits) -> None:
    ada = make_user(EDITOR, name="Ada Keller")
    article, first = begun(ada, title="A quiet amygdala")
    send(article, first, ada, after=4000, title="A calm amygdala")
    page = visits.page(user=ada)
    page.goto(reverse("desk:history", args=[article.pk]))
    expect(page.locator("#diff ins").nth(1)).to_have_text("calm")
    page.get_by_role("link", name="Restore…").last.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Restore the version of")
    page.get_by_role("button", name="Restore").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/desk/articles/{article.pk}/")
    assert held(article, "title") == "A quiet amygdala"


def test_a_comment_is_written_beside_the_text_and_outlives_its_saving(visits: Visits) -> None:
    ada = make_user(EDITOR, name="Ada Keller")
    article, _ = begun(ada)
    comment(article, "Which therapy was it?", field="standfirst", quote="After", by=ada, at=timezone.now())
    page = visits.page(user=ada)
    page.goto(reverse("desk:edit", args=[article.pk]))
    page.locator(".prev .tabs").get_by_text("Comments").click()
    beside = page.locator("#p-comments")
    expect(beside.get_by_text("Which therapy was it?", exact=True)).to_be_visible()
    page.get_by_label("Summary, for everyone, in Markdown").fill("Another summary.")
    on_its_way: list[Route] = []
    page.route("**/comments/", lambda route: on_its_way.append(route))
    with page.expect_request("**/comments/"):  # asked again once it is saved, with the other panels
        page.get_by_role("button", name="Save", exact=True).click()
    beside.get_by_label("Comment", exact=True).fill("One more thing")
    with page.expect_response("**/comments/"):
        on_its_way.pop().continue_()
    page.unroute_all()
    beside.get_by_role("button", name="Resolve").click()
    expect(beside.get_by_text("Resolved by Ada Keller")).to_be_visible()
    expect(beside.get_by_label("Comment", exact=True)).to_have_value("One more thing")
    beside.get_by_role("button", name="Add the comment").click()
    expect(beside.get_by_text("One more thing", exact=True)).to_be_visible()
    beside.get_by_role("link", name="Standfirst").click()
    expect(page.locator("[name=standfirst]")).to_be_focused()
