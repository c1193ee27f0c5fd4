"""What feed readers get: Atom, the same for everybody."""

import xml.etree.ElementTree as ET
from dataclasses import replace
from typing import Any

import pytest
from django.db.models import TextField, Value
from django.test import Client

from articles.content import content_of, write_content
from articles.models import Article
from tags.models import Tag
from tests.factories import make_article, make_tag
from tests.queries import assert_same_queries_for_any_number
from tests.times import NOW, printed

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def feed(address: str, **host: str) -> ET.Element:
    response = Client(**host).get(address)  # type: ignore[arg-type]
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ET.fromstring(response.content)  # noqa: S314  our own answer


def titles(root: ET.Element) -> list[str | None]:
    return [entry.findtext(f"{ATOM}title") for entry in root.findall(f"{ATOM}entry")]


def test_the_feed_holds_the_thirty_newest_articles_newest_first() -> None:
    for number in range(32):
        make_article(title=f"Number {number}")
    make_article(title="Not yet", status="draft")
    assert titles(feed("/feeds/latest.atom")) == [f"Number {number}" for number in range(31, 1, -1)]


def test_an_entry_says_who_what_when_and_where() -> None:
    tags = [make_tag("Fear & dread")]
    make_article("the-slug", title="Quiet & <small>", standfirst="In short.", byline="Ana Writer", tags=tags)
    (entry,) = feed("/feeds/latest.atom").findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "Quiet & <small>"
    assert entry.findtext(f"{ATOM}summary") == "In short."
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Ana Writer"
    assert entry.findtext(f"{ATOM}published")
    links = [link.get("href") for link in entry.findall(f"{ATOM}link")]
    assert links == ["http://testserver/articles/the-slug/"]
    assert [category.get("term") for category in entry.findall(f"{ATOM}category")] == ["Fear & dread"]


@pytest.mark.parametrize("char", ["\x01", "\x02", "\x08", "\x1b", "\x1f", "\ufffe", "\uffff"])
@pytest.mark.parametrize("address", ["/feeds/latest.atom", "/tags/fear/feed.atom"])
def test_a_row_older_than_the_rule_for_texts_takes_no_feed_down(address: str, char: str) -> None:
    make_article(tags=[make_tag("Fear")])
    old = Value(f"a{char}b", output_field=TextField())  # past our columns, which would clean it
    Article.objects.update(title=old, standfirst=old, byline=old)
    Tag.objects.update(name=old)
    root = feed(address)
    assert titles(root) == ["a\ufffdb"]
    entry = root.find(f"{ATOM}entry/{ATOM}author/{ATOM}name")
    assert entry is not None
    assert entry.text == "a\ufffdb"


def test_the_feed_of_a_topic_holds_what_is_filed_below_it() -> None:
    top = make_tag("Anxiety")
    below = make_tag("Phobia", under=[top])
    make_article(title="Below", tags=[below])
    make_article(title="Elsewhere", tags=[make_tag("Sleep")])
    root = feed("/tags/anxiety/feed.atom")
    assert root.findtext(f"{ATOM}title") == "CBT Neuro: Anxiety"
    assert titles(root) == ["Below"]
    assert Client().get("/tags/nowhere/feed.atom").status_code == 404


def entry(**host: str) -> tuple[str | None, ...]:
    """What the only entry is called, when it was updated, and its title."""
    found = feed("/feeds/latest.atom", **host).find(f"{ATOM}entry")
    assert found is not None
    return tuple(found.findtext(f"{ATOM}{name}") for name in ("id", "updated", "title"))


def test_an_entry_keeps_its_name_whatever_becomes_of_its_address_and_of_the_host(settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    article = make_article("before", title="Before")
    first = entry()
    write_content(article, replace(content_of(article), slug="after", title="After"))
    settings.SITE_URL = "https://other.example.org"
    assert entry(HTTP_HOST="elsewhere.example.org") == (*first[:2], "After")
    assert str(first[0]).startswith("urn:uuid:")


def test_a_reader_of_feeds_is_told_of_a_change_of_substance_alone() -> None:
    article = make_article()
    first = entry()
    write_content(article, replace(content_of(article), byline="Ana Writer"))
    assert entry() == first
    Article.objects.update(public_updated_at=NOW, change_note="A second trial.")
    called, updated, _ = entry()
    assert (called, updated) == (first[0], printed(NOW))


def test_feeds_cost_the_same_queries_at_any_size() -> None:
    tag = make_tag("Fear")
    for address in ("/feeds/latest.atom", "/tags/fear/feed.atom"):
        assert_same_queries_for_any_number(address, lambda rows: [make_article(tags=[tag]) for _ in range(rows)])
