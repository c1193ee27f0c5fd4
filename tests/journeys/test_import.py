"""An import in a browser, with and without scripts: pasted, mended, chosen, brought in, undone; a table of a file."""

from typing import Final

import pytest
from playwright.sync_api import Page, expect

from bibliography.models import ImportBatch, Reference
from members.roles import EDITOR
from tests.factories import make_reference, make_user
from tests.journeys.checks import against_rules, keep_picture, too_small, too_wide
from tests.journeys.visits import HEIGHT, PHONE, WIDE, Theme, Visits

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

SCREENS: Final[tuple[tuple[int, Theme], ...]] = ((WIDE, "light"), (WIDE, "dark"), (PHONE, "light"), (PHONE, "dark"))
LONG: Final = "Donaudampfschifffahrtsgesellschaftskapitaensmuetzenabzeichen" * 2
TEXT: Final = f"""\
@article{{one2001, title={{A first paper of {LONG}}}, author={{Doe, Jane and Roe, Ann}}, year=2001}}
@article{{two2002, title={{A second paper}}, author={{Doe, Jane}}, year=2002, rating={{5}}}}
@article{{known, title={{Known}}, doi={{10.1000/x}}}}
@article{{faulty, author={{Doe, Jane}}, year=2003}}
"""


def follows_the_rules(page: Page, name: str) -> None:
    found = [*too_wide(page), *too_small(page)]
    for width, theme in SCREENS:
        page.set_viewport_size({"width": width, "height": HEIGHT[width]})
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        found += [f"{width} px, {theme}: {fault}" for fault in against_rules(page, colours_alone=theme == "dark")]
        keep_picture(page, f"import {name} {width} {theme}")
    page.set_viewport_size({"width": WIDE, "height": HEIGHT[WIDE]})
    assert not found, "\n".join(found)


@pytest.mark.parametrize("scripts", [True, False])
def test_papers_are_looked_through_brought_in_and_taken_back(visits: Visits, *, scripts: bool) -> None:
    make_reference("known", DOI="10.1000/x")
    page = visits.page(user=make_user(EDITOR), scripts=scripts)
    look = follows_the_rules if scripts else lambda *_: None
    page.goto("/desk/references/stored/")
    page.get_by_role("link", name="Import", exact=True).click()
    look(page, "start")
    page.get_by_label("Or records, pasted").fill(TEXT)
    page.get_by_role("button", name="Read them").click()
    expect(page.get_by_text("4 records:")).to_be_visible()
    look(page, "table")

    page.get_by_label("Draft, of “A second paper”").check()
    page.get_by_role("button", name="Keep this choice").click()
    expect(page.get_by_text("1 with a draft summary")).to_be_visible()
    look(page, "table with a draft")

    page.get_by_role("link", name="Mend it").click()
    look(page, "a row")
    raw = page.get_by_label("The record")
    raw.fill(raw.input_value().replace("author=", "title={Mended}, author="))
    page.get_by_role("button", name="Read it again").click()
    expect(page.get_by_text("Line 4 is mended.")).to_be_visible()

    page.get_by_label("Bring in “A second paper”").uncheck()
    page.get_by_role("button", name="Go on with these").click()
    expect(page.get_by_role("heading", name="Bring in 2 references")).to_be_visible()
    page.get_by_label("Begin one draft summary for each").check()
    look(page, "the question")
    page.get_by_role("button", name="Bring them in").click()
    expect(page.get_by_text("2 references added, each with a draft summary.")).to_be_visible()
    look(page, "result")
    assert set(Reference.objects.values_list("key", flat=True)) == {"known", "one2001", "faulty"}

    page.get_by_role("link", name="Undo the whole import").click()
    look(page, "undo")
    page.get_by_role("button", name="Undo it").click()
    expect(page.get_by_text("Undone: 2 references")).to_be_visible()
    assert list(Reference.objects.values_list("key", flat=True)) == ["known"]


def test_columns_of_a_file_are_said_and_progress_is_shown_while_it_goes_on(visits: Visits) -> None:
    page = visits.page(user=make_user(EDITOR))
    page.goto("/desk/import/")
    table = {
        "name": "papers.csv",
        "mimeType": "text/csv",
        "buffer": "Title;Work\nOne;Two\nThree, four;Five\n".encode("utf-16"),
    }
    page.get_by_label("A file").set_input_files(table)  # type: ignore[arg-type]
    page.get_by_role("button", name="Read them").click()
    page.get_by_text("What the columns mean").click()
    page.get_by_label("Work").select_option("container-title")
    follows_the_rules(page, "columns")
    page.get_by_role("button", name="Read it again so").click()
    expect(page.get_by_text("The file was read as UTF-16.")).to_be_visible()
    expect(page.get_by_text("Five")).to_be_visible()

    ImportBatch.objects.update(state="writing", counted=1, total=2)
    page.reload()
    expect(page.locator("#how-far")).to_contain_text("1 of 2 references are prepared.")
    follows_the_rules(page, "working")
    ImportBatch.objects.update(counted=2)
    expect(page.locator("#how-far")).to_contain_text("All 2 are prepared.")
    ImportBatch.objects.update(state="ready")
    expect(page.get_by_role("heading", name="Look through and choose")).to_be_visible()
