"""A member's library in a browser: saved before there was an account, read on two devices, highlighted and edited."""

import re
from dataclasses import replace

import pytest
from django.core import mail
from django.urls import reverse
from playwright.sync_api import Page, expect

from articles.content import content_of, write_content
from articles.models import Article
from library.models import Entry, Highlight
from tests.factories import PASSWORD, make_article, make_user
from tests.journeys.checks import against_rules, keep_picture, too_small, too_wide
from tests.journeys.visits import HEIGHT, PHONE, WIDE, Theme, Visits
from tests.members.people import code_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
SCREENS: tuple[tuple[int, Theme], ...] = ((WIDE, "light"), (PHONE, "dark"), (PHONE, "light"), (WIDE, "dark"))
LONG = "\n\n".join(
    f"Paragraph {number} tells at some length what the study did and what it found." for number in range(40)
)
FULL_POST = f"## Asked\n\nA waiting list cannot show it.\n\n{LONG}\n\n## Found\n\nTwelve people are few.\n\n{LONG}"
SELECT = """(words) => {
  const walker = document.createTreeWalker(document.querySelector("#full"), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const at = walker.currentNode.data.indexOf(words);
    if (at < 0) continue;
    const range = document.createRange();
    range.setStart(walker.currentNode, at);
    range.setEnd(walker.currentNode, at + words.length);
    walker.currentNode.parentElement.scrollIntoView({ block: "center" });
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    return;
  }
}"""


def highlight(page: Page, words: str, button: str = "Highlight") -> None:
    page.evaluate(SELECT, words)
    with page.expect_response("**/highlights/"):
        page.get_by_role("button", name=button, exact=True).click()
    expect(page.locator("mark.hl", has_text=words)).to_be_visible()


def test_what_a_visitor_saves_is_there_once_after_the_registration(visits: Visits) -> None:
    article = make_article(title="Calmer amygdala")
    page = visits.page(width=PHONE)
    page.goto(article.get_absolute_url())
    page.locator(".a-actions").get_by_role("link", name="Save").click()
    expect(page.get_by_text("Calmer amygdala")).to_be_visible()
    page.locator("main").get_by_text("Create a free account").click()
    page.get_by_label("E-mail address").fill("mia@gmail.com")
    page.locator("input[name=password1]").fill(PASSWORD)
    page.get_by_label("I agree").check()
    page.locator("main").get_by_role("button", name="Create a free account").click()
    page.get_by_label("Code from the mail").fill(code_in(mail.outbox[-1]))
    page.get_by_role("button", name="Confirm and go on").click()
    expect(page.get_by_text("is saved in your library")).to_be_visible()
    assert page.url.endswith(article.get_absolute_url())
    assert Entry.objects.filter(saved_at__isnull=False).count() == 1
    page.goto("/latest/")
    expect(page.get_by_role("button", name=re.compile("^Saved.*Calmer"))).to_be_visible()
    page.get_by_role("button", name=re.compile("^Saved.*Calmer")).press(" ")
    expect(page.get_by_role("button", name=re.compile("^Save .*Calmer"))).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name=re.compile("^Saved.*Calmer"))).to_be_visible()


def test_what_is_read_on_a_phone_is_read_on_the_laptop(visits: Visits) -> None:
    article, mia = make_article(title="Calmer amygdala", full_post=FULL_POST), make_user()
    phone = visits.page(width=PHONE, user=mia)
    phone.goto(article.get_absolute_url())
    with phone.expect_response("**/progress/"):
        phone.evaluate("document.querySelector('#full-found').scrollIntoView()")
    laptop = visits.page(user=mia)
    laptop.goto("/")
    part = laptop.get_by_role("region", name="Carry on where you stopped")
    expect(part.get_by_text("% read")).to_be_visible()
    part.get_by_role("link", name="Calmer amygdala").click()
    expect(laptop.locator("#full-found")).to_be_in_viewport()
    expect(laptop.get_by_text("You stopped in “Found”")).to_have_count(1)
    with phone.expect_response("**/progress/"):
        phone.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    expect(phone.locator("[data-act=unread]")).to_be_visible()
    laptop.reload()
    expect(laptop.locator("[data-act=unread]")).to_be_visible()
    laptop.goto("/library/saved/?state=read")
    assert Entry.objects.get().read_at is not None


