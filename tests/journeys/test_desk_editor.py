"""The editor at the desk in a browser: saving by itself, losing nothing, finding while one types, with the keyboard."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Locator, Page, expect

from articles.models import Article, Draft, Revision
from articles.revisions.catching_up import catch_up
from articles.revisions.revision_content import RevisionContent
from members.models import User
from members.roles import EDITOR
from tests.factories import make_article, make_reference, make_tag, make_taxonomy, make_user, png
from tests.journeys.checks import against_rules, keep_picture, too_small, too_wide
from tests.journeys.visits import HEIGHT, PHONE, WIDE, Theme, Visits

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
THEMES: tuple[Theme, ...] = ("light", "dark")
WORDS = " ".join(f"word{number}" for number in range(500))
PASTE = """([html, text]) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/html", html);
  clipboardData.setData("text/plain", text);
  document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""
RIS = "TY  - JOUR\nAU  - Furmark, Tomas\nTI  - Common changes\nPY  - 2002\nER  - \n"
# What a page sends while it is left goes past Chromium's switch for the network.
NOTHING_GETS_OUT = "() => { window.fetch = () => Promise.reject(new TypeError('no network')); }"
FAILED = "Failed to load resource"  # how the browser notes what a test provokes


@pytest.fixture
def editor() -> User:
    return make_user(EDITOR, name="Ada Keller")


@pytest.fixture
def article() -> Article:
    make_tag("Anterior cingulate cortex", make_taxonomy("region", name="Brain region"), synonyms=["ACC"])
    make_reference("goldin2013", title="Reappraisal in the scanner")
    article = make_article(title="A quieter amygdala", summary="The beginning.")
    catch_up(article)
    return article


def opened(page: Page, article: Article) -> Page:
    page.goto(f"/desk/articles/{article.pk}/")
    expect(page.locator("#editor[data-is=ready]")).to_be_attached()
    return page


def summary(page: Page) -> Locator:
    return page.get_by_label("Summary, for everyone, in Markdown")


def add(page: Page, text: str) -> None:
    summary(page).focus()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text(text)


def saved(page: Page) -> None:
    expect(page.locator("[data-says]")).to_have_text("Not saved yet")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("[data-says]")).to_contain_text("Saved")


def held(article: Article) -> RevisionContent:
    content: RevisionContent = Draft.objects.select_related("head").get(pk=article.pk).head.content
    return content


def test_words_typed_without_a_network_survive_leaving_the_page(visits: Visits, editor: User, article: Article) -> None:
    visits.expected = [FAILED]
    page = opened(visits.page(user=editor), article)
    page.context.set_offline(True)
    page.evaluate(NOTHING_GETS_OUT)
    add(page, f" {WORDS}")
    expect(page.locator("[data-says]")).to_contain_text("Your text is kept in this browser")
    page.goto("about:blank")
    page.context.set_offline(False)
    opened(page, article)
    notice = page.get_by_role("region", name="Words that were not saved")
    expect(notice).to_be_visible()
    notice.get_by_role("button", name="Look").click()
    expect(notice.get_by_text("Summary (502 words)")).to_be_visible()
    notice.get_by_role("button", name="Throw away").click()
    page.get_by_role("button", name="Undo").click()
    notice.get_by_role("button", name="Put them back").click()
    expect(summary(page)).to_have_value(f"The beginning. {WORDS}")
    expect(notice).to_be_hidden()
    assert held(article)["summary"] == f"The beginning. {WORDS}"


def test_words_of_one_account_are_not_offered_to_another(visits: Visits, editor: User, article: Article) -> None:
    visits.expected = [FAILED]
    page = opened(visits.page(user=editor), article)
    page.context.set_offline(True)
    page.evaluate(NOTHING_GETS_OUT)
    add(page, " Of Ada alone.")
    expect(page.locator("[data-says]")).to_contain_text("kept in this browser")
    page.goto("about:blank")
    page.context.set_offline(False)
    visits.log_in(page.context, make_user(EDITOR))
    opened(page, article)
    expect(page.get_by_role("region", name="Words that were not saved")).to_be_hidden()


def test_writing_goes_on_over_a_session_that_ends(visits: Visits, editor: User, article: Article) -> None:
    visits.expected = [FAILED]
    page = opened(visits.page(user=editor), article)
    page.context.clear_cookies()
    add(page, " After the log-out.")
    page.keyboard.press("Tab")  # whoever leaves a field does not wait for the pause
    expect(page.locator("[data-saved]")).to_contain_text("You are logged out. Your text is kept in this browser.")
    expect(page.get_by_role("link", name="Log in (another tab)")).to_have_attribute(
        "href", f"/login/?next=%2Fdesk%2Farticles%2F{article.pk}%2F"
    )
    visits.log_in(page.context, editor)
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(page.locator("[data-says]")).to_contain_text("Saved")
    assert held(article)["summary"] == "The beginning. After the log-out."


