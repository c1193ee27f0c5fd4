"""A topic to narrow, and how a reader does it: in a browser, with scripts and without."""

import re
from typing import Final

from playwright.sync_api import Locator, Page, Route, expect

from tests.factories import make_article, make_category, make_reference, make_tag, make_taxonomy

SUBJECTS: Final = [(region, method) for region in ("Amygdala", "Insula", "Cortex") for method in ("PET", "fMRI")]


def world() -> None:
    """26 articles on fear: more than a page. Nobody scanned the cortex by PET."""
    fear = make_tag("Fear", make_taxonomy("disorder", position=1), scope_note="Of what is here.")
    regions, methods = make_taxonomy("brain-region", position=2), make_taxonomy("method", position=3)
    tags = {name: make_tag(name, regions) for name in ("Amygdala", "Insula", "Cortex")}
    tags |= {name: make_tag(name, methods) for name in ("PET", "fMRI")}
    many = [subject for subject in SUBJECTS * 5 if subject != ("Cortex", "PET")] + [("Amygdala", "PET")]
    for number, (region, method) in enumerate(many):
        make_article(
            title=f"Number {number}",
            tags=[fear, tags[region], tags[method]],
            categories=[make_category("Therapy")],
            paper=make_reference(issued={"date-parts": [[2000 + number % 20]]}),
            access="open" if number < 3 else "members",
        )


def opened(page: Page) -> Page:
    """With the filters unfolded, and all their groups, which a wide screen shows at once."""
    for fold in ("#filter", "#group-brain-region", "#group-method", "#group-access"):
        summary = page.locator(f"{fold}:not([open]) > summary")
        if summary.is_visible():
            summary.click()
    return page


def box(page: Page, name: str) -> Locator:
    return page.locator("#narrow").get_by_role("checkbox", name=re.compile(f"^{name} "))


def narrow(page: Page, *names: str, scripts: bool = True) -> None:
    """Tick the filters; without scripts the button sends them."""
    for name in names:
        box(opened(page), name).check()
    if not scripts:
        page.get_by_role("button", name=re.compile("^Show ")).click()


def expect_count(page: Page, count: int) -> None:
    expect(page.locator("#res-n")).to_have_text("1 summary" if count == 1 else f"{count} summaries")


def held_back(page: Page) -> list[Route]:
    """Narrowed pages that are asked for from now on; each comes when its route goes on."""
    held: list[Route] = []
    page.route(lambda address: "?" in address, lambda route: held.append(route))
    return held
