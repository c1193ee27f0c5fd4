"""Choosing and counting articles."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from articles.browse.pagination import BadCursor, decoded, encoded, page_of
from articles.browse.scope import counts_by_tag
from articles.models import Article
from tests.factories import make_article, make_category, make_tag, make_user
from tests.times import NOW

pytestmark = pytest.mark.django_db
NOBODY = AnonymousUser()


def articles(number: int) -> list[Article]:
    """So many, the newest first."""
    made = [make_article(publish_at=NOW - timedelta(days=300) + timedelta(hours=hour)) for hour in range(number)]
    return made[::-1]


def keys(rows: object) -> list[int]:
    return [row.pk for row in rows]  # type: ignore[attr-defined]


def test_a_cursor_leads_back_to_its_moment_to_the_microsecond() -> None:
    moment = NOW.replace(microsecond=123457) - timedelta(days=1)
    article = make_article(publish_at=moment)
    assert decoded(encoded(article)) == (moment, article.pk)


RUBBISH = ["", "-", "1", "1-", "-1", "a-b", "1-2-3", "-1-2", "1.5-2", "0x1-1", "1-1 ", "1-" + "9" * 40, "١-٢", "1-²"]


@pytest.mark.parametrize("cursor", [*RUBBISH, "9" * 25 + "-1"])
def test_rubbish_is_no_cursor(cursor: str) -> None:
    with pytest.raises(BadCursor):
        decoded(cursor)


def test_the_largest_cursor_that_is_read_asks_the_database_nothing_that_it_refuses() -> None:
    articles(1)
    assert len(page_of(Article.objects.all(), before="253402300799999999-99999999999999999").rows) == 1


def test_pages_lead_on_and_back_over_every_article() -> None:
    made = articles(7)
    first = page_of(Article.objects.all(), size=3)
    second = page_of(Article.objects.all(), before=first.older, size=3)
    third = page_of(Article.objects.all(), before=second.older, size=3)
    assert [keys(page.rows) for page in (first, second, third)] == [keys(made[:3]), keys(made[3:6]), keys(made[6:])]
    assert (first.newer, third.older) == ("", "")
    back = page_of(Article.objects.all(), after=third.newer, size=3)
    assert keys(back.rows) == keys(made[3:6])
    assert keys(page_of(Article.objects.all(), after=back.newer, size=3).rows) == keys(made[:3])


def test_the_first_page_has_nothing_newer_even_when_one_comes_back_to_it() -> None:
    articles(4)
    second = page_of(Article.objects.all(), before=page_of(Article.objects.all(), size=2).older, size=2)
    assert page_of(Article.objects.all(), after=second.newer, size=2).newer == ""


def test_a_list_that_ends_with_a_full_page_has_no_empty_page_after_it() -> None:
    articles(4)
    second = page_of(Article.objects.all(), before=page_of(Article.objects.all(), size=2).older, size=2)
    assert len(second.rows) == 2
    assert second.older == ""


def test_a_page_reads_one_row_more_than_it_shows(django_assert_num_queries: object) -> None:
    articles(5)
    assert len(page_of(Article.objects.all(), size=2).rows) == 2
    assert page_of(Article.objects.none()).rows == []


def test_a_tag_counts_its_articles_and_those_below_once_each() -> None:
    top = make_tag("Anxiety")
    left, right = make_tag("Left", under=[top]), make_tag("Right", under=[top])
    bottom = make_tag("Bottom", under=[left, right])
    category = make_category("Therapy")
    make_article(tags=[bottom, left], categories=[category])
    make_article(tags=[bottom, top], categories=[category])
    counts = counts_by_tag(NOBODY, timezone.now())
    assert {tag.name: counts[tag.pk] for tag in (top, left, right, bottom, category)} == {
        "Anxiety": 2, "Left": 2, "Right": 2, "Bottom": 2, "Therapy": 2,
    }  # fmt: skip


def test_counts_are_of_what_the_reader_may_see_at_that_moment() -> None:
    tag = make_tag("Fear")
    soon = timezone.now() + timedelta(hours=1)
    writer = make_user("contributor")
    make_article(tags=[tag])
    make_article(tags=[tag], status="scheduled", publish_at=soon, editor=writer)
    make_article(tags=[tag], status="draft", editor=writer)
    assert counts_by_tag(NOBODY, timezone.now())[tag.pk] == 1
    assert counts_by_tag(NOBODY, soon)[tag.pk] == 2
    assert counts_by_tag(writer, timezone.now())[tag.pk] == 2  # drafts have no date to stand under


def test_counting_takes_two_queries_for_any_number_of_tags(django_assert_num_queries: object) -> None:
    for _ in range(5):
        make_article(tags=[make_tag(), make_tag()])
    counts_by_tag(NOBODY, timezone.now())
    with django_assert_num_queries(2):  # type: ignore[operator]
        assert len(counts_by_tag(NOBODY, timezone.now())) == 11
