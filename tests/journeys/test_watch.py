"""The watch on all pages and the checks of every page find what they are for, and worlds are as they were made."""

from typing import Final

import pytest
from playwright.sync_api import Page, expect

from articles.models import Article
from tests.factories import make_article
from tests.journeys.checks import against_rules, too_small, too_wide
from tests.journeys.visits import Visits
from tests.journeys.worlds import Worlds

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
FAULTS: Final = {  # what is noted, and what brings it about
    "style-src": "document.querySelector('h1').insertAdjacentHTML('afterend', '<p style=\"color: red\">Red</p>')",
    "img-src": "document.querySelector('h1').insertAdjacentHTML('afterend', '<img src=\"https://elsewhere.test/\">')",
    "script-src": "document.head.append(Object.assign(document.createElement('script'), {textContent: '1'}))",
    "a mistake": "setTimeout(() => { throw new Error('a mistake'); })",
    "a complaint": "console.error('a complaint')",
    "nothing.css": "fetch('/static/nothing.css')",
}


def test_the_watch_notes_what_no_page_may_do(visits: Visits, page: Page) -> None:
    visits.expected = [*FAULTS, "Content Security Policy", "elsewhere.test"]
    page.goto("/about/")
    for act in FAULTS.values():
        page.evaluate(f"() => {{ {act} }}")
    page.wait_for_timeout(300)
    for fault in FAULTS:
        assert any(fault in seen for seen in visits.seen), visits.seen


def test_the_watch_notes_requests_to_another_origin(visits: Visits) -> None:
    visits.expected = ["127.0.0.2"]
    page = visits.page(bypass_csp=True)
    page.goto("/about/")
    page.evaluate("fetch('http://127.0.0.2:1/', {mode: 'no-cors'}).catch(() => {})")
    assert "request to another origin: http://127.0.0.2:1/" in visits.seen


def test_a_page_that_is_not_there_is_no_fault(visits: Visits, page: Page) -> None:
    page.goto("/nothing/here/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert not visits.seen


def test_the_checks_find_what_they_look_for(page: Page) -> None:
    page.goto("/about/")
    page.evaluate("""() => {
      const main = document.querySelector("main");
      const wide = document.createElement("pre");
      wide.textContent = "x".repeat(300);
      const small = document.createElement("button");
      small.textContent = "i";
      small.className = "linkish";
      main.append(wide, document.createElement("img"), small);
    }""")
    assert any(found.startswith("image-alt") for found in against_rules(page))
    assert any('class="linkish"' in found for found in too_small(page))
    assert too_wide(page)


def one_article() -> None:
    make_article(title="The quieter amygdala")


def test_a_world_is_as_it_was_made_whenever_it_is_entered(worlds: Worlds, page: Page) -> None:
    worlds.enter(one_article)
    Article.objects.update(title="The louder amygdala")
    make_article(title="One more")
    page.goto("/latest/")
    expect(page.locator(".item")).to_have_count(2)
    worlds.enter(one_article)
    page.reload()
    expect(page.locator(".item")).to_have_count(1)
    expect(page.get_by_role("link", name="The quieter amygdala", exact=True)).to_be_visible()