def test_an_article_is_written_with_the_keyboard_alone(visits: Visits, editor: User, article: Article) -> None:
    page = opened(visits.page(user=editor), article)
    text = summary(page)
    add(page, " See [@gold")
    expect(page.get_by_role("option", name="goldin2013")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(text).to_have_value("The beginning. See [@goldin2013]")
    page.keyboard.type("\n\n/quo")
    expect(page.get_by_role("option", name="Quotation")).to_be_visible()
    page.keyboard.press("Enter")
    page.keyboard.type("[[quieter")
    expect(page.get_by_role("option", name="A quieter amygdala")).to_have_count(0)
    page.keyboard.press("Escape")
    page.keyboard.press("Control+b")
    expect(text).to_have_value("The beginning. See [@goldin2013]\n\n> [[quieter****")
    for _ in range(len("/quo[[quieter****") + 8):
        page.keyboard.press("Control+z")
    expect(text).to_have_value("The beginning.")
    tags = page.get_by_role("combobox", name="Add a tag")
    tags.focus()
    page.keyboard.type("acc")
    expect(page.get_by_role("option", name="Anterior cingulate cortex")).to_contain_text("Synonym: ACC")
    page.keyboard.press("Enter")
    chip = page.get_by_role("button", name="Anterior cingulate cortex", exact=True)
    chip.focus()
    page.keyboard.press("Alt+ArrowLeft")
    page.get_by_role("button", name="Add a key point").focus()
    page.keyboard.press("Enter")
    page.keyboard.type("One more point.")
    saved(page)
    content = held(article)
    assert content["tags"][-2]["label"] == "Anterior cingulate cortex"
    assert content["key_points"][-1] == "One more point."
    assert "goldin2013" in content["references"]


def test_what_is_pasted_becomes_markdown_that_undo_takes_back(visits: Visits, editor: User, article: Article) -> None:
    page = opened(visits.page(user=editor), article)
    add(page, " ")
    page.evaluate(PASTE, ["<p>A <b style='font-weight:700'>quieter</b> amygdala</p>", "A quieter amygdala"])
    expect(summary(page)).to_have_value("The beginning. A **quieter** amygdala")
    page.keyboard.press("Control+z")
    expect(summary(page)).to_have_value("The beginning. ")


def test_a_pasted_record_is_cited_and_an_image_is_put_where_the_caret_was(
    visits: Visits, editor: User, article: Article, tmp_path: Path
) -> None:
    page = opened(visits.page(user=editor), article)
    page.get_by_label("DOI, PMID, RIS, BibTeX, nbib or CSL-JSON").fill(RIS)
    page.get_by_role("button", name="Fill in from this").click()
    page.get_by_role("button", name="Cite furmark2002 in the text").click()
    expect(summary(page)).to_have_value("The beginning. [@furmark2002]")
    file = tmp_path / "A bright room.png"
    file.write_bytes(png())
    page.get_by_role("button", name="Image", exact=True).click()
    dialog = page.get_by_role("dialog", name="Add an image")
    dialog.get_by_label("File").set_input_files(file)
    dialog.get_by_label("Alternative text").fill("A scanner.")
    dialog.get_by_label("Caption below it").fill("A room")
    dialog.get_by_role("button", name="Add the image").click()
    expect(summary(page)).to_have_value("The beginning. [@furmark2002]\n\n![A room](image:a-bright-room)")
    saved(page)
    assert held(article)["references"] == ["furmark2002"]


def test_rapid_saves_of_one_tab_never_meet_one_another(visits: Visits, editor: User, article: Article) -> None:
    page = opened(visits.page(user=editor), article)
    for number in range(20):
        add(page, f" {number}.")
        page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("[data-says]")).to_contain_text("Saved")
    assert held(article)["summary"] == "The beginning. " + " ".join(f"{number}." for number in range(20))
    assert not Revision.objects.filter(article=article, origin=Revision.Origin.SET_ASIDE).exists()


