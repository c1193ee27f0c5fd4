"""From the evidence matrix to an article: choosing, folding, with the keyboard, with and without scripts."""

import pytest
from playwright.sync_api import Page, expect

from tests.factories import make_article, make_category, make_tag, make_taxonomy
from tests.journeys.checks import check_axe, keep_picture, screens, too_small, too_wide
from tests.journeys.visits import HEIGHT, PHONE, WIDE, Visits
from tests.journeys.worlds import Worlds, of_shipped, shipped

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
LISTS: tuple[str, ...] = (
    "/tags/neuroscience/?brain-region=amygdala&brain-region=insula&kind=overview&kind=paper-summary&access=members&from=1990",
    "/tags/neuroscience/?sort=paper",
    "/search/?q=amygdala%20tag:anxiety-disorders%20year:1990..2026%20is:members%20(kind:overview%20OR%20kind:paper-summary)",
    "/latest/",
)
# Whether a figure has the focus, and whether the head of a row or of a column lies over it.
FOCUS = """() => {
  const here = document.activeElement, { left, right, top, bottom } = here.getBoundingClientRect();
  const isCovered = !here.contains(document.elementFromPoint((left + right) / 2, (top + bottom) / 2));
  return { isFigure: here.closest("td") !== null, isCovered, label: here.ariaLabel };
}"""


def small_world() -> None:
    anxiety = make_tag("Anxiety disorders")
    phobia = make_tag("Specific phobia", under=[anxiety])
    limbic = make_tag("Limbic system", make_taxonomy("brain-region", position=20))
    amygdala = make_tag("Amygdala", limbic.taxonomy, under=[limbic])
    make_article(title="Spiders in the scanner", tags=[phobia, amygdala], categories=[make_category("Therapy")])
    make_article(title="Asleep in the scanner", tags=[make_tag("Insomnia"), limbic])


def rows(page: Page) -> list[str]:
    return page.locator(".matrix tbody th .m-label a").all_inner_texts()


def figure(page: Page, name: str) -> str:
    return page.get_by_role("link", name=name, exact=True).inner_text()


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("width", [PHONE, WIDE])
def test_a_reader_chooses_two_taxonomies_folds_and_comes_to_an_article(
    visits: Visits, width: int, *, scripts: bool
) -> None:
    small_world()
    page = visits.page(width=width, scripts=scripts)
    page.goto("/tags/matrix/?rows=disorder&columns=category")
    page.get_by_label("Columns", exact=True).select_option("Brain region")
    page.get_by_role("button", name="Show the table").click()
    expect(page.locator("caption")).to_have_text("Number of summaries. Rows: Disorder. Columns: Brain region.")
    assert rows(page) == ["Anxiety disorders", "Specific phobia", "Insomnia"]
    page.get_by_role("link", name="− 1 narrower: fold Anxiety disorders").click()
    expect(page.get_by_role("link", name="+ 1 narrower: unfold Anxiety disorders")).to_be_visible()
    assert rows(page) == ["Anxiety disorders", "Insomnia"]
    assert figure(page, "Anxiety disorders and Amygdala: 1 summary") == "1"
    page.go_back(wait_until="commit")
    expect(page.locator(".matrix tbody tr")).to_have_count(3)
    page.get_by_role("link", name="Specific phobia and Amygdala: 1 summary").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Specific phobia × Amygdala: 1 summary")
    page.get_by_role("link", name="Spiders in the scanner", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Spiders in the scanner")


def test_swapping_turns_the_table_over(page: Page) -> None:
    small_world()
    page.goto("/tags/matrix/")
    page.get_by_role("link", name="Swap rows and columns").click()
    expect(page.locator("caption")).to_contain_text("Rows: Brain region.")
    assert rows(page) == ["Limbic system", "Amygdala"]
    assert figure(page, "Amygdala and Specific phobia: 1 summary") == "1"


def test_the_same_taxonomy_twice_is_refused_and_the_focus_is_on_the_reason(page: Page) -> None:
    small_world()
    page.goto("/tags/matrix/")
    page.get_by_label("Columns", exact=True).select_option("Disorder")
    page.get_by_role("button", name="Show the table").click()
    expect(page.locator(".error-summary")).to_be_focused()
    page.get_by_role("link", name="Choose two different taxonomies").click()
    expect(page.get_by_label("Columns", exact=True)).to_be_focused()


@of_shipped
@pytest.mark.parametrize("width", [PHONE, WIDE])
def test_the_keyboard_reaches_every_figure_and_no_head_covers_it(visits: Visits, worlds: Worlds, width: int) -> None:
    worlds.enter(shipped)
    page = visits.page(width=width)
    page.goto("/tags/matrix/")
    page.get_by_role("link", name="Swap rows and columns").focus()
    page.get_by_role("link", name="Skip the table").focus()
    expect(page.get_by_role("link", name="Skip the table")).to_be_in_viewport()
    page.keyboard.press("Tab")
    expect(page.get_by_role("region", name="Number of summaries")).to_be_focused()
    reached = []
    for _ in range(page.locator(".matrix a").count()):
        page.keyboard.press("Tab")
        reached.append(page.evaluate(FOCUS))
    figures = [element for element in reached if element["isFigure"]]
    assert len(figures) == page.locator(".matrix td a").count()
    assert [figure["label"] for figure in figures if figure["isCovered"]] == []
    page.get_by_role("link", name="Skip the table").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("#after-matrix a")).to_be_focused()


