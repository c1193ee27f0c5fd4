"""Lists of articles by date and by search: each article once, over any number of pages, at the same cost."""

from datetime import timedelta
from functools import partial

import pytest
from django.test import Client
from django.utils import timezone

from articles import views
from articles.browse.pagination import page_of_newest
from tests.factories import make_article, make_reference, make_tag
from tests.page import Page
from tests.queries import assert_same_queries_for_any_number
from tests.times import day
from tests.worlds import shared

pytestmark = pytest.mark.django_db


# --- Latest -------------------------------------------------------------------------------------------------------


def titles_on(page: Page) -> list[str]:
    return [heading.text for heading in page.with_tag("h3")]


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of five."""
    monkeypatch.setattr(views, "page_of_newest", partial(page_of_newest, size=5))


@pytest.mark.usefixtures("small_pages")
def test_latest_shows_each_article_once_over_all_its_pages_and_leads_back() -> None:
    for number in range(12):
        make_article(f"number-{number}", title=f"Number {number}")
    client, address = Client(), "/latest/"
    seen: list[list[str]] = []
    back = ""
    while address:
        page = Page.of(client.get(address))
        seen.append(titles_on(page))
        links = {a.attributes.get("rel"): a.attributes["href"] for a in page.with_tag("a") if a.attributes.get("rel")}
        back = "/latest/" + links.get("prev", "")
        address = "/latest/" + links["next"] if "next" in links else ""
    assert [len(titles) for titles in seen] == [5, 5, 2]
    assert [title for titles in seen for title in titles] == [f"Number {number}" for number in reversed(range(12))]
    assert titles_on(Page.of(client.get(back))) == seen[1]


@pytest.mark.usefixtures("small_pages")
def test_articles_of_the_same_moment_are_neither_lost_nor_repeated() -> None:
    moment = timezone.now() - timedelta(days=1)
    for number in range(7):
        make_article(f"twin-{number}", title=f"Twin {number}", publish_at=moment)
    first = Page.of(Client().get("/latest/"))
    older = next(a.attributes["href"] for a in first.with_tag("a") if a.attributes.get("rel") == "next")
    second = Page.of(Client().get(f"/latest/{older}"))
    assert sorted(titles_on(first) + titles_on(second)) == sorted(f"Twin {number}" for number in range(7))


@pytest.mark.usefixtures("small_pages")
def test_a_page_stays_as_it_was_when_something_new_is_published() -> None:
    for number in range(7):
        make_article(f"number-{number}", title=f"Number {number}")
    first = Page.of(Client().get("/latest/"))
    older = next(a.attributes["href"] for a in first.with_tag("a") if a.attributes.get("rel") == "next")
    before = titles_on(Page.of(Client().get(f"/latest/{older}")))
    make_article("breaking-news", publish_at=timezone.now())
    assert titles_on(Page.of(Client().get(f"/latest/{older}"))) == before


def headings_on(page: Page) -> list[str]:
    return [heading.text for heading in page.with_tag("h2") if heading.attributes.get("id", "").startswith("month-")]


@pytest.mark.usefixtures("small_pages")
def test_latest_stands_under_months_and_one_that_goes_on_over_a_page_says_so() -> None:
    """Seven of March, with the first moment of the month on the site's clock; five fit on a page, and 2 of April."""
    for number in range(7):
        make_article(publish_at=day(2021, 3, 1) + timedelta(hours=number))
    for number in range(2):
        make_article(publish_at=day(2021, 4, 1) + timedelta(hours=number))
    make_article(publish_at=day(2021, 3, 1) - timedelta(seconds=1))
    first = Page.of(Client().get("/latest/"))
    assert headings_on(first) == ["April 2021", "March 2021"]
    links = {a.attributes.get("rel"): a.attributes["href"] for a in first.with_tag("a")}
    second = Page.of(Client().get(f"/latest/{links['next']}"))
    assert headings_on(second) == ["March 2021, continued", "February 2021"]


