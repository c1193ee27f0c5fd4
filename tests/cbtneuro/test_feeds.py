"""What feed readers get: Atom and JSON Feed, the same for everybody."""

import json
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import timedelta
from typing import Any

import feedparser
import pytest
from django.db.models import TextField, Value
from django.test import Client
from django.utils.http import http_date

from articles.content import content_of, write_content
from articles.models import Article
from lists.models import Item, ReadingList
from tags.models import Tag
from tests.cbtneuro.json_feed_schema import faults
from tests.factories import make_article, make_list, make_tag, make_taxonomy
from tests.queries import assert_same_queries_for_any_number
from tests.times import NOW, printed

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]
FEEDS = [f"{place}.{form}" for place in ("/feeds/latest", "/tags/fear/feed", "/lists/first-steps/feed")
         for form in ("atom", "json")]  # fmt: skip
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


@pytest.mark.parametrize("address", FEEDS)
def test_every_feed_is_valid_says_304_and_holds_no_word_of_a_full_post(address: str) -> None:
    article = make_article(title="Quiet & <small>", standfirst="In short.", tags=[make_tag("Fear")], full_post="zqfull")
    make_article(title="Not yet", status="draft", tags=[make_tag("Fear", make_taxonomy("other"))])
    make_list("first-steps", articles=[article])
    response = Client().get(address)
    if address.endswith(".atom"):
        parsed = feedparser.parse(response.content)
        assert not parsed.bozo, parsed.get("bozo_exception")
        (entry,) = parsed.entries
        assert (entry.title, entry.summary, entry.id) == ("Quiet & <small>", "In short.", article.atom_id)
        assert [link.href for link in parsed.feed.links if link.rel == "self"] == [f"http://testserver{address}"]
    else:
        assert response["Content-Type"] == "application/feed+json"
        said = json.loads(response.content)
        assert list(faults(said)) == []
        (item,) = said["items"]
        assert (item["title"], item["content_text"], item["id"]) == ("Quiet & <small>", "In short.", article.atom_id)
        assert (item["tags"], said["feed_url"]) == (["Fear"], f"http://testserver{address}")
    assert "zqfull" not in response.content.decode()
    again = Client().get(address, headers={"If-None-Match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    since = {"If-Modified-Since": response["Last-Modified"]}
    assert Client().get(address, headers=since).status_code == 304
    Article.objects.update(title="Other")
    page = Client().get(address, headers={"If-None-Match": response["ETag"]})
    assert page.status_code == 200


WHOLE: dict[str, Any] = {
    "version": "https://jsonfeed.org/version/1.1", "title": "One", "home_page_url": "https://example.org/",
    "feed_url": "https://example.org/feed.json", "_ours": {"about": 1},
    "items": [{"id": "1", "content_text": "", "date_published": NOW.isoformat(), "authors": [{"name": "A"}]}],
}  # fmt: skip
SPOILT: dict[str, dict[str, Any]] = {
    "feed: required": {"title": ...},
    "feed.version: const": {"version": "https://jsonfeed.org/version/1"},
    "feed.feed_url: format": {"feed_url": "/feed.json"},
    "feed.ours: additionalProperties": {"ours": 1},
    "feed.language: pattern": {"language": "en_GB"},
    "feed.expired: type": {"expired": 1},
    "feed.hubs[0]: required": {"hubs": [{"type": "WebSub"}]},
    "feed.authors[0]: anyOf": {"authors": [{}]},
    "feed.items: uniqueBy": {"items": WHOLE["items"] * 2},
    "feed.items[0]: anyOf": {"items": [{"id": "1"}]},
    "feed.items[0].id: type": {"items": [{"id": 1, "content_text": ""}]},
    "feed.items[0].date_modified: format": {"items": [{**WHOLE["items"][0], "date_modified": "today"}]},
    "feed.items[0].attachments[0].size_in_bytes: minimum": {
        "items": [{**WHOLE["items"][0], "attachments": [{"url": "a:b", "mime_type": "audio/ogg", "size_in_bytes": -1}]}]
    },
}


@pytest.mark.parametrize("fault", SPOILT)
def test_the_schema_of_json_feed_finds_what_does_not_fit(fault: str) -> None:
    assert list(faults(WHOLE)) == []
    said = {name: value for name, value in {**WHOLE, **SPOILT[fault]}.items() if value is not ...}
    assert list(faults(said)) == [fault]


@pytest.mark.parametrize("form", ["atom", "json"])
def test_the_feed_of_a_list_is_as_old_as_the_last_change_of_the_list_or_an_article(form: str) -> None:
    article = make_article(publish_at=NOW - timedelta(days=9))
    make_list("first-steps", articles=[article])
    for days, rows in ((8, Article.objects), (4, ReadingList.objects), (1, Article.objects)):
        rows.update(updated_at=NOW - timedelta(days=days))
        ReadingList.objects.update(publish_at=NOW - timedelta(days=7), first_published_at=NOW - timedelta(days=7))
        if days == 8:
            ReadingList.objects.update(updated_at=NOW - timedelta(days=30))  # arranged before its time came
        changed = NOW - timedelta(days=min(days, 7))
        address = f"/lists/first-steps/feed.{form}"
        response = Client().get(address)
        assert response["Last-Modified"] == http_date(changed.timestamp())
        for age, status in ((timedelta(), 304), (timedelta(seconds=1), 200)):
            since = {"If-Modified-Since": http_date((changed - age).timestamp())}
            assert Client().get(address, headers=since).status_code == status
    if form == "atom":
        assert feed(address).findtext(f"{ATOM}updated") == printed(NOW - timedelta(days=4))


def test_a_list_has_a_feed_of_what_readers_see_in_it() -> None:
    shown, hidden = make_article(title="Shown"), make_article(title="Hidden", status="draft")
    make_list("first-steps", articles=[shown, hidden])
    make_list("to-come", articles=[shown], status="draft")
    assert titles(feed("/lists/first-steps/feed.atom")) == ["Shown"]
    assert Client().get("/lists/to-come/feed.atom").status_code == 404


@pytest.mark.parametrize("place", ["/tags/fear/", "/lists/first-steps/", "/"])
def test_a_page_names_its_feeds(place: str) -> None:
    make_list("first-steps", articles=[make_article(tags=[make_tag("Fear")])])
    text = Client().get(place).content.decode()
    stem = "/feeds/latest" if place == "/" else f"{place}feed"
    assert f'href="{stem}.atom"' in text
    assert f'href="{stem}.json"' in text


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
    tag, section = make_tag("Fear"), make_list("first-steps", articles=[]).sections.get()

    def add(rows: int) -> None:
        for _ in range(rows):
            article = make_article(tags=[tag])
            Item.objects.create(section=section, article=article, reason="Next.", position=section.items.count())

    for address in FEEDS:
        assert_same_queries_for_any_number(address, add)
