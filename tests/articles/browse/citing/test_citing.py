"""References to take along: of an article, a list, a topic, a search and a library, in a style of one's choice."""

import json
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from articles.browse.citing.works import MOST
from articles.models import Article
from library import keeping
from library.exporting.as_records import kept_articles
from library.exporting.cited_papers import papers_of
from tags.models import Tag
from tests.factories import make_article, make_list, make_reference, make_tag, make_user
from tests.page import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def articles() -> list[Article]:
    fear = make_tag("Fear")
    return [
        make_article(f"summary-{n}", paper=make_reference(f"smith{n}", title=f"Study {n}", author=[SMITH]), tags=[fear])
        for n in range(3)
    ]


SMITH = {"family": "Smith", "given": "Jo"}


@pytest.fixture
def addresses(articles: list[Article]) -> list[str]:
    make_list("the-list", articles=articles)
    return ["/lists/the-list/cite/", "/tags/fear/cite/", "/search/cite/?q=tag:fear"]


def test_papers_are_cited_in_the_style_that_is_asked_for(client: Client, addresses: list[str]) -> None:
    for address in addresses:
        joined = "&" if "?" in address else "?"
        text = Page.of(client.get(f"{address}{joined}style=ieee")).text
        assert "[1] J. Smith, “Study " in text, address
        assert "Smith, J. (2002a)." in Page.of(client.get(address)).text, address
        assert client.get(f"{address}{joined}style=no").status_code == 404


def test_each_is_there_as_a_file_in_five_forms(client: Client, addresses: list[str]) -> None:
    for address in addresses:
        page = Page.of(client.get(f"{address}{'&' if '?' in address else '?'}style=mla"))
        files = [link for link in page.links() if "/references." in link]
        assert len(files) == 5, address
        for link in files:
            response = client.get(link)
            assert response.status_code == 200
            assert response["X-Robots-Tag"] == "noindex"
            assert b"Study 2" in response.content
        assert "style" not in files[0]
        assert "Smith, Jo. “Study 0.”" in client.get(files[3]).content.decode()
        assert len(json.loads(client.get(files[2]).content)) == 3


def test_filters_of_a_topic_narrow_what_is_cited(client: Client, articles: list[Article]) -> None:
    assert articles
    other = make_reference("doe1999", title="An older one", issued={"date-parts": [[1999]]})
    make_article("older", paper=other, tags=[Tag.objects.get(slug="fear")])
    cited = json.loads(client.get("/tags/fear/references.json?to=2000").content)
    assert [record["id"] for record in cited] == ["doe1999"]
    assert "Fear × Papers up to 2000" in Page.of(client.get("/tags/fear/cite/?to=2000")).text
    assert client.get("/tags/fear/references.json?kind=no").status_code == 404


def test_an_article_is_cited_with_its_paper_and_what_it_cites(client: Client) -> None:
    cited, hidden = make_reference("cited"), make_reference("hidden")
    article = make_article(
        "an-article",
        paper=make_reference("paper"),
        summary="As shown [@cited].",
        full_post="More [@hidden] and [@cited].",
    )
    page = Page.of(client.get("/articles/an-article/cite/?style=vancouver"))
    assert [heading for heading in ("This summary", "The paper", "Its references") if heading in page.text]
    assert cited.title in page.text
    assert hidden.title not in page.text
    assert article.title in page.text
    [record] = json.loads(client.get("/articles/an-article/references.json").content)
    assert record["id"] == "cited"
    client.force_login(make_user())
    response = client.get("/articles/an-article/references.json")
    assert {record["id"] for record in json.loads(response.content)} == {"cited", "hidden"}
    assert "private, no-store" in response["Cache-Control"]


def test_the_papers_of_a_library_are_cited_to_its_member(client: Client, articles: list[Article]) -> None:
    assert client.get("/library/cite/").status_code == 302
    member = make_user()
    for article in articles[:2]:
        keeping.save(member, article, at=timezone.now())
    client.force_login(member)
    text = Page.of(client.get("/library/cite/?style=apa")).text
    assert "Study 0" in text
    assert "Study 2" not in text
    assert len(json.loads(client.get("/library/references.json").content)) == 2