@pytest.mark.usefixtures("small_pages")
def test_a_month_that_begins_with_a_page_is_not_said_to_go_on_from_either_side() -> None:
    for month in (3, 2, 1):
        for number in range(5):
            make_article(publish_at=day(2021, month, 1) + timedelta(hours=number))
    seen, address = [], "/latest/"
    for rel in ("next", "next", "prev", "prev"):
        page = Page.of(Client().get(address))
        seen.append(headings_on(page))
        links = {a.attributes.get("rel"): a.attributes["href"] for a in page.with_tag("a")}
        address = f"/latest/{links[rel]}"
    assert seen == [["March 2021"], ["February 2021"], ["January 2021"], ["February 2021"]]


def test_latest_without_articles_says_so() -> None:
    assert "No summaries yet" in Client().get("/latest/").content.decode()


def test_latest_costs_the_same_queries_at_any_size() -> None:
    assert_same_queries_for_any_number("/latest/", lambda rows: [make_article() for _ in range(rows)])


def test_a_row_says_whether_its_year_is_of_the_paper_or_of_the_summary() -> None:
    make_article(title="On a paper", paper=make_reference(issued={"date-parts": [[1998]]}))
    make_article(title="Over many", publish_at=day(2021, 3, 1))
    page = Page.of(Client().get("/latest/"))
    assert [year.text for year in page.with_tag("b")] == ["Paper 1998", "Summary 2021"]


# --- Search -------------------------------------------------------------------------------------------------------


def found_by(query: str) -> list[str]:
    return titles_on(Page.of(Client().get("/search/", {"q": query})))


def test_search_reads_public_words_papers_and_topics() -> None:
    tag = make_tag("Post-traumatic stress disorder", synonyms=["PTSD"])
    make_article(
        "one", title="A smaller response", paper=make_reference("furmark2002", DOI="10.1001/example"), tags=[tag]
    )
    make_article("two", title="Another thing entirely")
    for query in ("smaller", "SMALLER response", "response smaller", "Furmark", "10.1001/EXAMPLE", "ptsd", "ＰＴＳＤ"):
        assert found_by(query) == ["A smaller response"], query


def test_search_wants_every_word() -> None:
    make_article("one", title="A smaller response")
    make_article("two", title="A smaller elephant")
    assert found_by("smaller response") == ["A smaller response"]
    assert found_by("smaller elephant") == ["A smaller elephant"]


@shared
def one_article() -> None:
    make_article("one", title="A smaller response")


@pytest.mark.parametrize("query", ["", " ", "%", "_", "\\", "'", '"', "(", "a" * 300, "- - -", "*", "[", "' OR 1=1 --"])
def test_search_takes_every_character_as_itself(one_article: None, query: str) -> None:
    response = Client().get("/search/", {"q": query})
    assert response.status_code == 200
    assert titles_on(Page.of(response)) == []


def test_search_keeps_the_query_in_the_box_and_over_its_pages() -> None:
    for number in range(25):
        make_article(f"number-{number}", title=f"Fear & dread {number}")
    page = Page.of(Client().get("/search/", {"q": "fear & dread"}))
    assert page.with_id("bigq")[0].attributes["value"] == "fear & dread"
    assert page.with_id("res-h")[0].text == "25 summaries"
    older = next(a.attributes["href"] for a in page.with_tag("a") if a.attributes.get("rel") == "next")
    assert len(titles_on(Page.of(Client().get(f"/search/{older}")))) == 5


def test_search_offers_the_topics_that_the_query_names() -> None:
    make_tag("Amygdala", synonyms=["Corpus amygdaloideum"])
    page = Page.of(Client().get("/search/", {"q": "amygdalo"}))
    assert "/tags/amygdala/" in list(page.links())


def test_suggestions_cost_the_same_queries_at_any_size() -> None:
    make_article(title="A quieter amygdala")
    assert_same_queries_for_any_number("/search/suggest/?q=amyg", lambda rows: [make_article() for _ in range(rows)])


def test_search_costs_the_same_queries_at_any_size() -> None:
    make_article(title="A quieter amygdala")
    assert_same_queries_for_any_number("/search/?q=amygdala", lambda rows: [make_article() for _ in range(rows)])
