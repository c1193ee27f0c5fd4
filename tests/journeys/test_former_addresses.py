"""Former addresses in a browser that has been there before: what it kept of them leads nowhere wrong."""

import re
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from articles.content import content_of, write_content
from tags import curation
from tests.factories import make_article, make_tag
from tests.times import NOW

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_a_rename_that_is_taken_back_lets_in_who_followed_it_before(page: Page) -> None:
    tag = make_tag("Fear")
    article = make_article("one", tags=[tag])
    write_content(article, replace(content_of(article), slug="other"))
    act = curation.rename(tag, "Dread", by=None, at=NOW)
    for address, present in (("/articles/one/", "/articles/other/"), ("/tags/fear/", "/tags/dread/")):
        page.goto(address)
        expect(page).to_have_url(re.compile(f"{present}$"))
    curation.undo(act, by=None, at=NOW)
    article.refresh_from_db()
    write_content(article, replace(content_of(article), slug="one"))
    for address, present in (("/articles/other/", "/articles/one/"), ("/tags/dread/", "/tags/fear/")):
        page.goto(address)
        expect(page).to_have_url(re.compile(f"{present}$"))
        page.goto(present)
        expect(page).to_have_url(re.compile(f"{present}$"))