def test_who_saves_after_another_sees_both_and_loses_nothing(visits: Visits, editor: User, article: Article) -> None:
    visits.expected = [FAILED]
    mine, theirs = visits.page(user=editor), visits.page(user=make_user(EDITOR, name="Bo Lind"))
    for page in (mine, theirs):
        opened(page, article)
    add(theirs, " Theirs.")
    saved(theirs)
    add(mine, " Mine.")
    mine.get_by_role("button", name="Save", exact=True).click()
    expect(mine.locator("[data-says]")).to_contain_text("Bo Lind saved at")
    add(mine, " And more of mine.")
    mine.get_by_role("link", name="See both versions").click()
    expect(mine.get_by_role("heading", name="Bo Lind saved while you were writing")).to_be_visible()
    aside = Revision.objects.latest("pk")
    assert mine.url.endswith(f"/desk/articles/{article.pk}/conflict/{aside.pk}/")
    assert aside.content["summary"] == "The beginning. Mine. And more of mine."
    assert held(article)["summary"] == "The beginning. Theirs."


def test_without_scripts_it_is_a_form_with_a_button(visits: Visits, editor: User, article: Article) -> None:
    page = visits.page(user=editor, scripts=False)
    page.goto(f"/desk/articles/{article.pk}/")
    summary(page).fill("Another beginning.")
    page.get_by_label("Or type tags, one a line").fill("acc")
    page.get_by_label("Another key point").fill("One more point.")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(summary(page)).to_have_value("Another beginning.")
    content = held(article)
    assert content["tags"][-1]["label"] == "Anterior cingulate cortex"
    assert content["key_points"][-1] == "One more point."


def test_the_editor_passes_every_check(visits: Visits, editor: User, article: Article) -> None:
    page = opened(visits.page(user=editor), article)
    found = []
    for width in (WIDE, PHONE):
        page.set_viewport_size({"width": width, "height": HEIGHT[width]})
        opened(page, article)
        page.get_by_role("combobox", name="Add a tag").or_(page.locator("#g-tags > summary")).first.focus()
        found += [f"{width} px: {fault}" for fault in too_small(page)]
        for theme in THEMES:
            page.emulate_media(color_scheme=theme, reduced_motion="reduce")
            found += [f"{width} px, {theme}: {fault}" for fault in against_rules(page)]
            keep_picture(page, f"desk editor {width} {theme}")
    assert not [*found, *too_wide(page)], "\n".join(found)


def in_the_text(page: Page, typed: str, option: str) -> None:
    add(page, " ")
    page.keyboard.type(typed)
    expect(page.get_by_role("option", name=option).first).to_be_visible()


def of_tags(page: Page, typed: str, option: str) -> Locator:
    page.evaluate("document.querySelectorAll('#editor details').forEach((fold) => { fold.open = true; })")
    page.get_by_role("combobox", name="Add a tag").fill(typed)
    found = page.get_by_role("option", name=option)
    expect(found).to_be_visible()
    return found


# What opens it, and the part of the page that it is
OPENED: Final[dict[str, tuple[Callable[[Page], object], str]]] = {
    "tags that match": (lambda page: of_tags(page, "acc", "Anterior cingulate cortex"), ".combo:has(#f-tags)"),
    "new tag": (lambda page: of_tags(page, "Worry", "File “Worry” under…").click(), "#tag-dialog"),
    "image": (lambda page: page.get_by_role("button", name="Image", exact=True).click(), "#image-dialog"),
    "blocks": (lambda page: in_the_text(page, "\n\n/quo", "Quotation"), "#caret-list"),
    "articles": (lambda page: in_the_text(page, "[[insula", "A louder insula"), "#caret-list"),
    "references": (lambda page: in_the_text(page, "[@gold", "goldin2013"), "#caret-list"),
}


def test_every_dialog_and_menu_passes_the_rules(
    visits: Visits, editor: User, article: Article, subtests: pytest.Subtests
) -> None:
    make_article(title="A louder insula")
    page = visits.page(user=editor)
    for width in (WIDE, PHONE):
        page.set_viewport_size({"width": width, "height": HEIGHT[width]})
        opened(page, article)
        for name, (show, part) in OPENED.items():
            with subtests.test(f"{name}, {width} px"):
                show(page)
                expect(page.locator(part)).to_be_visible()
                found = too_small(page)
                for number, theme in enumerate(THEMES):
                    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
                    faults = against_rules(page, part, colours_alone=number > 0)
                    found += [f"{theme}: {fault}" for fault in faults]
                    keep_picture(page, f"desk editor {name} {width} {theme}")
                page.keyboard.press("Escape")
                assert not found, "\n".join(found)
