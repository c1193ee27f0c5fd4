"""What programs read: the same articles in the same order as on pages, page after page, and only what they ask for."""

from typing import Any, Final

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article, FormerSlug
from bibliography.notices.noting import Said, note_notice
from members.entrance.tokens.scopes import READ_FULL
from members.roles import MEMBER
from tags.curation.merging import merge
from tests.api.programs import ROOT, Program, every_page, slugs, token_of
from tests.bibliography.notices.files import DAY
from tests.factories import (
    make_article,
    make_drawing,
    make_list,
    make_reference,
    make_tag,
    make_taxonomy,
    make_user,
    relate_articles,
)
from tests.times import NOW

pytestmark = pytest.mark.django_db

LISTS: Final = ("/articles?limit=50", "/topics?limit=50", "/lists?limit=50", "/references?limit=50", "/search?q=quiet")


def some_articles(number: int, **given: Any) -> list[Article]:
    made = [make_article(f"study-{place:02}", **given) for place in range(number)]
    return made[::-1]


# --- Pages of lists -----------------------------------------------------------------------------------------------


def test_pages_follow_each_other_without_a_gap_or_a_repetition() -> None:
    made = [article.slug for article in some_articles(7)]
    found = [item["slug"] for item in every_page(Program(), "/articles?limit=3")]
    assert found == made


def test_a_page_goes_on_where_it_ended_whatever_was_published_meanwhile() -> None:
    made = [article.slug for article in some_articles(4)]
    first = Program().read("/articles?limit=2").json()
    make_article("newest")
    assert [item["slug"] for item in Program().get(first["next"]).json()["items"]] == made[2:]


def test_the_way_to_the_next_page_stands_in_a_header_too() -> None:
    some_articles(2)
    response = Program().read("/articles?limit=1")
    assert response["Link"] == f'<{response.json()["next"]}>; rel="next"'
    assert "Link" not in Program().read("/articles")


def test_every_list_comes_in_pages() -> None:
    articles = [make_article(f"study-{n}", paper=make_reference(f"smith201{n}")) for n in range(3)]
    for place, article in enumerate(articles):
        make_list(f"list-{place}", articles=[article])
        make_tag(f"Topic {place}")
    for path, name in (("/topics", "slug"), ("/lists", "slug"), ("/references", "key")):
        whole = [item[name] for item in Program().read(f"{path}?limit=100").json()["items"]]
        assert len(whole) >= 3
        assert [item[name] for item in every_page(Program(), f"{path}?limit=2")] == whole, path


def test_lists_by_year_of_the_paper_go_on_from_year_to_year() -> None:
    for year in (2001, 2015, 2008):
        issued = {"date-parts": [[year]]}
        make_article(f"of-{year}", paper=make_reference(f"smith{year}", issued=issued))
    found = [item["slug"] for item in every_page(Program(), "/articles?sort=paper&limit=1")]
    assert found == ["of-2015", "of-2008", "of-2001"]


# --- Filters ------------------------------------------------------------------------------------------------------


def test_filters_are_those_in_the_address_of_a_topic() -> None:
    fear, grief = make_tag("Fear"), make_tag("Grief")
    scan = make_tag("Scan", taxonomy=make_taxonomy("method"))
    make_article("one", tags=[fear, scan])
    make_article("two", tags=[fear])
    make_article("three", tags=[grief, scan])
    read = Program().read
    assert slugs(read("/articles?disorder=fear")) == ["two", "one"]
    assert slugs(read("/articles?disorder=fear&disorder=grief")) == ["three", "two", "one"]
    assert slugs(read("/articles?disorder=fear&method=scan")) == ["one"]
    assert read("/articles?disorder=fear").json()["count"] == 2