@of_shipped
def test_the_heads_stay_in_view_while_the_table_scrolls_in_its_own_box(visits: Visits, worlds: Worlds) -> None:
    worlds.enter(shipped)
    page = visits.page(width=PHONE)
    page.goto("/tags/matrix/")
    page.locator(".matrix").scroll_into_view_if_needed()
    page.evaluate("document.querySelector('.matrix').scrollTo(250, 150)")
    page.evaluate("document.querySelector('.matrix').scrollIntoView({ block: 'end' })")
    expect(page.locator(".m-corner")).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("rowheader", name="Panic disorder")).to_be_in_viewport(ratio=1)
    assert page.evaluate("scrollX") == 0
    assert too_wide(page) == []


@of_shipped
def test_the_first_result_behind_a_figure_is_in_view_and_of_every_other_list(visits: Visits, worlds: Worlds) -> None:
    """Of the figures the one with the longest names; the others have shorter heads."""
    worlds.enter(shipped)
    page = visits.page()
    page.goto("/tags/matrix/")
    named = page.locator(".matrix td a").evaluate_all("(all) => all.map((a) => [a.ariaLabel, a.getAttribute('href')])")
    longest = [path for name, path in sorted(named, key=lambda figure: len(figure[0]))[-1:]]
    for width in (WIDE, PHONE):
        page.set_viewport_size({"width": width, "height": HEIGHT[width]})
        for path in (*longest, *LISTS):
            page.goto(path)
            expect(page.locator(".item h3").first).to_be_in_viewport(ratio=1)


@of_shipped
def test_the_matrix_of_the_shipped_collection_passes_every_check(visits: Visits, worlds: Worlds) -> None:
    worlds.enter(shipped)
    page = visits.page()
    for name, path in {
        "matrix": "/tags/matrix/",
        "matrix of methods": "/tags/matrix/?rows=method&columns=therapy&fold=neuroimaging",
        "matrix of categories": "/tags/matrix/?rows=category&columns=outcome",
        "matrix as bubbles": "/tags/matrix/?view=graph",
    }.items():
        page.goto(path)
        page.locator(".m-how summary").click()
        for screen in screens(page):
            assert too_small(page) == []
            check_axe(page)
            keep_picture(page, f"shipped {name} {screen}")
        assert too_wide(page) == []
