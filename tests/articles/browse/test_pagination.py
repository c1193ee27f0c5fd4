"""Pages of a list out of bitmaps: every article once, in order, from either end, whatever happens meanwhile."""

import random
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict
from django.utils import timezone

from articles import publishing
from articles.browse.filtered_list import FilteredList
from articles.browse.filters import read_filters
from articles.browse.pagination import BadCursor, page_of_bitmaps
from articles.browse.scope import visible_scope
from articles.documents.storing import documents
from articles.models import Article
from tags.models import Tag
from tests.factories import make_article, make_reference, make_tag
from tests.synthetic import add_articles, make_vocabulary
from tests.times import NOW

pytestmark = pytest.mark.django_db
NOBODY = AnonymousUser()
SIZE = 7


def filtered_by(tag: Tag, query: str = "") -> FilteredList:
    scope = visible_scope(NOBODY)
    return FilteredList(scope, scope.under(tag), read_filters(QueryDict(query), scope.tag_tree, beside=tag.taxonomy))


def down_and_up(filtered: FilteredList) -> tuple[list[int], list[int]]:
    """All keys on the way from the first page to the last, and on the way back."""
    page = page_of_bitmaps(filtered, size=SIZE)
    down = [row.pk for row in page.rows]
    while page.older:
        page = page_of_bitmaps(filtered, before=page.older, size=SIZE)
        down += [row.pk for row in page.rows]
    up = [row.pk for row in page.rows]
    while page.newer:
        page = page_of_bitmaps(filtered, after=page.newer, size=SIZE)
        up = [row.pk for row in page.rows] + up
    return down, up


@pytest.mark.parametrize("query", ["", "kind=overview", "from=2000&to=2012", "access=members&kind=paper-summary"])
def test_going_down_and_up_shows_every_article_once_and_in_order(query: str) -> None:
    vocabulary = make_vocabulary(40)
    add_articles(300, vocabulary, seed=2)
    tag = Tag.objects.select_related("taxonomy").get(pk=vocabulary.top.pk)
    filtered = filtered_by(tag, query)
    expected = list(
        Article.objects.visible_to(NOBODY).with_sort_keys(filtered.articles).newest_first().values_list("pk", flat=True)
    )
    down, up = down_and_up(filtered)
    assert down == expected
    assert up == expected
    assert len(expected) > 2 * SIZE


def test_a_list_by_year_of_paper_goes_from_the_newest_paper_to_those_without_a_year() -> None:
    vocabulary = make_vocabulary(40)
    add_articles(300, vocabulary, seed=3)
    tag = Tag.objects.select_related("taxonomy").get(pk=vocabulary.top.pk)
    filtered = filtered_by(tag, "sort=paper")
    down, up = down_and_up(filtered)
    rows = Article.objects.visible_to(NOBODY).with_sort_keys(filtered.articles).select_related("paper")
    expected = sorted(rows, key=lambda row: (row.paper.year or 0 if row.paper else 0, row.sort_key), reverse=True)
    assert down == [row.pk for row in expected]
    assert up == down


def test_what_is_withdrawn_or_published_between_two_pages_moves_nothing_else() -> None:
    tag = make_tag("Fear")
    articles = [make_article(f"article-{place:02}", tags=[tag]) for place in range(20)]
    first = page_of_bitmaps(filtered_by(tag), size=SIZE)
    last = first.rows[-1]
    publishing.withdraw(Article.objects.get(pk=last.pk), by=None, at=timezone.now(), reason="error")
    make_article("article-99", tags=[tag], publish_at=timezone.now())
    second = page_of_bitmaps(filtered_by(tag), before=first.older, size=SIZE)
    assert [row.pk for row in second.rows] == [article.pk for article in articles[12:5:-1]]


def test_a_page_costs_two_queries_and_one_more_for_a_cursor(django_assert_max_num_queries: object) -> None:
    tag = make_tag("Fear")
    for _ in range(20):
        make_article(tags=[tag], paper=make_reference())
    filtered = filtered_by(tag)
    with django_assert_max_num_queries(2):  # type: ignore[operator]
        page = page_of_bitmaps(filtered, size=SIZE)
        assert len(documents(page.rows)) == SIZE
    with django_assert_max_num_queries(4):  # type: ignore[operator]
        page_of_bitmaps(filtered, before=page.older, size=SIZE)


def test_a_page_deep_in_a_list_begins_at_its_cursor() -> None:
    """SQLite begins at the first of two bounds of a date: today's would have it read all that is newer."""
    deep = NOW - timedelta(days=2000)
    articles = Article.objects.visible_to(NOBODY, NOW)
    for page in (articles.published_before(deep, 5), articles.published_after(deep, 5)):
        _, parameters = page.query.sql_with_params()
        assert str(parameters[0])[:10] == str(deep)[:10]


@pytest.mark.parametrize("cursor", ["x", "1", "-", "1-2-3", "1-x", "²-1", "9" * 50, "9" * 30 + "-1"])
def test_an_address_that_no_page_made_is_refused(cursor: str) -> None:
    with pytest.raises(BadCursor):
        page_of_bitmaps(filtered_by(make_tag("Fear")), before=cursor)


def test_any_cursor_of_the_right_form_shows_some_page_of_the_list() -> None:
    tag = make_tag("Fear")
    for _ in range(20):
        make_article(tags=[tag])
    chance = random.Random(1)
    for _ in range(30):
        cursor = f"{chance.randrange(2**52)}-{chance.randrange(60)}"
        for page in (
            page_of_bitmaps(filtered_by(tag, "sort=paper"), before=cursor, size=SIZE),
            page_of_bitmaps(filtered_by(tag), after=cursor, size=SIZE),
        ):
            assert len(page.rows) <= SIZE
