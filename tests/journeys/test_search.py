"""Searching: with and without scripts, past a mistake, along filters, by suggestion, and into full posts."""

from typing import Final

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.factories import make_article, make_list, make_tag, make_taxonomy, make_user
from tests.journeys.checks import check_axe, keep_picture, screens, too_small, too_wide
from tests.journeys.visits import HEIGHT, PHONE, WIDE, Visits
from tests.journeys.worlds import Worlds, of_shipped, shipped

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
SCRIPTS: Final = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])


def small_world() -> None:
    phobia = make_tag("Social anxiety disorder", synonyms=["social phobia"])
    amygdala = make_tag("Amygdala", make_taxonomy("brain-region", position=20), synonyms=["Corpus amygdaloideum"])
    cbt = make_tag("Cognitive-behavioural therapy", make_taxonomy("therapy", position=30), synonyms=["CBT"])
    full_post = "## Then\n\nIn the end the zebrafish swam away."
    quieter = make_article(title="The quieter amygdala", tags=[phobia, amygdala, cbt], full_post=full_post)
    make_article(title="The louder amygdala", tags=[amygdala], access="open")
    make_list("first-steps", title="First steps to the amygdala", articles=[quieter])


def box(page: Page) -> Locator:
    """By its name: with scripts it is a combobox, without them a search box."""
    return page.get_by_label("Search summaries").first


def search(page: Page, query: str) -> None:
    box(page).fill(query)
    page.keyboard.press("Enter")


def options(page: Page) -> Locator:
    return page.get_by_role("option")


def titles(page: Page) -> list[str]:
    return page.locator("#results h3").all_inner_texts()


@SCRIPTS
@pytest.mark.parametrize("width", [PHONE, WIDE])
def test_a_visitor_searches_narrows_and_reads(visits: Visits, width: int, *, scripts: bool) -> None:
    small_world()
    page = visits.page(width=width, scripts=scripts)
    page.goto("/search/" if width == PHONE else "/")
    search(page, "amygdala")
    expect(page.get_by_role("heading", name="2 summaries")).to_be_visible()
    expect(box(page)).to_have_value("amygdala")
    if width == PHONE:
        page.locator("#filter > summary").click()
        page.locator(".group > summary", has_text="Disorder").click()
        expect(page.locator(".bar .btn")).to_have_text("Show 2 summaries")
        expect(page.locator(".bar .btn")).to_be_in_viewport(ratio=1)
    page.locator(".facets").get_by_role("link", name="Social anxiety disorder").click()
    expect(box(page)).to_have_value("amygdala tag:social-anxiety-disorder")
    if width == PHONE and scripts:  # the same page: its filters stay open until the button folds them
        expect(page.locator(".facets").get_by_role("link", name="Social anxiety disorder")).to_be_focused()
        page.locator(".bar .btn", has_text="Show 1 summary").click()
        expect(page.locator("#res-h")).to_be_focused()
        expect(page.locator("#filter > summary")).to_contain_text("1 on")
    assert titles(page) == ["The quieter amygdala"]
    page.get_by_role("group", name="Filters on").get_by_role("link", name="Social anxiety disorder").click()
    expect(box(page)).to_have_value("amygdala")
    page.go_back(wait_until="commit")
    expect(box(page)).to_have_value("amygdala tag:social-anxiety-disorder")
    page.get_by_role("link", name="The quieter amygdala", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The quieter amygdala")


@SCRIPTS
def test_a_mistake_is_pointed_out_and_one_press_puts_it_right(visits: Visits, *, scripts: bool) -> None:
    small_world()
    page = visits.page(scripts=scripts)
    page.goto("/search/")
    search(page, "quieter tag:amigdala")
    expect(page).to_have_title("Error: quieter tag:amigdala: search · CBT Neuro")
    expect(page.get_by_role("alert").locator("mark")).to_contain_text("tag:amigdala")
    assert page.locator("#results").count() == 0
    page.get_by_role("link", name="quieter tag:amygdala").click()
    expect(box(page)).to_have_value("quieter tag:amygdala")
    assert titles(page) == ["The quieter amygdala"]
    search(page, "quieter amigdala zebrafish")
    expect(page.get_by_text("No summary has “zebrafish”.")).to_be_visible()
    assert titles(page) == ["The quieter amygdala"]
    page.get_by_role("link", name="Without “zebrafish”: 1").click()
    expect(box(page)).to_have_value("quieter amygdala")
    expect(page.get_by_role("heading", name="1 summary", exact=True)).to_be_visible()


@SCRIPTS
def test_an_example_of_the_language_runs(visits: Visits, *, scripts: bool) -> None:
    small_world()
    page = visits.page(scripts=scripts)
    page.goto("/search/")
    page.get_by_role("button", name="amygdala cbt").click()
    expect(box(page)).to_have_value("amygdala cbt")
    assert titles(page) == ["The quieter amygdala"]
    page.locator("summary", has_text="How to search").click()
    expect(page.get_by_role("button", name="author:furmark")).to_be_visible()


def test_years_are_typed_beside_the_results(page: Page) -> None:
    small_world()
    page.goto("/search/?q=amygdala%20year:1990..2010")
    page.get_by_label("To year").fill("")
    page.get_by_role("button", name="Use these years").click()
    expect(box(page)).to_have_value("amygdala year:1990..")
    page.get_by_label("From year").fill("late")
    page.get_by_role("button", name="Use these years").click()
    expect(page.get_by_role("alert")).to_contain_text("“late” is not a year")


@SCRIPTS
def test_only_a_member_finds_a_word_of_a_full_post_and_is_told(visits: Visits, *, scripts: bool) -> None:
    small_world()
    visitor, member = visits.page(scripts=scripts), visits.page(scripts=scripts, user=make_user())
    for page in (visitor, member):
        page.goto("/search/")
        search(page, "zebrafish")
    expect(visitor.get_by_role("heading", name="No summary holds all of these words")).to_be_visible()
    expect(visitor.locator(".reach").get_by_role("link", name="Log in")).to_be_visible()
    expect(member.get_by_role("heading", name="1 summary")).to_be_visible()
    expect(member.locator(".stretch")).to_have_text("Found in the full post In the end the zebrafish swam away.")
    expect(member.get_by_text("Full posts were searched, too.")).to_be_visible()


# --- Suggestions --------------------------------------------------------------------------------------------------


def test_suggestions_are_chosen_by_keyboard(page: Page) -> None:
    small_world()
    page.goto("/")
    box(page).press_sequentially("amy")
    expect(page.get_by_role("listbox", name="Suggestions")).to_be_visible()
    expect(page.locator("#status")).to_have_text("4 suggestions")
    expect(box(page)).to_have_attribute("aria-expanded", "true")
    assert box(page).get_attribute("aria-activedescendant") is None
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option", selected=True)).to_contain_text("Amygdala")
    chosen = page.get_by_role("option", selected=True).get_attribute("id")
    assert box(page).get_attribute("aria-activedescendant") == chosen
    page.keyboard.press("ArrowUp")  # through the box to the last
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("option", selected=True)).to_have_text("First steps to the amygdala")
    page.keyboard.press("Home")  # the cursor of the box moves, nothing is chosen
    expect(page.get_by_role("option", selected=True)).to_have_count(0)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/tags/amygdala/")


