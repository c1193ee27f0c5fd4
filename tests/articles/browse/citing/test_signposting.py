"""What pages tell machines of themselves: links in the header, citation_* in the head, a review of its paper."""

from urllib.parse import parse_qs

import pytest
from django.test import Client

from articles.models import Article
from articles.status import Status
from members.roles import EDITOR
from tests.factories import SCHEDULED, make_article, make_list, make_reference, make_tag, make_user
from tests.page import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> Article:
    return make_article("an-article", paper=make_reference(DOI="10.1000/reviewed"), tags=[make_tag("Fear")])


def links_of(client: Client, address: str) -> list[str]:
    for method in (client.get, client.head):
        told = method(address)["Link"].split(", ")
    return told


def test_an_article_says_how_it_is_cited_and_what_describes_it(client: Client, article: Article) -> None:
    assert links_of(client, "/articles/an-article/") == [
        '<http://testserver/articles/an-article/>; rel="cite-as"',
        '<https://schema.org/Article>; rel="type"',
        '<http://testserver/articles/an-article/cite.bib>; rel="describedby"; type="application/x-bibtex"',
        '<http://testserver/articles/an-article/cite.ris>; rel="describedby"; '
        'type="application/x-research-info-systems"',
        '<http://testserver/articles/an-article/cite.json>; rel="describedby"; '
        'type="application/vnd.citationstyles.csl+json"',
    ]
    for link in links_of(client, article.get_absolute_url()):
        if "describedby" in link:
            assert client.get(link.partition(">")[0][1:]).status_code == 200


def test_lists_and_topics_name_what_they_hold(client: Client, article: Article) -> None:
    make_list("the-list", articles=[article])
    for address in ("/lists/the-list/", "/tags/fear/", "/tags/fear/?from=2002"):
        told = links_of(client, address)
        assert '<http://testserver/articles/an-article/>; rel="item"' in told, address
        for link in told:
            if "describedby" in link:
                assert client.get(link.partition(">")[0][1:]).status_code == 200, link


def test_a_topic_names_files_of_papers_only_where_it_shows_one(client: Client) -> None:
    tags = [make_tag("Dread")]
    make_article("an-overview", kind="overview", tags=tags)
    gone = make_article("gone", status=Status.WITHDRAWN, paper=make_reference(), tags=tags)
    Article.objects.filter(pk=gone.pk).update(paper=None)
    at_work = Client()
    at_work.force_login(make_user(EDITOR))
    assert "/articles/gone/" in at_work.get("/tags/dread/").text
    assert not [link for link in links_of(at_work, "/tags/dread/") if "describedby" in link]
    assert at_work.get("/tags/dread/references.bib").status_code == 404
    make_article("later", status=SCHEDULED, paper=make_reference(), tags=tags)
    assert not [link for link in links_of(client, "/tags/dread/") if "describedby" in link]
    assert client.get("/tags/dread/references.bib").status_code == 404
    make_article("a-summary", paper=make_reference(), tags=tags)
    assert len([link for link in links_of(client, "/tags/dread/?kind=overview") if "describedby" in link]) == 3
    assert client.get("/tags/dread/references.bib").status_code == 200


def test_a_reference_manager_reads_the_article_as_a_page_of_this_site(client: Client, article: Article) -> None:
    page = Page.of(client.get("/articles/an-article/"))
    told = {one.attributes.get("name"): one.attributes.get("content") for one in page.with_tag("meta")}
    assert told["citation_title"] == article.title
    assert told["citation_public_url"] == "http://testserver/articles/an-article/"
    assert told["citation_author"]


def test_a_summary_is_a_review_of_its_paper(client: Client, article: Article) -> None:
    [data] = Page.of(client.get("/articles/an-article/")).structured_data
    assert data["@type"] == ["Article", "Review"]
    assert data["itemReviewed"]["@type"] == "ScholarlyArticle"
    assert data["itemReviewed"]["identifier"] == "doi:10.1000/reviewed"
    assert data["itemReviewed"]["author"][0] == {"@type": "Person", "name": "Tomas Furmark"}
    assert article.paper
    assert data["itemReviewed"]["name"] == article.paper.title
    overview = make_article("an-overview")
    [data] = Page.of(client.get(overview.get_absolute_url())).structured_data
    assert data["@type"] == "Article"
    assert "itemReviewed" not in data


def test_lists_and_topics_give_a_reference_manager_each_of_their_articles(client: Client, article: Article) -> None:
    other = make_article("other", paper=make_reference(), title="A & <b>+ü", tags=[*article.tags.all()])
    make_list("the-list", articles=[other, article])
    for address in ("/lists/the-list/", "/tags/fear/", "/tags/fear/?to=2030", "/latest/"):
        told = [parse_qs(span.attributes["title"] or "") for span in Page.of(client.get(address)).with_class("Z3988")]
        assert {one["rft.title"][0]: one["rft.identifier"] for one in told} == {
            "A & <b>+ü": ["http://testserver/articles/other/"],
            article.title: ["http://testserver/articles/an-article/"],
        }, address