def test_of_two_highlights_one_stands_where_it_stood_and_one_is_kept_with_its_text(visits: Visits) -> None:
    article, mia = make_article(title="Calmer amygdala", full_post=FULL_POST), make_user()
    page = visits.page(user=mia)
    page.goto(article.get_absolute_url())
    highlight(page, "Twelve people are few.")
    highlight(page, "A waiting list cannot show it", "Highlight and note")
    page.get_by_label("Note on this passage").fill("Ask about it.")
    with page.expect_response("**/note/"):
        page.get_by_role("dialog").get_by_role("button", name="Keep the note").click()
    page.locator("mark.hl", has_text="Twelve").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert not [*against_rules(page), *too_wide(page)]
    keep_picture(page, "library dialog")
    page.keyboard.press("Escape")
    rewrite(article, FULL_POST.replace("A waiting list cannot show", "No list shows"))
    page.reload()
    expect(page.locator("mark.hl")).to_have_text(["Twelve people are few."])
    page.goto("/library/notes/")
    expect(page.get_by_text("A waiting list cannot show it")).to_be_visible()
    expect(page.get_by_text("The text reads differently now")).to_have_count(1)
    expect(page.get_by_text("Ask about it.")).to_be_visible()
    assert Highlight.objects.count() == 2


def rewrite(article: Article, full_post: str) -> None:
    write_content(article, replace(content_of(article), full_post=full_post))


def test_without_a_script_each_form_does_its_part(visits: Visits) -> None:
    article, mia = make_article(title="Calmer amygdala", full_post=FULL_POST), make_user()
    page = visits.page(scripts=False, user=mia)
    page.goto(article.get_absolute_url())
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("is saved in your library")).to_be_visible()
    page.goto(reverse("library:article", args=[article.slug]))
    page.get_by_label("Its words, copied from the text").fill("Twelve people are few.")
    page.get_by_label("Full post").check()
    page.get_by_role("button", name="Highlight", exact=True).click()
    expect(page.get_by_text("The passage is highlighted.")).to_be_visible()
    page.get_by_label("Your note on the whole article").fill("For the seminar")
    page.get_by_role("button", name="Keep the note").first.click()
    expect(page.get_by_text("Your note is kept.")).to_be_visible()
    page.get_by_role("button", name="Remove the highlight").click()
    page.get_by_role("button", name="Put it back").click()
    expect(page.get_by_text("The highlight is back.")).to_be_visible()
    page.goto("/library/saved/")
    page.get_by_role("button", name="Remove from saved").click()
    page.get_by_role("button", name="Undo the last change").click()
    expect(page.get_by_text("is as it was.")).to_be_visible()


def test_every_page_passes_the_rules_in_both_themes(visits: Visits, subtests: pytest.Subtests) -> None:
    mia, article = make_user(), make_article(title="Calmer amygdala", full_post=FULL_POST)
    page = visits.page(user=mia)
    page.goto(article.get_absolute_url())
    highlight(page, "Twelve people are few.")
    page.locator("[data-act=save]").click()
    with page.expect_response("**/progress/"):
        page.evaluate("document.querySelector('#full-found').scrollIntoView()")
    own, entry = reverse("library:article", args=[article.slug]), Entry.objects.get()
    asks = reverse("library:act", args=[article.slug, "unsave"]), reverse("library:forget", args=[entry.pk])
    for path in ("/library/", "/library/saved/", "/library/notes/", own, *asks, article.get_absolute_url(), "/"):
        with subtests.test(path):
            page.goto(path)
            expect(page.locator("h1")).to_be_visible()
            found = [*too_wide(page), *too_small(page)]
            for width, theme in SCREENS:
                page.set_viewport_size({"width": width, "height": HEIGHT[width]})
                page.emulate_media(color_scheme=theme, reduced_motion="reduce")
                found += [f"{width} px, {theme}: {fault}" for fault in against_rules(page)]
                keep_picture(page, f"library {path.replace('/', ' ')} {width} {theme}")
            assert not found, "\n".join(found)
