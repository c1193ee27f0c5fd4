"""Papers by year: every bar leads to a list of as many summaries as it says, for each person."""

import re
from typing import Final

import pytest
from django.test import Client

from articles.browse.timeline import CHART, bars_of
from members.roles import EDITOR, MEMBER
from tests.articles.browse.offers import expected_at, truth
from tests.factories import SCHEDULED, make_article, make_reference, make_tag, make_taxonomy, make_user
from tests.page import Page
from tests.synthetic import add_articles, make_vocabulary

pytestmark = pytest.mark.django_db
BAR: Final = re.compile(r'<a href="([^"]*)"[^>]*?aria-label="(\d+): ([\d,]+) summar(?:y|ies)"', re.DOTALL)
LISTED: Final = re.compile(r'<a href="([^"]*)"\s+rel="nofollow"\s*>(\d+)</a>\s*<span class="n">([\d,]+)<', re.DOTALL)


def chart_of(text: str) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
    """The bars, and the list behind them, each as address, year and number."""
    chart = text.partition('class="years-chart"')[2].partition("</figure>")[0]
    return BAR.findall(chart), LISTED.findall(chart)


def as_person(role: str) -> Client:
    client = Client()
    if role:
        client.force_login(make_user(role))
    return client


def test_bars_stand_in_their_years_and_are_as_high_as_their_numbers() -> None:
    bars = bars_of({2001: 2, 2003: 4, 2010: 0})
    assert [(bar.year, bar.left, bar.height) for bar in bars] == [
        (2001, 0.0, CHART[1] / 2), (2003, round(CHART[0] * 2 / 3, 2), CHART[1]),
    ]  # fmt: skip
    assert bars_of({2001: 0}) == []
    assert not any(bar.is_numbered for bar in bars_of({1900: 1, 2020: 1}))
    assert all(bar.left + bar.step <= CHART[0] + 0.5 for bar in bars_of(dict.fromkeys(range(1950, 2027), 1)))


@pytest.mark.usefixtures("shipped")
@pytest.mark.parametrize("role", ["", MEMBER, EDITOR])
def test_each_bar_of_the_shipped_collection_leads_to_as_many_summaries_as_it_says(role: str) -> None:
    client = as_person(role)
    for address in ("/tags/amygdala/", "/tags/anxiety-disorders/?method=fmri"):
        bars, listed = chart_of(client.get(address).text)
        assert len(bars) > 3
        assert sorted(bars) == sorted(listed)
        for link, _, number in bars:
            page = Page.of(client.get(link.replace("&amp;", "&")))
            assert len(page.with_class("item")) == int(number), link


def test_each_bar_over_2000_made_articles_has_as_many_summaries_as_the_list_behind_it() -> None:
    vocabulary = make_vocabulary(60)
    add_articles(2000, vocabulary, seed=5)
    under, values = truth()
    client, seen = Client(), 0
    for tag in (vocabulary.top, *vocabulary.tags[:3]):
        for query in ("", "?kind=paper-summary", "?access=open"):
            for link, _, number in chart_of(client.get(f"{tag.get_absolute_url()}{query}").text)[0]:
                behind = expected_at(link.replace("&amp;", "&"), under, values)
                assert int(number.replace(",", "")) == len(behind), link
                seen += 1
    assert seen > 100


def test_a_chart_keeps_other_filters_says_which_year_is_on_and_what_has_no_year() -> None:
    fear, method = make_tag("Fear"), make_tag("Scan", make_taxonomy("method"))
    for year, tags in ((2001, [fear]), (2001, [fear, method]), (2005, [fear, method])):
        make_article(tags=tags, paper=make_reference(issued={"date-parts": [[year]]}))
    make_article(tags=[fear])
    text = Client().get("/tags/fear/").text
    assert [(year, number) for _, year, number in chart_of(text)[0]] == [("2001", "2"), ("2005", "1")]
    assert "1 about no paper" in text
    text = Client().get("/tags/fear/?method=scan&from=2001&to=2001").text
    assert [(year, number) for _, year, number in chart_of(text)[0]] == [("2001", "1"), ("2005", "1")]
    assert "method=scan&amp;from=2005&amp;to=2005" in text
    [on] = [bar for bar in text.partition('class="years-chart"')[2].split("<a ") if 'aria-current="true"' in bar][:1]
    assert "2001: 1 summary" in on
    assert "all years" in text


def test_what_a_visitor_may_not_see_is_in_no_bar() -> None:
    fear = make_tag("Fear")
    make_article(tags=[fear], paper=make_reference(issued={"date-parts": [[2001]]}))
    make_article(tags=[fear], paper=make_reference(issued={"date-parts": [[1987]]}), status=SCHEDULED)
    assert [year for _, year, _ in chart_of(Client().get("/tags/fear/").text)[0]] == ["2001"]
    assert [year for _, year, _ in chart_of(as_person(EDITOR).get("/tags/fear/").text)[0]] == ["1987", "2001"]


def test_a_topic_without_dated_papers_has_no_chart() -> None:
    make_article(tags=[make_tag("Fear")])
    assert 'class="years-chart"' not in Client().get("/tags/fear/").text
