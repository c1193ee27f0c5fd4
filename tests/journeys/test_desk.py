"""The whole way of an article in a browser: from an empty page to readers, changed, compared, restored, withdrawn."""

import re

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from articles.models import Article, Draft
from bibliography.models import Reference
from members.models import User
from members.roles import CONTRIBUTOR, EDITOR
from tests.drafts import begun
from tests.factories import PASSWORD, make_article, make_category, make_tag, make_taxonomy, make_user, png
from tests.journeys.visits import Visits

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
RIS = """TY  - JOUR
AU  - Furmark, Tomas
PY  - 2002
TI  - Common changes in cerebral blood flow
DO  - 10.1000/example.1
ER  -

TY  - JOUR
AU  - Goldin, Philippe R.
PY  - 2013
TI  - Cognitive reappraisal of self-beliefs
DO  - 10.1000/example.2
ER  -
"""
TAGS = (("Social anxiety disorder", "social phobia"), ("Amygdala", "amygdaloid"), ("Water PET", "oxygen-15"))


@pytest.fixture
def editor() -> User:
    return make_user(EDITOR, name="Ada Keller")


def saved(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("[data-says]")).to_contain_text("Saved")
    expect(page.locator("[data-says]")).not_to_contain_text("Not")


def do(page: Page, act: str, button: str | re.Pattern[str] = "") -> None:
    """The act from the bar of the editor, and the answer to its question."""
    link = page.get_by_role("region", name="State and actions").get_by_role("link", name=act, exact=True)
    if not link.is_visible():
        page.locator(".acts .pop > summary").click()
    link.click()
    page.get_by_role("button", name=button or act).click()
    page.wait_for_url(re.compile(r"/desk/articles/\d+/$"))


def file_under_all(page: Page) -> None:
    """Each tag by its synonym."""
    combobox = page.get_by_role("combobox", name="Add a tag")
    for label, synonym in TAGS:
        combobox.fill(synonym)
        expect(page.get_by_role("option", name=label)).to_be_visible()
        combobox.press("Enter")


def say_how_sure(page: Page) -> None:
    """The one fact at a glance that an overview has to give; those of papers are not asked."""
    expect(page.get_by_label("People: answer")).to_be_hidden()
    page.get_by_label("Our confidence: level").select_option("low")
    page.get_by_label("Our confidence: because").fill("Two small studies")


def add_image(page: Page) -> None:
    page.get_by_role("button", name="Add a new image").click()
    page.locator("#i-file").set_input_files({"name": "scan.png", "mimeType": "image/png", "buffer": png()})
    page.get_by_label("Alternative text").fill("A scanner.")
    page.get_by_role("button", name="Add the image").click()
    expect(page.locator("[data-image-name]")).not_to_have_text("None")


def test_an_overview_from_an_empty_page_to_readers(visits: Visits, editor: User) -> None:
    make_category("Neuroscience")
    for label, synonym in TAGS:
        make_tag(label, make_taxonomy("disorder"), synonyms=[synonym])
    make_article(title="A quieter amygdala")
    page = visits.page(user=editor)
    page.goto("/desk/")
    page.get_by_role("button", name="New overview").click()
    expect(page.locator("#editor[data-is=ready]")).to_be_attached()
    expect(page.get_by_text("8 to mend")).to_be_visible()
    page.get_by_label("DOI, PMID, RIS, BibTeX, nbib or CSL-JSON").fill(RIS)
    page.get_by_role("button", name="Fill in from this").click()
    expect(page.get_by_role("list", name="References").get_by_role("listitem")).to_have_count(2)
    page.locator("#f-title").fill("How fear quietens")
    page.locator("#f-standfirst").fill("Two studies of social anxiety.")
    page.get_by_label("Key point 1").fill("The amygdala answered less.")
    page.get_by_text("Neuroscience", exact=True).click()
    say_how_sure(page)
    file_under_all(page)
    page.get_by_role("combobox", name="Find an article to relate").fill("quieter")
    page.get_by_role("option", name="A quieter amygdala").click()
    page.get_by_label("The reason, as readers see it").fill("The trial in detail.")
    add_image(page)
    page.get_by_label("Summary, for everyone, in Markdown").fill("It quietens [@furmark2002] and is reappraised.")
    page.locator(".text-head label", has_text="Full post").click()
    page.locator("textarea[name=full_post]").fill("## What they did\n\nThey looked [@goldin2013].\n\n#### Too deep")
    saved(page)
    page.get_by_role("tab", name=re.compile("Checks")).or_(page.get_by_role("link", name=re.compile("Checks"))).click()
    expect(page.get_by_text(re.compile("Blocks publishing"))).to_be_visible()
    page.locator("textarea[name=full_post]").fill("## What they did\n\nThey looked [@goldin2013].")
    saved(page)
    expect(page.get_by_text("Nothing blocks publishing")).to_be_visible()
    do(page, "Publish")
    article = Article.objects.get(title="How fear quietens")
    assert [tag.name for tag in article.tags.all()] == [label for label, _ in TAGS]
    assert article.image is not None
    assert Reference.objects.filter(cited_by=article).count() == 2
    assert Client().get(article.get_absolute_url()).status_code == 200
    assert not visits.faults()


