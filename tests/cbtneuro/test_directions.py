"""Titles and texts in any script stand in their own direction, wherever a page shows them."""

from collections.abc import Iterator

import pytest
from django.test import Client

from tests.factories import make_article, make_list, make_tag, relate_articles
from tests.page import Element, Page

pytestmark = pytest.mark.django_db

TITLE, STANDFIRST, POINT, SUMMARY = "חרדה שקטה", "שתי סריקות", "האמיגדלה נרגעה", "ניסוי קטן"
LABEL, NOTE, LIST, REASON = "פחד", "מה שמפחיד", "להתחיל כאן", "כי הוא ראשון"
PAGES = {
    "/": [TITLE, STANDFIRST, LIST],
    "/latest/": [TITLE, STANDFIRST, LABEL],
    "/articles/first/": [TITLE, STANDFIRST, POINT, SUMMARY, LABEL, REASON],
    "/articles/first/?list=path": [TITLE, LIST],
    "/lists/": [LIST, NOTE],
    "/lists/path/": [LIST, NOTE, TITLE, REASON],
    "/tags/": [LABEL],
    "/tags/?view=az": [LABEL],
    "/tags/fear/": [LABEL, NOTE, TITLE, STANDFIRST],
    "/search/?q=%D7%97%D7%A8%D7%93%D7%94": [TITLE],
}


def directed(page: Page) -> Iterator[Element]:
    return (element for element in page.elements if element.tag == "bdi" or element.attributes.get("dir") == "auto")


@pytest.mark.parametrize("address", PAGES)
def test_what_editors_write_stands_in_its_own_direction(address: str) -> None:
    tag = make_tag(LABEL, slug="fear", scope_note=NOTE)
    first, second = (
        make_article(slug, title=TITLE, standfirst=STANDFIRST, key_points=(POINT,), summary=SUMMARY, tags=[tag])
        for slug in ("first", "second")
    )
    relate_articles(first, second, reason=REASON)
    make_list("path", articles=[first, second], title=LIST, standfirst=NOTE, reasons={first.pk: REASON})
    page = Page.of(Client().get(address))
    (main,) = page.with_tag("main")
    for words in PAGES[address]:
        assert words in main.text
        assert sum(words in element.text for element in directed(page)) >= main.text.count(words), words
