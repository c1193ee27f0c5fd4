"""What search engines are told of."""

import re

import pytest
from django.test import Client

from articles.models import Article
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


def test_the_sitemap_costs_the_same_queries_at_any_size() -> None:
    def add(rows: int) -> None:
        for _ in range(rows):
            make_list(articles=[make_article(tags=[make_tag()])])

    assert_same_queries_for_any_number("/sitemap.xml", add)
