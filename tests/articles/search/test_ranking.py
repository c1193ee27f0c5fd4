"""The order of what was found, and that every article found is shown once."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from articles.browse.scope import visible_scope
from articles.models import Article
from articles.search import ranking
from articles.search.service import answer
from tags.models import Tag
from tests.articles.search.asking import asked, queries_for, titles
from tests.factories import make_article, make_tag
from tests.times import NOW
from tests.worlds import shared

pytestmark = pytest.mark.django_db


def article(title: str, *, day: int = 0, tags: list[Tag] | None = None, **content: object) -> Article:
    texts = {"standfirst": "Nothing.", "key_points": ("No point.",), "summary": "Nothing more.", **content}
    return make_article(title=title, tags=tags, publish_at=NOW - timedelta(days=400 - day), **texts)  # type: ignore[arg-type]


def test_a_word_in_the_title_tells_more_than_one_in_the_standfirst_and_that_more_than_one_in_the_summary() -> None:
    article("In the title: recall")
    article("In the standfirst", day=1, standfirst="Recall.")
    article("In a key point", day=2, key_points=("Recall.",))
    article("In the summary", day=3, summary="Recall.")
    assert titles("recall") == ["In the title: recall", "In a key point", "In the standfirst", "In the summary"]


def test_an_article_filed_right_under_a_tag_comes_before_one_under_a_narrower_tag() -> None:
    fear = make_tag("Fear")
    phobia = make_tag("Phobia", under=[fear])
    article("Filed", tags=[fear])
    article("Inherited", day=1, tags=[phobia])
    article("Named only", day=2, summary="Of fear.")
    article("Neither", day=3)
    assert titles("fear") == ["Filed", "Inherited", "Named only"]


def test_a_short_title_is_about_its_words_more_than_a_long_one() -> None:
    article("Recall")
    article("Recall among many other things that one could also have studied", day=1)
    assert titles("recall -xyz") == ["Recall", "Recall among many other things that one could also have studied"]


def test_words_side_by_side_come_before_the_same_words_apart() -> None:
    article("Quiet and then recall")
    article("Then and quiet recall")
    article("Then recall and quiet", day=1)
    assert titles("quiet recall")[0] == "Then and quiet recall"


def test_more_of_a_word_counts_for_more_but_less_and_less() -> None:
    article("One", summary="Recall.")
    article("Many", summary="Recall, recall, recall, recall.")
    article("In both", standfirst="Recall.", summary="Recall.")
    assert titles("recall") == ["In both", "Many", "One"]


def test_what_fits_as_well_comes_by_date_the_newest_first() -> None:
    for day in (3, 1, 4, 2):
        article(f"Recall {day}", day=day)
    assert titles("recall") == ["Recall 4", "Recall 3", "Recall 2", "Recall 1"]


@shared
def on_recall() -> None:
    fear = make_tag("Fear")
    for day in range(23):
        article(f"Recall {day}" if day % 3 else f"Lonely {day}", day=day, tags=[fear], summary="A summary of recall.")


@pytest.mark.parametrize(
    "query", ["recall", "recall -lonely", "tag:fear", "recal", "kind:overview", "recall summary nowhere"]
)
@pytest.mark.parametrize("most", [5, 400])
def test_pages_show_every_article_once(on_recall: None, query: str, most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ranking, "CANDIDATES", most)
    found = asked(query)
    shown = [sort_key for start in range(0, 40, 4) for sort_key in found.sort_keys(start, start + 4)]
    assert len(shown) == len(set(shown)) == found.count >= 15
    assert set(shown) == set(found.filtered.articles)
    assert found.sort_keys(0, 40) == shown


def test_only_so_many_candidates_are_read_and_the_best_are_among_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ranking, "CANDIDATES", 4)
    article("Recall of old")
    article("Old, but said at once", day=1, standfirst="Recall.")
    for day in range(2, 12):
        article(f"New {day}", day=day, summary="Recall.")
    scope = visible_scope(AnonymousUser())
    found = answer("recall", scope)
    assert len(found.order) == 4
    assert titles("recall")[:3] == ["Recall of old", "Old, but said at once", "New 11"]
    assert found.count == 12


def test_the_number_of_queries_does_not_grow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ranking, "CANDIDATES", 3)
    for day in range(4):
        article(f"Recall {day}", day=day)
    few = len(queries_for("recall of things"))
    few_words = len(queries_for("recall"))
    for day in range(5, 12):
        article(f"Recall {day}", day=day)
    assert len(queries_for("recall of things")) == few
    assert len(queries_for("recall")) == few_words <= 12


def test_common_words_count_for_little_when_not_all_are_found() -> None:
    article("A study of recall")
    article("A study of extinction", day=1)
    article("Spiders", day=2)
    assert titles("study spiders nonexistence") == ["Spiders"]
