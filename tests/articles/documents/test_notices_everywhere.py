"""A notice about a paper reaches every place that shows the paper, and taking it back restores each to the byte."""

import json
from collections.abc import Iterator
from typing import Final

import pytest
from django.test import Client

from articles.cards.cards_of import of_article
from articles.cards.social_card import Card, svg_of, version_of
from articles.checks.answering import answer_notice
from articles.documents.storing import documents, is_wrong
from articles.models import Article, Document, RelatedChoice
from articles.related import pinning
from bibliography.models import Notice, Reference
from bibliography.notices.noting import Said, note_notice, put_back, take_back
from cbtneuro.page_cache.content_version.reading import stored_version
from members.models import User
from members.roles import EDITOR, MEMBER
from tags.cache.snapshot import current_snapshot
from tests.access.crawl import steady
from tests.articles.related.relations import fear, seen, settled
from tests.bibliography.notices.files import DAY
from tests.factories import make_list, make_reference, make_tag, make_user, relate_articles
from tests.page import Page
from tests.queries import queries_of
from tests.times import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]

RETRACTED: Final = Said(
    Notice.Kind.RETRACTION, Notice.Source.EDITORS, "10.1000/notice", DAY, "10.1000/notice", reasons=("Errors in data",)
)
ADDRESSES: Final = (
    "/", "/latest/", "/articles/about/", "/articles/overview/", "/articles/deep/", "/articles/near/", "/tags/fear/",
    "/lists/path/", "/search/?q=extinction", "/feeds/latest.atom", "/feeds/latest.json", "/tags/fear/feed.atom",
    "/lists/path/feed.json", "/api/v1/articles/about", "/api/v1/articles/overview", "/api/v1/references/bad2002",
    *(f"/articles/about/cite.{form}" for form in ("bib", "ris", "json")),
    *(f"/articles/about/paper.{form}" for form in ("bib", "ris", "json")),
    *(f"/lists/path/references.{form}" for form in ("bib", "ris", "json")),
)  # fmt: skip


@pytest.fixture
def paper() -> Reference:
    """With an article about it, overviews that cite it in public and in the full post alone, a neighbour, a list."""
    paper, tag = make_reference("bad2002", PMID="1234567"), make_tag("Fear")
    about = fear("about", paper=paper, tags=[tag])
    fear("overview", summary="It held for a day [@bad2002].", tags=[tag])
    fear("deep", full_post="## What they did\n\nTones [@bad2002].", tags=[tag])
    fear("near", tags=[tag])
    make_list("path", articles=[about])
    settled()
    return paper


@pytest.fixture
def editor() -> User:
    return make_user(EDITOR)


def client_of(role: str) -> Client:
    client = Client()
    client.force_login(make_user(role))
    return client


def surfaces() -> Iterator[tuple[str, str]]:
    member, visitor = client_of(MEMBER), Client()
    for address in ADDRESSES:
        yield address, steady(visitor.get(address))
    for address in ADDRESSES[:9]:
        yield f"{address} as a member", steady(member.get(address)).partition("\n\n")[2]


def read(address: str, client: Client | None = None) -> str:
    response = (client or Client()).get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def test_a_retraction_reaches_every_place_and_is_gone_when_it_is_taken_back(paper: Reference, editor: User) -> None:
    assert "about" in [one.article.slug for one in seen(Article.objects.get(slug="near"))]
    before, version = dict(surfaces()), stored_version()
    notice = note_notice(paper, RETRACTED, by=editor, at=NOW)
    assert stored_version() != version
    after = dict(surfaces())
    assert [address for address, text in after.items() if text == before[address]] == []
    told = "The paper was retracted on 3 May 2026."
    assert told in after["/articles/about/"]
    assert 'href="https://doi.org/10.1000/notice"' in after["/articles/about/"]
    assert "Reasons given: Errors in data." in after["/articles/about/"]
    assert "a paper that it cites, was retracted on 3 May 2026" in Page.of(Client().get("/articles/overview/")).text
    assert "Cites a retracted paper" in after["/latest/"]
    for address in ("/latest/", "/tags/fear/", "/lists/path/", "/search/?q=extinction"):
        assert "Paper retracted" in after[address], address
    for address in ("/feeds/latest.atom", "/feeds/latest.json", "/tags/fear/feed.atom", "/lists/path/feed.json"):
        assert "Paper retracted: Fear fades" in after[address], address
        assert told in after[address], address
    for address in ADDRESSES[-9:]:
        assert "etracted on 3 May 2026" in after[address], address
    [cited] = json.loads(after["/api/v1/articles/overview"].partition("\n\n")[2])["references"]
    assert [one["kind"] for one in cited["notices"]] == ["retraction"]
    assert '"status": "Retracted"' in after["/articles/about/paper.json"]
    assert 'href="/articles/about/"' not in after["/articles/near/"]
    take_back(notice, by=editor, at=NOW)
    again = dict(surfaces())
    assert [address for address, text in again.items() if text != before[address]] == []


