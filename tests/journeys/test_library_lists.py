"""A member takes the library along, brings what was read elsewhere, and puts articles in an order of their own."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from library import keeping
from library.models import Entry, OwnList
from library.own_lists.own_arrangement import copy
from members.models import User
from tests.factories import make_article, make_list, make_reference, make_user
from tests.journeys.checks import against_rules, keep_picture, too_small, too_wide
from tests.journeys.visits import HEIGHT, PHONE, WIDE, Theme, Visits
from tests.times import NOW

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
SCREENS: tuple[tuple[int, Theme], ...] = ((WIDE, "light"), (PHONE, "dark"), (PHONE, "light"), (WIDE, "dark"))


def check(page: Page, name: str) -> list[str]:
    """What is wrong with the page as it stands, at both widths and in both themes."""
    found = [*too_wide(page), *too_small(page)]
    for width, theme in SCREENS:
        page.set_viewport_size({"width": width, "height": HEIGHT[width]})
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        found += [f"{name}, {width} px, {theme}: {fault}" for fault in against_rules(page)]
        keep_picture(page, f"{name} {width} {theme}")
    return found


def member_with_a_library() -> User:
    mia = make_user()
    article = make_article(title="Calmer amygdala")
    keeping.save(mia, article, at=NOW)
    keeping.write_note(keeping.entry_of(mia, article), "For the seminar", base="", at=NOW)
    return mia


def test_a_library_is_downloaded_and_what_was_read_elsewhere_is_marked(visits: Visits) -> None:
    mia = member_with_a_library()
    make_article(title="About fear", paper=make_reference("fear2004", DOI="10.1000/fear.1"))
    page = visits.page(user=mia)
    page.goto("/library/")
    page.get_by_text("Export and import").click()
    expect(page.get_by_role("link", name="Markdown")).to_be_visible()
    found = check(page, "library export")
    told = {}
    for name in ("Markdown", "CSV", "BibTeX", "RIS", "JSON"):
        with page.expect_download() as download:
            page.get_by_role("link", name=name, exact=True).click()
        told[name] = Path(download.value.path()).read_text()
        assert download.value.suggested_filename.startswith("library-")
    assert all("Calmer amygdala" in text for text in told.values())
    assert json.loads(told["JSON"])["entries"][0]["note"] == "For the seminar"
    page.get_by_role("link", name="Import", exact=True).click()
    page.get_by_role("button", name="Show what is found").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose a file")
    found += check(page, "library import")
    page.get_by_label("A file").set_input_files(
        {
            "name": "read.csv",
            "mimeType": "text/csv",
            "buffer": b"Title,DOI\nFear,10.1000/fear.1\nMissing,10.1000/none\n",
        }
    )
    page.get_by_role("button", name="Show what is found").click()
    expect(page.get_by_role("link", name="About fear")).to_be_visible()
    expect(page.get_by_text("1 not found")).to_be_visible()
    found += check(page, "library found")
    page.get_by_role("button", name="Mark 1 as read").click()
    expect(page.get_by_text("Marked as read: 1 article.")).to_be_visible()
    assert Entry.objects.filter(read_at__isnull=False).count() == 1
    page.get_by_role("button", name="Take the last import back").click()
    expect(page.get_by_text("Taken back: 1 article.")).to_be_visible()
    assert not Entry.objects.filter(read_at__isnull=False).exists()
    assert not found, "\n".join(found)


def test_a_card_puts_its_article_on_a_list_with_and_without_scripts(visits: Visits) -> None:
    mia, article = make_user(), make_article(title="Calmer amygdala")
    page, plain = visits.page(user=mia), visits.page(scripts=False, user=mia)
    page.goto("/latest/")
    opens = page.get_by_role("button", name=re.compile("^Add to a list.*Calmer"))
    opens.click()
    dialog = page.get_by_role("dialog", name="Add to a list")
    dialog.get_by_label("Title of a new list").fill("For the seminar")
    dialog.get_by_label("Why it is read there").fill("It begins here")
    found = check(page, "library add dialog")
    dialog.get_by_role("button", name="Add it").click()
    expect(page.get_by_text("“Calmer amygdala” is in “For the seminar”.")).to_be_visible()
    expect(opens).to_be_focused()
    opens.click()
    expect(dialog.get_by_label("For the seminar (it is in it)")).to_be_checked()
    expect(dialog.get_by_label("Title of a new list")).to_be_hidden()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    plain.goto("/latest/")
    plain.get_by_role("link", name=re.compile("^Save.*Calmer")).click()
    plain.get_by_role("link", name="Add it to a list").click()
    plain.get_by_label("A new list", exact=True).check()
    plain.get_by_label("Title of a new list").fill("At home")
    plain.get_by_role("button", name="Add it").click()
    expect(plain.locator(".own-items .what")).to_have_text([article.title])
    assert set(OwnList.objects.values_list("title", flat=True)) == {"For the seminar", "At home"}
    assert not found, "\n".join(found)


def test_a_list_of_the_editors_is_copied_and_read_to_its_end(visits: Visits) -> None:
    articles = [make_article(title=title) for title in ("Calmer amygdala", "Waiting lists", "Fear again")]
    editors = make_list(title="First steps", sections={"Begin": articles[:2], "Go on": articles[2:]})
    page = visits.page(user=make_user())
    page.goto(editors.get_absolute_url())
    expect(page.get_by_text("0 of 3 read")).to_be_visible()
    found = check(page, "list of the editors")
    page.get_by_role("link", name="Copy to my lists").click()
    found += check(page, "library copy")
    page.get_by_role("button", name="Copy it").click()
    expect(page.get_by_text("It is yours to change.")).to_be_visible()
    for number, article in enumerate(articles, 1):
        page.locator("main").get_by_role("link", name=article.title).click()
        with page.expect_response("**/read/"):
            page.get_by_role("button", name="Mark as read").click()
        page.goto("/library/lists/")
        expect(page.get_by_text(f"{number} of 3 read")).to_be_visible()
        found += check(page, "library lists") if number == 2 else []
        page.get_by_role("link", name="First steps").click()
    expect(page.get_by_text("3 of 3 read. Finished")).to_be_visible()
    assert not found, "\n".join(found)


def test_an_own_list_is_filled_arranged_shared_and_deleted(visits: Visits) -> None:
    mia, articles = make_user(), [make_article(title=title) for title in ("Calmer amygdala", "Waiting lists")]
    copy(mia, make_list(title="First steps", articles=articles), at=NOW)
    page, other = visits.page(user=mia), visits.page(width=PHONE)
    page.goto("/library/lists/")
    page.get_by_role("link", name="First steps").click()
    page.get_by_role("link", name="Arrange").click()
    page.get_by_role("button", name="Move down Calmer amygdala").click()
    expect(page.get_by_text("Not saved yet.")).to_be_visible()
    page.get_by_label("Why it is read here: Waiting lists").fill("Because of the controls")
    page.get_by_role("button", name="Add a section").click()
    found = check(page, "library arrange")
    page.get_by_role("button", name="Save the list").last.click()
    expect(page.locator(".own-items .what").first).to_contain_text("Waiting lists")
    page.get_by_role("button", name="Share by a link").click()
    found += check(page, "library own list")
    link = page.locator("#own-link").inner_text()
    other.goto(link)
    expect(other.get_by_text("Because of the controls")).to_be_visible()
    found += check(other, "library shared")
    page.get_by_role("button", name="Withdraw the link").click()
    expect(page.get_by_text("It opens nothing any more.")).to_be_visible()
    other.reload()
    expect(other.get_by_text("Because of the controls")).to_have_count(0)
    page.goto(make_article(title="Fear again").get_absolute_url())
    page.goto(page.locator(".a-actions [data-add-to-list]").get_attribute("href") or "")
    found += check(page, "library add")
    page.get_by_role("button", name="Add it").click()
    expect(page.locator(".own-items .what")).to_have_text(["Waiting lists", "Calmer amygdala", "Fear again"])
    page.get_by_role("link", name="Delete the list").click()
    found += check(page, "library delete")
    page.get_by_role("button", name="Delete it").click()
    expect(page.get_by_text("No lists yet")).to_be_visible()
    assert not found, "\n".join(found)
