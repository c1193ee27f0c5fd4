"""Addresses that machines ask for again and again: where they say the site is, and what they answer the second time."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.http import http_date

from articles import publishing
from articles.content import content_of, write_content
from articles.models import Article
from tests.factories import make_article, make_list, make_reference, make_tag
from tests.times import NOW
from tests.worlds import shared

pytestmark = pytest.mark.django_db
OF_SITE = ("/feeds/latest.atom", "/tags/fear/feed.atom", "/sitemap.xml")
RECORDS = ("/articles/one/cite.bib", "/articles/one/cite.ris", "/articles/one/cite.json")
OTHERS = ("/articles/one/paper.bib", "/lists/steps/references.json")  # a record does not know when it was corrected


@shared
def world() -> Article:
    article = make_article("one", paper=make_reference("paper1"), tags=[make_tag("Fear")])
    make_list("steps", articles=[article])
    return article


@pytest.mark.parametrize("address", [*OF_SITE, *RECORDS, *OTHERS])
def test_who_holds_what_they_would_get_is_told_so(world: Article, address: str) -> None:
    first = Client().get(address)
    assert first.status_code == 200
    assert "no-cache" in first["Cache-Control"]
    again = Client().get(address, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert Client().get(address, headers={"if-none-match": '"other"'}).status_code == 200


@pytest.mark.parametrize("address", [*OF_SITE, *RECORDS])
def test_who_has_it_since_the_last_change_is_told_so(world: Article, address: str) -> None:
    first = Client().get(address)
    changed = world.updated_at
    assert first["Last-Modified"] == http_date(changed.timestamp())
    assert Client().get(address, headers={"if-modified-since": first["Last-Modified"]}).status_code == 304
    before = http_date((changed - timedelta(days=1)).timestamp())
    assert Client().get(address, headers={"if-modified-since": before}).status_code == 200


@pytest.mark.parametrize("address", OF_SITE)
def test_a_change_is_seen_by_who_asks_again(world: Article, address: str) -> None:
    """What was withdrawn too: the newest that is left is older than what they hold."""
    make_article("two", tags=[world.tags.get()], publish_at=NOW - timedelta(days=1))
    Article.objects.update(updated_at=NOW - timedelta(hours=1))
    first = Client().get(address)
    publishing.withdraw(Article.objects.get(slug="two"), by=None, at=NOW, reason="error")
    held = {"if-none-match": first["ETag"]}, {"if-modified-since": first["Last-Modified"]}
    assert [Client().get(address, headers=header).status_code for header in held] == [200, 200]


def test_a_record_that_changed_is_sent(world: Article) -> None:
    first = Client().get(RECORDS[0])
    write_content(world, replace(content_of(world), title="Another title"))
    assert Client().get(RECORDS[0], headers={"if-none-match": first["ETag"]}).status_code == 200


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/feeds/latest.atom", ["articles/one/", "latest/", "feeds/latest.atom"]),
        ("/tags/fear/feed.atom", ["articles/one/", "tags/fear/", "tags/fear/feed.atom"]),
        ("/sitemap.xml", ["", "articles/one/", "lists/steps/", "tags/fear/"]),
        ("/robots.txt", ["sitemap.xml"]),
        ("/.well-known/security.txt", [".well-known/security.txt"]),
        ("/articles/one/cite.json", ["articles/one/"]),
        ("/articles/one/", ["articles/one/"]),
    ],
)
def test_addresses_begin_as_the_settings_say(world: Article, settings: Any, address: str, expected: list[str]) -> None:
    settings.SITE_URL = "https://www.example.org"
    text = Client().get(address).text
    assert not [path for path in expected if f"https://www.example.org/{path}" not in text]
    assert "testserver" not in text