def test_the_social_card_says_so_at_an_address_of_its_own(paper: Reference, editor: User) -> None:
    def card() -> Card:
        return of_article(Article.objects.with_page().get(slug="about"), current_snapshot().tag_tree)

    before = card()
    notice = note_notice(paper, RETRACTED, by=editor, at=NOW)
    assert card().above == "Paper retracted"
    assert ">Paper retracted</text>" in svg_of(card())
    assert version_of(before) != version_of(card())
    assert version_of(card()) in read("/articles/about/")
    take_back(notice, by=editor, at=NOW)
    assert card() == before
    assert version_of(before) in read("/articles/about/")


def test_readers_of_the_summary_are_told_nothing_of_what_the_full_post_alone_cites(
    paper: Reference, editor: User
) -> None:
    note_notice(paper, RETRACTED, by=editor, at=NOW)
    assert "retracted" not in Page.of(Client().get("/articles/deep/")).with_class("a-head")[0].text
    assert "retracted" in Page.of(client_of(MEMBER).get("/articles/deep/")).with_class("a-notices")[0].text
    row = next(row for row in Page.of(Client().get("/latest/")).with_class("item") if "study deep" in row.text)
    assert "retracted" not in row.text


def test_what_editors_chose_stays_beside_it_with_its_mark(paper: Reference, editor: User) -> None:
    near, about = Article.objects.get(slug="near"), Article.objects.get(slug="about")
    note_notice(paper, RETRACTED, by=editor, at=NOW)
    assert "about" not in [one.article.slug for one in seen(near)]
    pinning.pin(near, about)
    assert RelatedChoice.objects.count() == 1
    assert "about" in [one.article.slug for one in seen(near)]
    pinning.release(near, about)
    relate_articles(near, about)
    assert "about" in [one.article.slug for one in seen(near)]
    assert "Paper retracted" in Page.of(Client().get("/articles/near/")).with_class("rel")[0].text


@pytest.mark.parametrize(
    ("kind", "words", "mark"),
    [
        (
            Notice.Kind.CONCERN,
            "was put under an expression of concern on 3 May",
            "Expression of concern about the paper",
        ),
        (Notice.Kind.CORRECTION, "was corrected on 3 May 2026", "Paper corrected"),
    ],
)
def test_concerns_and_corrections_are_told_and_stay_among_suggestions(
    paper: Reference, editor: User, kind: str, words: str, mark: str
) -> None:
    note_notice(paper, Said(kind, Notice.Source.EDITORS, "x", DAY), by=editor, at=NOW)
    assert words in read("/articles/about/")
    assert mark in read("/latest/")
    assert "about" in [one.article.slug for one in seen(Article.objects.get(slug="near"))]
    is_warned_of = kind == Notice.Kind.CONCERN
    assert ("Cites a paper under an expression of concern" in read("/latest/")) == is_warned_of
    assert (f"{mark}: Fear fades" in read("/feeds/latest.atom")) == is_warned_of


def test_pages_cost_the_same_queries_with_notices_as_without(paper: Reference, editor: User) -> None:
    def counted() -> dict[str, int]:
        for address in ADDRESSES:
            read(address)
        return {address: len(queries_of(address)) for address in ADDRESSES}

    before = counted()
    note_notice(paper, RETRACTED, by=editor, at=NOW)
    assert counted() == before


def test_the_database_says_itself_which_documents_a_notice_and_an_answer_outdate(
    paper: Reference, editor: User
) -> None:
    about, far = Article.objects.get(slug="about"), fear("far")
    documents([*Article.objects.select_related("document")])
    notice = note_notice(paper, RETRACTED, by=editor, at=NOW)
    outdated = {row.article.slug for row in Document.objects.select_related("article") if row.stamp != row.made_at}
    assert outdated == {"about", "overview", "deep"}
    assert not any(is_wrong(article.pk) for article in Article.objects.all())
    read("/articles/about/")
    answer_notice(about, notice, answer="keep", remark="We looked again.", by=editor, at=NOW)
    assert "We looked again." in read("/articles/about/")
    assert "We looked again." not in read("/articles/overview/")
    take_back(notice, by=editor, at=NOW)
    assert "We looked again." not in read("/articles/about/")
    put_back(notice, by=editor, at=NOW)
    assert "We looked again." in read("/articles/about/")
    assert far.pk


def test_a_remark_about_what_the_full_post_alone_cites_is_for_its_readers(paper: Reference, editor: User) -> None:
    own = make_reference("own2003")
    both = fear("both", paper=own, full_post="## What they did\n\nTones [@bad2002].")
    settled()
    note_notice(own, RETRACTED, by=editor, at=NOW)
    hidden = note_notice(paper, RETRACTED, by=editor, at=NOW)
    answer_notice(both, hidden, answer="keep", remark="About the tones.", by=editor, at=NOW)
    address = both.get_absolute_url()
    assert "About the tones." not in Client().get(address).text
    assert "About the tones." in client_of(MEMBER).get(address).text