def test_enter_without_a_choice_searches(page: Page) -> None:
    small_world()
    page.goto("/")
    box(page).press_sequentially("amygdala")
    expect(options(page).first).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=amygdala")


def test_escape_closes_and_keeps_what_was_typed_and_down_opens_again(page: Page) -> None:
    small_world()
    page.goto("/search/")
    box(page).press_sequentially("amy")
    expect(options(page).first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(box(page)).to_have_value("amy")
    expect(box(page)).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option", selected=True)).to_contain_text("Amygdala")
    page.keyboard.press("Tab")
    expect(page.get_by_role("listbox")).to_be_hidden()


def test_suggestions_are_chosen_with_the_mouse_in_groups_with_what_was_typed_marked(page: Page) -> None:
    small_world()
    page.goto("/search/")
    box(page).press_sequentially("the am")
    expect(page.get_by_role("group", name="Summaries").get_by_role("option")).to_have_count(2)
    assert options(page).first.locator("mark").all_inner_texts() == ["The", "am"]
    page.get_by_role("option", name="The louder amygdala").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The louder amygdala")


def test_a_topic_found_by_its_synonym_says_so(page: Page) -> None:
    small_world()
    page.goto("/search/")
    box(page).press_sequentially("cbt")
    expect(options(page).first).to_have_text("Cognitive-behavioural therapy also CBT Therapy, 1 summary")
    box(page).fill("xqzvk")
    expect(page.locator("#status")).to_have_text("No suggestions")
    expect(page.get_by_role("listbox")).to_be_hidden()


def test_a_choice_opens_in_another_tab_as_every_link_does(page: Page) -> None:
    small_world()
    page.goto("/search/")
    box(page).press_sequentially("amy")
    with page.context.expect_page() as opened:
        options(page).first.click(modifiers=["ControlOrMeta"])
    opened.value.wait_for_url("**/tags/amygdala/")
    assert page.url.endswith("/search/")


def test_when_suggestions_fail_searching_goes_on(visits: Visits) -> None:
    small_world()
    page = visits.page()
    visits.expected += ["/search/suggest/", "ERR_FAILED"]
    page.route("**/search/suggest/**", lambda route: route.abort())
    page.goto("/search/")
    box(page).press_sequentially("amygdala")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="2 summaries")).to_be_visible()


# --- How it looks -------------------------------------------------------------------------------------------------


@of_shipped
def test_searching_the_shipped_collection_passes_every_check(visits: Visits, worlds: Worlds) -> None:
    worlds.enter(shipped)
    page = visits.page()
    for name, query in {
        "results": "cbt%20amygdala",
        "filters": "fear%20tag:amygdala%20(kind:overview%20OR%20kind:paper-summary)%20year:2000..2020",
        "mistake": "amygdala%20(tag:fear%20OR",
        "partial": "amygdala%20fear%20treatment%20zebrafish",
    }.items():
        page.goto(f"/search/?q={query}")
        passes_every_check(page, name)
    for address, typed in {"/search/": "amy", "/": "cbt"}.items():
        page.set_viewport_size({"width": WIDE, "height": HEIGHT[WIDE]})
        page.goto(address)
        box(page).press_sequentially(typed)
        expect(options(page).first).to_be_visible()
        page.keyboard.press("ArrowDown")
        passes_every_check(page, f"suggestions {typed}")


def passes_every_check(page: Page, name: str) -> None:
    for screen in screens(page):
        assert too_small(page) == []
        check_axe(page)
        keep_picture(page, f"search {name} {screen}")
    assert too_wide(page) == []