def test_years_and_kinds_filter_too() -> None:
    make_article("old", paper=make_reference("smith1999", issued={"date-parts": [[1999]]}))
    make_article("new", paper=make_reference("smith2019", issued={"date-parts": [[2019]]}))
    make_article("all-of-it")
    assert slugs(Program().read("/articles?from=2000")) == ["new"]
    assert slugs(Program().read("/articles?to=2000")) == ["old"]
    assert slugs(Program().read("/articles?kind=overview")) == ["all-of-it"]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("disorder=nowhere", "nowhere"), ("conditon=fear", "no parameter “conditon”"), ("from=soon", "not a year"),
        ("from=2010&to=2000", "comes after"), ("sort=best", "“sort” is one of"), ("limit=0", "from 1 to 100"),
        ("limit=101", "from 1 to 100"), ("limit=many", "from 1 to 100"), ("cursor=x", "no cursor"),
        ("fields=full_post", "There is no field “full_post”"), ("kind=poem", "poem"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_for_is_refused_with_its_place_and_its_mend(query: str, said: str) -> None:
    make_article("one", tags=[make_tag("Fear")])
    response = Program().read(f"/articles?{query}")
    assert response.status_code == 422
    assert said in response.json()["detail"]
    assert response.json()["errors"][0]["detail"]


# --- Fields -------------------------------------------------------------------------------------------------------


def test_only_the_fields_that_were_asked_for_come_with_what_names_the_article() -> None:
    make_article("one")
    (item,) = Program().read("/articles?fields=title,standfirst").json()["items"]
    assert set(item) == {"slug", "url", "title", "standfirst"}
    whole = Program().read("/articles/one?fields=summary_html").json()
    assert set(whole) == {"slug", "url", "summary_html"}


# --- One article --------------------------------------------------------------------------------------------------


def test_an_article_has_its_public_part_and_says_that_there_is_more() -> None:
    paper = make_reference("smith2015", title="A paper")
    article = make_article("one", tags=[make_tag("Fear")], paper=paper, image=make_drawing("map"))
    relate_articles(article, make_article("two"), reason="The same people.")
    said = Program().read("/articles/one").json()
    assert said["paper"]["key"] == "smith2015"
    assert [tag["slug"] for tag in said["tags"]] == ["fear"]
    assert [cell["key"] for cell in said["at_a_glance"]]
    assert "two" in [link["slug"] for link in said["related"]]
    assert said["image"]["url"].startswith("http://testserver/images/")
    assert said["has_full_post"] is True
    assert said["full_post_html"] is None
    assert said["url"] == "http://testserver/articles/one/"


def test_a_member_reads_the_full_post_by_a_token_with_the_scope_for_it() -> None:
    make_article("one")
    member = make_user(MEMBER)
    assert "What they did" in Program(token_of(member, READ_FULL)).read("/articles/one").json()["full_post_html"]
    assert Program(token_of(member)).read("/articles/one").json()["full_post_html"] is None


def test_a_full_post_that_is_open_is_open_to_programs() -> None:
    make_article("one", access="open")
    response = Program().read("/articles/one")
    assert "What they did" in response.json()["full_post_html"]
    assert response["Cache-Control"] == "public, no-cache"


def test_a_former_address_leads_on_and_a_withdrawn_article_says_why() -> None:
    article = make_article("today", tags=[make_tag("Fear")])
    FormerSlug.objects.create(slug="yesterday", article=article)
    response = Program().read("/articles/yesterday?fields=title")
    assert response.status_code == 301
    assert response["Location"] == f"http://testserver{ROOT}/articles/today?fields=title"
    make_article("gone", status="withdrawn")
    gone = Program().read("/articles/gone")
    assert gone.status_code == 410
    assert gone.json()["reason"] == "error"


# --- Topics, lists, references, search ----------------------------------------------------------------------------


def test_a_topic_tells_its_place_and_a_merged_one_leads_to_its_successor() -> None:
    above = make_tag("Phobia", synonyms=["Dread"])
    below, other = make_tag("Spiders", under=[above]), make_tag("Arachnids")
    make_article("one", tags=[below])
    said = Program().read("/topics/phobia").json()
    assert said["synonyms"] == ["Dread"]
    assert [tag["slug"] for tag in said["narrower"]] == ["spiders"]
    assert said["articles"] == 1
    merge(other, into=below, by=None, at=NOW)
    response = Program().read("/topics/arachnids")
    assert response.status_code == 301
    assert response["Location"].endswith("/topics/spiders")


def test_taxonomies_come_in_their_order_with_the_number_of_their_topics() -> None:
    make_tag("Fear")
    make_tag("Grief")
    (disorder,) = (one for one in Program().read("/taxonomies").json()["items"] if one["slug"] == "disorder")
    assert disorder["topics"] == 2
    assert [tag["slug"] for tag in Program().read("/topics?taxonomy=disorder").json()["items"]] == ["fear", "grief"]
    assert Program().read("/topics?taxonomy=nowhere").status_code == 422


def test_a_reading_list_holds_its_articles_with_reasons_numbered_through() -> None:
    one, two = make_article("one"), make_article("two")
    make_list("first-steps", sections={"Begin": [one], "Go on": [two]}, reasons={one.pk: "It is short."})
    said = Program().read("/lists/first-steps").json()
    assert [[item["number"] for item in part["items"]] for part in said["sections"]] == [[1], [2]]
    assert said["sections"][0]["items"][0]["reason"] == "It is short."
    assert said["articles"] == 2
    assert Program().read("/lists/nowhere").status_code == 404


def test_a_reference_is_found_by_its_doi_however_it_is_written() -> None:
    make_article("one", paper=make_reference("smith2015", DOI="10.1000/abc"))
    for doi in ("10.1000/abc", "https://doi.org/10.1000/ABC", "doi:10.1000/abc"):
        (found,) = Program().read(f"/references?doi={doi}").json()["items"]
        assert found["key"] == "smith2015"
    assert found["csl"]["DOI"] == "10.1000/abc"
    assert Program().read("/references?doi=10.1000/none").json()["items"] == []


def test_a_notice_reaches_the_reference_and_the_paper_of_an_article() -> None:
    paper = make_reference("smith2015")
    make_article("one", paper=paper)
    note_notice(paper, Said("retraction", "retraction-watch", "1", DAY), by=None, at=NOW)
    told = Program().read("/references/smith2015").json()
    assert [one["kind"] for one in told["notices"]] == ["retraction"]
    assert told["csl"]["status"]
    (row,) = Program().read("/articles").json()["items"]
    assert row["paper"]["notices"] == told["notices"]


def test_search_answers_in_its_own_language_and_shows_the_place_of_a_mistake() -> None:
    make_article("one", title="Quiet nights", tags=[make_tag("Fear")])
    assert slugs(Program().read("/search?q=quiet+tag:fear")) == ["one"]
    mistaken = Program().read('/search?q="quiet')
    assert mistaken.status_code == 422
    assert "At character" in mistaken.json()["detail"]
    assert Program().read("/search?q=").status_code == 422
    assert Program().read("/search?q=quiet&page=9").status_code == 404


# --- What it costs ------------------------------------------------------------------------------------------------


def queries_of(program: Program, path: str) -> int:
    program.read(path)  # the vocabulary is read once, and of the limit some is taken
    with CaptureQueriesContext(connection) as queries:
        assert program.read(path).status_code == 200
    return len(queries)


def test_a_page_of_50_articles_costs_four_queries_at_most() -> None:
    some_articles(55, tags=[make_tag("Fear")])
    assert queries_of(Program(), "/articles?limit=50") == 3
    following = Program().read("/articles?limit=50&disorder=fear").json()["next"].partition(ROOT)[2]
    assert queries_of(Program(), following) == 4
    assert queries_of(Program(token_of(make_user(MEMBER), READ_FULL)), "/articles?limit=50") <= 6


@pytest.mark.parametrize("path", LISTS)
def test_lists_of_the_api_cost_the_same_queries_at_any_size(path: str) -> None:
    def grow(prefix: str, number: int) -> None:
        for place in range(number):
            paper = make_reference(f"{prefix}{place}")
            article = make_article(f"{prefix}-{place}", title=f"Quiet {prefix} {place}", paper=paper,
                                   tags=[make_tag(f"Topic {prefix} {place}")])  # fmt: skip
            make_list(f"{prefix}-list-{place}", articles=[article])

    grow("few", 2)
    few = queries_of(Program(), path)
    grow("many", 12)
    assert queries_of(Program(), path) == few


def test_one_article_costs_the_same_queries_whatever_it_holds() -> None:
    make_article("plain")
    tags = [make_tag(f"Topic {place}") for place in range(6)]
    full = make_article("full", tags=tags, paper=make_reference("smith2015"))
    for place in range(4):
        relate_articles(full, make_article(f"other-{place}"))
    plain, held = (queries_of(Program(), f"/articles/{slug}") for slug in ("plain", "full"))
    assert held <= plain + 2
    assert held <= 11
