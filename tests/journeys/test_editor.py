"""An editor in the admin: writing, previewing, publishing, scheduling, withdrawing; and what a visitor sees of it."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from articles.models import Article
from members.models import User
from members.roles import CONTRIBUTOR, EDITOR
from tests.factories import PASSWORD, make_article, make_category, make_list, make_reference, make_tag, make_user, png
from tests.journeys.checks import check_axe
from tests.journeys.visits import PHONE, Visits

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
TITLE = "The quieter amygdala"
ADDRESS = "/articles/the-quieter-amygdala/"
FACTS = {
    "design": ("Randomised trial", "Therapy or waiting list"),
    "people": ("18 adults", "Untreated social phobia"),
    "therapy": ("Group therapy", "9 weeks"),
    "brain_measure": ("Water PET", "During a public speech"),
    "main_result": ("A quieter amygdala", "In both treated groups"),
}


@pytest.fixture
def editor() -> User:
    return make_user(EDITOR, email="ana@example.org", name="Ana Editor")


def choose(page: Page, field: str, typed: str, option: str) -> None:
    """In an autocomplete field: open it, type, and take what is offered."""
    page.locator(f".field-{field} .select2-selection").first.click()
    page.locator(".select2-container--open .select2-search__field").fill(typed)
    page.locator(".select2-results__option", has_text=option).click()


def write(page: Page) -> None:
    """A complete paper summary, typed into the form."""
    page.get_by_label("Kind").select_option(label="Paper summary")
    choose(page, "paper", "Furmark", "furmark2002")
    page.get_by_role("textbox", name="Title").fill(TITLE)
    page.get_by_role("textbox", name="Standfirst").fill("Two scans, nine weeks apart.")
    for name, (answer, detail) in FACTS.items():
        page.locator(f"#id_{name}").fill(answer)
        page.locator(f"#id_{name}_detail").fill(detail)
    page.get_by_label("Our confidence").select_option("low")
    page.locator("#id_confidence_detail").fill("Three groups from 18 people")
    page.get_by_role("textbox", name="Key points").fill("The amygdala answered less.\nThe trial was small.")
    page.get_by_role("textbox", name="Summary").fill("A small trial scanned people twice [@furmark2002].")
    page.get_by_role("textbox", name="Full post").fill("## What they did\n\nNine weeks of zqhippocampus.")
    choose(page, "tags", "social phobia", "Social anxiety disorder")
    page.get_by_label("Neuroscience").check()


def save_and(page: Page, act: str) -> None:
    page.get_by_role("button", name=f"Save and {act}").click()


def opened(page: Page, article: Article) -> Page:
    page.goto(f"/admin/articles/article/{article.pk}/change/")
    return page


def status(visitor: Page, path: str) -> int:
    response = visitor.goto(path)
    assert response is not None
    return response.status


def test_an_editor_logs_in_writes_previews_and_publishes_and_a_visitor_reads_it(visits: Visits, editor: User) -> None:
    make_tag("Social anxiety disorder", synonyms=["Social phobia"])
    make_category("Neuroscience")
    make_reference("furmark2002", title="Common changes in cerebral blood flow")
    page, visitor = visits.page(), visits.page()
    page.goto("/admin/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Log in")
    page.get_by_label("E-mail address").fill(editor.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Log in").click()
    page.wait_for_url("**/admin/")
    page.locator(".model-article").get_by_role("link", name="Add").click()
    write(page)

    with page.expect_popup() as popup:
        page.get_by_role("button", name="Preview unsaved text").click()
    preview = popup.value
    expect(preview.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(preview.get_by_text("zqhippocampus")).to_be_visible()
    expect(preview.locator("#ref-1")).to_contain_text("Common changes in cerebral blood flow")
    expect(preview.get_by_text("Before it can be saved")).to_have_count(0)
    check_axe(preview)
    preview.close()
    assert not Article.objects.exists()

    page.get_by_role("button", name="Save", exact=True).last.click()
    expect(page.locator(".messagelist")).to_contain_text("was added successfully")
    assert status(visitor, ADDRESS) == 404
    page.get_by_role("link", name=TITLE).first.click()
    save_and(page, "publish now")
    expect(page.locator(".messagelist")).to_contain_text("was published")

    assert status(visitor, ADDRESS) == 200
    expect(visitor.get_by_text("Two scans, nine weeks apart.")).to_be_visible()
    expect(visitor.locator("#gate")).to_contain_text("What they did")
    assert "zqhippocampus" not in visitor.content()
    visitor.get_by_role("link", name="Social anxiety disorder").first.click()
    expect(visitor.get_by_role("link", name=TITLE)).to_be_visible()
    page.goto(ADDRESS)
    expect(page.get_by_text("zqhippocampus")).to_be_visible()


def test_what_is_missing_is_named_and_nothing_typed_is_lost(visits: Visits, editor: User) -> None:
    page = visits.page(user=editor)
    page.goto("/admin/articles/article/add/")
    page.get_by_role("textbox", name="Title").fill(TITLE)
    page.get_by_role("textbox", name="Full post").fill("## First\n\nSee [@nobody].")
    page.get_by_role("button", name="Save", exact=True).last.click()
    summary = page.locator(".error-summary")
    expect(summary).to_be_focused()
    expect(page).to_have_title(re.compile("^Error: "))
    expect(page.get_by_text("correct the errors")).to_be_hidden()
    summary.get_by_role("link", name="Full post: Line 3: No reference has the key “nobody”.").click()
    expect(page.locator("#id_full_post")).to_be_focused()
    expect(page.get_by_role("button", name="Save", exact=True)).to_be_in_viewport()
    expect(page.locator(".field-full_post")).to_contain_text("nobody")
    expect(page.get_by_role("textbox", name="Title")).to_have_value(TITLE)
    page.get_by_role("textbox", name="Full post").fill("## First\n\nWords.")
    save_and(page, "publish now")
    expect(page.locator(".messagelist")).to_contain_text("Write the summary.")
    ticks = "(rows) => rows.map((row) => getComputedStyle(row).backgroundImage)"
    assert set(page.locator(".messagelist li li").evaluate_all(ticks)) == {"none"}
    expect(page.get_by_role("textbox", name="Title")).to_have_value(TITLE)
    assert Article.objects.get().status == "draft"


def test_a_scheduled_article_appears_by_itself_when_its_time_has_come(visits: Visits, editor: User) -> None:
    article = make_article(title=TITLE, slug="the-quieter-amygdala", status="draft")
    page, visitor = visits.page(user=editor), visits.page()
    save_and(opened(page, article), "schedule")
    page.get_by_label("Publish at").fill(f"{timezone.localtime() - timedelta(days=2):%Y-%m-%dT12:00}")
    page.get_by_role("button", name="Schedule").click()
    expect(page.get_by_text("Choose a time in the future, or publish it now.")).to_be_visible()
    assert status(visitor, ADDRESS) == 404
    save_and(opened(page, article), "schedule")
    page.get_by_label("Publish at").fill(f"{timezone.localtime() + timedelta(days=2):%Y-%m-%dT12:00}")
    page.get_by_role("button", name="Schedule").click()
    expect(page.locator(".messagelist")).to_contain_text("was scheduled for")
    assert status(visitor, ADDRESS) == 404
    page.goto(ADDRESS)
    expect(page.get_by_text("Readers see this page from")).to_be_visible()
    come = timezone.now() - timedelta(seconds=1)
    Article.objects.update(publish_at=come, first_published_at=come)
    assert status(visitor, ADDRESS) == 200


def test_a_withdrawn_article_says_why_and_shows_no_word_of_itself(visits: Visits, editor: User) -> None:
    article = make_article(title=TITLE, slug="the-quieter-amygdala", standfirst="Words of the zqstandfirst.")
    page, visitor = visits.page(user=editor), visits.page()
    assert status(visitor, ADDRESS) == 200
    save_and(opened(page, article), "withdraw")
    page.get_by_role("button", name="Withdraw").click()
    expect(page.locator(".errorlist")).to_be_visible()
    page.get_by_label("What readers are told").select_option("paper-retracted")
    page.get_by_role("button", name="Withdraw").click()
    expect(page.locator(".messagelist")).to_contain_text("was withdrawn")
    assert status(visitor, ADDRESS) == 410
    expect(visitor.get_by_text("The paper it is about was retracted.")).to_be_visible()
    assert "zqstandfirst" not in visitor.content()
    assert TITLE not in visitor.content()


def test_a_contributor_hands_a_draft_to_the_editors_and_cannot_publish(visits: Visits) -> None:
    writer = make_user(CONTRIBUTOR, name="Bo Writer")
    article = make_article(title=TITLE, status="draft", editor=writer)
    make_article(title="Of somebody else", status="draft")
    page = visits.page(user=writer)
    page.goto("/admin/articles/article/")
    expect(page.get_by_text("Of somebody else")).to_have_count(0)
    opened(page, article)
    expect(page.get_by_role("button", name="publish")).to_have_count(0)
    save_and(page, "send to review")
    expect(page.locator(".messagelist")).to_contain_text("was sent to review")
    article.refresh_from_db()
    assert article.status == "in_review"


def test_a_file_waits_in_the_form_that_was_refused_and_a_row_goes_where_its_number_says(
    visits: Visits, editor: User
) -> None:
    page = visits.page(user=editor, width=PHONE, theme="dark")
    page.goto("/admin/articles/image/add/")
    page.locator("#id_upload").set_input_files({"name": "my_scan.png", "mimeType": "image/png", "buffer": png()})
    save = page.get_by_role("button", name="Save", exact=True)
    expect(save).to_be_in_viewport()
    save.click()
    expect(page.locator(".field-upload")).to_contain_text("“my_scan.png” is kept.")
    page.locator("#id_alt").fill("A scanner.")
    save.dblclick()
    expect(page.locator(".messagelist")).to_contain_text("The image “my-scan” was added successfully.")

    section = make_list(articles=[make_article(slug) for slug in "abc"]).sections.get()
    page.goto(f"/admin/lists/section/{section.pk}/change/")
    page.locator("#id_items-1-place").fill("1")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("was changed successfully")
    assert [item.article.slug for item in section.items.all()] == ["b", "a", "c"]