def test_a_live_article_is_changed_compared_published_restored_and_withdrawn(visits: Visits, editor: User) -> None:
    article = make_article(title="A quieter amygdala", summary="As it was.")
    page, address = visits.page(user=editor), article.get_absolute_url()
    page.goto(f"/desk/articles/{article.pk}/")
    expect(page.locator("#editor[data-is=ready]")).to_be_attached()
    page.get_by_label("Summary, for everyone, in Markdown").fill("As it will be.")
    saved(page)
    assert "As it was." in Client().get(address).content.decode()
    page.goto(f"/desk/articles/{article.pk}/history/")
    expect(page.locator("del", has_text="was")).to_be_visible()
    expect(page.locator("ins", has_text="will be")).to_be_visible()
    page.goto(f"/desk/articles/{article.pk}/")
    do(page, "Publish")
    assert "As it will be." in Client().get(address).content.decode()
    first = article.revisions.earliest("pk")
    page.goto(f"/desk/articles/{article.pk}/history/{first.pk}/restore/")
    page.get_by_role("button", name=re.compile("Restore")).click()
    page.wait_for_url(re.compile(rf"/desk/articles/{article.pk}/$"))
    assert Draft.objects.get(pk=article.pk).head.content["summary"] == "As it was."
    do(page, "Publish")
    assert "As it was." in Client().get(address).content.decode()
    page.locator(".acts .pop > summary").click()
    page.get_by_role("link", name="Withdraw").click()
    page.get_by_label("What readers are told").select_option("error")
    page.get_by_role("button", name="Withdraw").click()
    page.wait_for_url(re.compile(rf"/desk/articles/{article.pk}/$"))
    assert Client().get(address).status_code == 410
    assert not visits.faults()


def test_submitted_sent_back_approved_and_scheduled_in_ones_own_zone(visits: Visits, editor: User) -> None:
    writer = make_user(CONTRIBUTOR, name="Cleo Writer")
    article = begun(writer)[0]
    theirs, ours = visits.page(user=writer), visits.page(user=editor, timezone_id="Europe/Berlin")
    address = f"/desk/articles/{article.pk}/"
    theirs.goto(address)
    do(theirs, "Submit for review")
    ours.goto(address)
    ours.locator(".acts .pop > summary").click()
    ours.get_by_role("link", name="Ask for changes").click()
    ours.get_by_label("What is to be changed").fill("Name the sample.")
    ours.get_by_role("button", name="Ask for changes").click()
    ours.wait_for_url(re.compile(rf"{address}$"))
    theirs.goto(address)
    do(theirs, "Submit for review")
    ours.goto(address)
    do(ours, "Approve")
    ours.locator(".acts .pop > summary").click()
    ours.get_by_role("link", name="Schedule").click()
    button = ours.get_by_role("button", name=re.compile(r"Schedule for \w{3},? \d+ \w{3}.* 09:00 (CET|CEST|GMT\+\d)"))
    expect(button).to_be_visible()
    button.click()
    ours.wait_for_url(re.compile(rf"{address}$"))
    expect(ours.get_by_text(re.compile("Scheduled for"))).to_be_visible()
    article.refresh_from_db()
    assert article.publish_at is not None
    assert article.publish_at.minute == 0
    assert not visits.faults()


def test_a_draft_is_deleted_by_who_has_shown_once_more_who_they_are(visits: Visits, editor: User) -> None:
    article, _ = begun(editor, title="Of no use")
    page = visits.page(user=editor)
    page.goto(f"/desk/articles/{article.pk}/do/delete/")
    page.get_by_role("button", name="Delete").click()
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("“Of no use” was deleted.")).to_be_visible()
    assert not Article.objects.exists()
