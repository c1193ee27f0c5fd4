"""The years beside a topic: each with the number of articles that one gets by it."""

import re

import pytest
from django.test import Client

from tests.articles.browse.offers import titles_on
from tests.factories import make_article, make_reference, make_tag, make_taxonomy
from tests.page import Page

pytestmark = pytest.mark.django_db


def at(query: str = "") -> Page:
    return Page.of(Client().get(f"/tags/fear/{query}"))


def numbers_on(page: Page) -> dict[str, int]:
    """The number beside each year."""
    [years] = page.with_class("facetlinks")
    return {year: int(number) for year, number in re.findall(r"(\d{4}) (\d+) summar", years.text)}


def links_on(page: Page) -> dict[str, str]:
    """Where each year leads that can be chosen."""
    links = (link for link in page.with_tag("a") if re.fullmatch(r"\d{4}", link.text))
    return {link.text: link.attributes["href"] for link in links}


def test_each_year_counts_what_the_other_filters_leave_and_leads_there() -> None:
    fear, insula = make_tag("Fear"), make_tag("Insula", make_taxonomy("brain-region"))
    for year, tags in ((2002, [fear]), (2002, [fear, insula]), (2015, [fear])):
        make_article(tags=tags, paper=make_reference(issued={"date-parts": [[year]]}))
    make_article(tags=[fear])  # about no paper
    assert numbers_on(at()) == {"2015": 1, "2002": 2}
    for chosen, address in links_on(at()).items():
        assert len(titles_on(Page.of(Client().get(address)))) == numbers_on(at())[chosen]
    assert numbers_on(at("?from=2015&to=2015")) == {"2015": 1, "2002": 2}
    narrowed = at("?brain-region=insula")
    assert numbers_on(narrowed) == {"2015": 0, "2002": 1}
    assert links_on(narrowed) == {"2002": "/tags/fear/?brain-region=insula&from=2002&to=2002"}
