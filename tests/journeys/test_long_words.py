"""Words of sixty letters break where they have to: no page grows wider than the narrowest screen."""

from collections.abc import Iterator
from typing import Final

import pytest
from playwright.sync_api import Page

from members.roles import ADMINISTRATOR, MEMBER
from operations.read_only.state import begin, known
from tests.journeys.checks import NARROWEST, keep_picture
from tests.journeys.long_words import LongWords, columns_without_a_long_word, long
from tests.journeys.visits import Visits
from tests.times import NOW

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
PAGES: Final = {
    "": [
        "/", "/latest/", "/articles/{slug}/?list={list}", "/tags/", "/tags/?view=az", "/tags/{tag}/narrower/",
        "/tags/matrix/?rows=disorder&columns=brain-region", "/tags/{tag}/?kind=overview&category={category}",
        "/lists/", "/lists/{list}/", "/search/?q={other}%20year:2001..2002", "/search/?q=tag:{label}",
        "/login/?next=/articles/{slug}/", "/about/", "/articles/{slug}/cite/?style=ieee", "/tags/{tag}/cite/",
        "/lists/{list}/cite/", "/api/v1/docs/",
    ],
    MEMBER: [
        "/articles/{slug}/", "/account/", "/", "/library/", "/library/saved/", "/library/notes/",
        "/library/articles/{slug}/", "/library/lists/", "/library/lists/{own_list}/", "/library/lists/{own_list}/edit/",
        "/library/articles/{slug}/lists/",
    ],
    ADMINISTRATOR: [
        "/admin/members/user/{member}/change/",
        "/desk/", "/desk/?tab=published", "/desk/articles/{article}/", "/desk/articles/{article}/history/",
        "/desk/articles/{article}/history/{head}/", "/desk/articles/{article}/compare/?from={first}&to={head}",
        "/desk/articles/{article}/conflict/{aside}/", "/desk/articles/{article}/comments/",
        "/desk/articles/{article}/checks/?whole", "/desk/articles/{article}/previews/",
        "/desk/articles/{article}/lists/", "/desk/articles/{article}/do/publish/", "/desk/log/", "/desk/insights/",
        "/desk/images/", "/desk/images/{image}/", "/desk/lists/", "/desk/lists/{in_list}/", "/desk/references/stored/",
        "/desk/references/{reference}/", "/desk/tags/", "/desk/tags/{topic}/", "/desk/tags/{topic}/merge/?into={other}",
        "/desk/tags/{unused}/delete/", "/desk/tags/new/", "/desk/tags/check/", "/desk/tags/taxonomies/",
        "/desk/tags/acts/{act}/undo/", "/desk/references/{uncited}/delete/", "/desk/articles/{draft}/do/delete/",
        "/desk/import/", "/desk/import/{import}/", "/desk/import/{import}/rows/{import_row}/",
        "/desk/import/{import}/bring-in/", "/desk/notices/", "/desk/articles/{article}/notices/{notice}/",
        "/desk/references/{reference}/notices/new/", "/desk/references/{merged}/",
        "/desk/references/merges/{merge}/undo/",
        "/desk/references/{uncited}/merge/", "/desk/webhooks/", "/desk/webhooks/{webhook}/",
        "/desk/webhooks/{webhook}/do/remove/", "/account/tokens/", "/account/tokens/new/",
        "/account/tokens/{token}/end/",
    ],
}  # fmt: skip
# Text outside the screen, unless it scrolls or ends in three dots in a box of its own, is drawn, or is hidden from the
# eye on purpose.
OUTSIDE: Final = """(width) => {
  const unseen = ".vh, .visually-hidden, .skip, .skip-to-content-link, script, select, svg, .select2-selection--single";
  const scrolls = (box) => box !== document.body
    && (/auto|scroll/.test(getComputedStyle(box).overflowX)
      || getComputedStyle(box).textOverflow === "ellipsis" || scrolls(box.parentElement));
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), range = document.createRange();
  const found = [];
  while (texts.nextNode()) {
    const text = texts.currentNode, holder = text.parentElement;
    if (holder.closest(unseen) || !holder.checkVisibility({ visibilityProperty: true }) || scrolls(holder)) continue;
    range.selectNodeContents(text);
    const { left, right } = range.getBoundingClientRect();
    if (right > width + 1 || left < -1) found.push(`${holder.outerHTML.slice(0, 90)} stands outside`);
  }
  return found;
}"""


def beyond_the_screen(page: Page) -> list[str]:
    """How wide the page is with everything unfolded, and which texts stand outside the screen."""
    page.evaluate("document.querySelectorAll('main details').forEach((fold) => { fold.open = true; })")
    width = page.evaluate("document.scrollingElement.scrollWidth")
    return [*([f"{width} px wide"] if width > NARROWEST else []), *page.evaluate(OUTSIDE, NARROWEST)]


@pytest.fixture(autouse=True)
def _maintenance_ends() -> Iterator[None]:
    yield
    known.forget()


def beyond_the_narrowest(page: Page, path: str, name: str) -> list[str]:
    response = page.goto(path, wait_until="domcontentloaded")
    assert response is not None
    assert response.ok
    found = beyond_the_screen(page)
    keep_picture(page, f"long {name}")
    return found


def test_no_word_is_too_long_for_the_narrowest_screen(visits: Visits, subtests: pytest.Subtests) -> None:
    world = LongWords()
    for person, paths in PAGES.items():
        page = visits.page(width=NARROWEST, user=world.people.get(person))
        for path in paths:
            with subtests.test(f"{path} for {person or 'a visitor'}"):
                name = f"{person} {path.replace('/', ' ')}"
                assert beyond_the_narrowest(page, path.format(**world.names), name) == []
    begin(long("maintenance"), at=NOW)
    known.ask(lambda: None, to_change=True)
    assert beyond_the_narrowest(page, "/desk/", "desk under maintenance") == []
    assert columns_without_a_long_word() == []