def test_the_page_of_a_library_reads_no_more_of_it_than_it_shows(
    articles: list[Article], monkeypatch: pytest.MonkeyPatch
) -> None:
    member, read = make_user(), list[int]()
    again = make_article("again", paper=articles[0].paper)
    for article in (articles[0], again, *articles[1:]):
        keeping.save(member, article, at=timezone.now())

    def read_one_by_one(*asked: object) -> Iterator[Article]:
        for article in kept_articles(*asked):  # type: ignore[arg-type]
            read.append(article.pk)
            yield article

    monkeypatch.setattr("library.exporting.cited_papers.kept_articles", read_one_by_one)
    monkeypatch.setattr("library.exporting.cited_papers.AT_ONCE", 1)
    records = papers_of(member)
    assert (next(records)["id"], len(read)) == ("smith0", 1)
    assert ([record["id"] for record in records], len(read)) == (["smith1", "smith2"], 4)


def test_only_so_many_are_formatted_at_once_and_page_and_files_say_so(
    client: Client, addresses: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert MOST >= 100
    monkeypatch.setattr("articles.browse.citing.works.MOST", 2)
    for address in addresses:
        page = Page.of(client.get(address))
        told = "The first 2 of 3 papers" if "/lists/" in address else "The first 2 of the papers of 3 summaries"
        files = {link.partition("/references.")[2][:3]: link for link in page.links() if "/references." in link}
        for text in (page.text, *(client.get(files[name]).content.decode() for name in ("txt", "htm"))):
            assert f"{told}; BibTeX, RIS and CSL-JSON hold all." in text, address
            assert text.count("Smith, J.") == 2, address
        for name in ("bib", "ris", "jso"):
            assert all(f"Study {n}" in client.get(files[name]).content.decode() for n in range(3)), address


def test_a_long_file_leaves_in_pieces_and_is_the_same_file(
    client: Client, articles: list[Article], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_article("an-overview", kind="overview", tags=[Tag.objects.get(slug="fear")])
    make_article("again", paper=articles[0].paper, tags=[Tag.objects.get(slug="fear")])
    member = make_user()
    for article in articles:
        keeping.save(member, article, at=timezone.now())
    client.force_login(member)
    for format in ("bib", "ris", "json"):
        for address in (f"/tags/fear/references.{format}", f"/library/references.{format}"):
            whole = client.get(address).content
            given_back: list[int] = []
            with pytest.MonkeyPatch.context() as patched:
                for room in ("articles.browse.citing.works", "articles.browse.citing.list_citing"):
                    patched.setattr(f"{room}.AT_ONCE", 2)
                patched.setattr("articles.browse.citing.works.PIECE", 100)
                patched.setattr("articles.browse.pagination.AHEAD", 1)
                patched.setattr(
                    "articles.browse.citing.works.close_old_connections", lambda back=given_back: back.append(1)
                )
                response = client.get(address)
                assert not given_back
                with django_assert_num_queries(0):  # nothing is read while a slow reader fetches it
                    parts = list(response.streaming_content)  # type: ignore[attr-defined]
            assert given_back == [1]
            assert len(parts) > 1
            assert b"".join(parts) == whole
            assert all(f"Study {n}".encode() in whole for n in range(3))


def test_a_topic_without_papers_says_so(client: Client) -> None:
    make_tag("Empty")
    assert "No paper is summarised here." in Page.of(client.get("/tags/empty/cite/")).text
    assert client.get("/tags/empty/references.bib").status_code == 404


def test_they_cost_the_same_at_any_size(
    client: Client, addresses: list[str], articles: list[Article], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    addresses = [*addresses, "/tags/fear/references.bib", "/search/references.bib?q=tag:fear"]

    def counted() -> list[int]:
        found = []
        for address in addresses:
            with django_assert_max_num_queries(30) as captured:
                assert client.get(address).status_code == 200
            found.append(len([query for query in captured if "cache" not in query["sql"]]))
        return found

    counted()
    before = counted()
    more = [make_article(paper=make_reference(), tags=[Tag.objects.get(slug="fear")]) for _ in range(4)]
    make_list("the-other", articles=[*articles, *more])
    addresses = [address.replace("the-list", "the-other") for address in addresses]
    counted()
    assert counted() == before


def test_pages_lead_to_their_citations(client: Client, addresses: list[str]) -> None:
    del addresses
    assert reverse("articles:cite-page", args=["summary-0"]) in client.get("/articles/summary-0/").content.decode()
    assert reverse("lists:cite-page", args=["the-list"]) in client.get("/lists/the-list/").content.decode()
    assert reverse("tags:cite-page", args=["fear"]) in client.get("/tags/fear/").content.decode()
    assert "/tags/fear/cite/?from=2002" in client.get("/tags/fear/?from=2002").content.decode()
    assert "/search/cite/?q=tag%3Afear" in client.get("/search/?q=tag:fear").content.decode()
