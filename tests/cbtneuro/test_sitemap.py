"""What search engines are told of."""

import re
import xml.etree.ElementTree as ET

import pytest
from django.test import Client

from articles.models import Article
from cbtneuro import sitemaps
from tests.factories import make_article, make_list, make_tag
from tests.queries import assert_same_queries_for_any_number
from tests.times import NOW

pytestmark = pytest.mark.django_db


def locations() -> list[str]:
    text = Client().get("/sitemap.xml").content.decode()
    return [location.removeprefix("http://testserver") for location in re.findall("<loc>([^<]+)</loc>", text)]


def test_the_sitemap_names_every_page_that_visitors_can_open_and_each_opens() -> None:
    article = make_article("the-article", tags=[make_tag("Fear")])
    make_list("the-list", articles=[article])
    found = locations()
    assert {"/", "/latest/", "/tags/", "/lists/", "/about/", "/terms/", "/privacy/", "/accessibility/"} <= set(found)
    assert {"/articles/the-article/", "/tags/fear/", "/lists/the-list/"} <= set(found)
    assert [Client().get(address).status_code for address in found] == [200] * len(found)


def test_the_sitemap_leaves_out_what_is_hidden_or_empty() -> None:
    for status in ("draft", "scheduled", "withdrawn", "in_review"):
        make_article(status=status, tags=[make_tag(f"Only {status}")])
    make_list("hidden-list", status="draft")
    assert not [address for address in locations() if re.match(r"/(articles|lists|tags)/.", address)]


def test_the_sitemap_tells_when_an_article_was_changed() -> None:
    article = make_article()
    assert f"<lastmod>{article.publish_at:%Y-%m-%d}</lastmod>" in Client().get("/sitemap.xml").content.decode()
    Article.objects.update(public_updated_at=NOW, change_note="A second trial.")
    assert f"<lastmod>{NOW:%Y-%m-%d}</lastmod>" in Client().get("/sitemap.xml").content.decode()


def root_of(text: str) -> str:
    return ET.fromstring(text).tag.removeprefix(f"{{{sitemaps.NAMESPACE}}}")  # noqa: S314  our own answer


def in_a_file(text: str) -> list[str]:
    return re.findall("<loc>http://testserver([^<]+)</loc>", text)


def test_more_addresses_than_a_file_holds_stand_in_several_behind_an_index(monkeypatch: pytest.MonkeyPatch) -> None:
    fear = make_tag("Fear")
    make_list("steps", articles=[make_article(f"article-{number}", tags=[fear]) for number in range(7)])
    make_article("hidden", status="draft", tags=[make_tag("Fear of drafts")])
    whole = locations()
    for most in (len(whole) - 1, 3):
        monkeypatch.setattr(sitemaps, "MOST", most)
        index = Client().get("/sitemap.xml").text
        assert root_of(index) == "sitemapindex"
        parts = [Client().get(part).text for part in in_a_file(index)]
        assert {root_of(part) for part in parts} == {"urlset"}
        assert max(len(in_a_file(part)) for part in parts) <= most
        assert [page for part in parts for page in in_a_file(part)] == whole
    for unknown in ("articles-4", "articles-0", "lists-2", "drafts-1"):
        assert Client().get(f"/sitemap-{unknown}.xml").status_code == 404
    monkeypatch.setattr(sitemaps, "MOST", len(whole))
    assert locations() == whole


def test_the_sitemap_costs_the_same_queries_at_any_size() -> None:
    def add(rows: int) -> None:
        for _ in range(rows):
            make_list(articles=[make_article(tags=[make_tag()])])

    assert_same_queries_for_any_number("/sitemap.xml", add)
    assert_same_queries_for_any_number("/sitemap-articles-1.xml", add)
