"""Both engines, each in its own run of the tests: what they match, by themselves."""

import random
from collections.abc import Iterable, Sequence

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from articles.models import Article, FullPostWords, PublicWords
from articles.search.engines import time_limit
from articles.search.engines.expressions import AllOf, Expression, Side, all_of, any_of, within
from articles.search.engines.interface import bitmap_of_matches, bitmaps_of_matches
from articles.search.engines.time_limit import SearchTookTooLong
from articles.text.tokenizer import words_of
from members.prepared import preparing_cursor
from tests.factories import make_article, make_reference
from tests.worlds import shared

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]
HARD_WORDS = """
    1e5 2e10x 0x1f 00 05 5ht2a 3d 12e 1a2b3c f5 тревога 恐惧 ホラー خوف φόβος ñandú straße ﬁbre ÅNGSTRÖM İzmir x² 8‰ ⑨
"""


def slugs(expression: Expression, *, full: bool = False) -> list[str]:
    return sorted(
        Article.objects.with_sort_keys(bitmap_of_matches(expression, full=full)).values_list("slug", flat=True)
    )


@shared
def articles() -> None:
    make_article("one", title="Fear of dogs", standfirst="Cats sleep.", summary="Birds sing loudly.", byline="Ann Owl")
    make_article("two", title="Dogs fear cats", standfirst="Fear less.", full_post="## Hidden\n\nFear of birds.")
    make_article("three", title="Sleep", standfirst="Dogs.", paper=make_reference())


def test_words_stand_side_by_side_in_their_order(articles: None) -> None:
    assert slugs(Side(("dog",))) == ["one", "three", "two"]
    assert slugs(Side(("fear", "of", "dog"))) == ["one"]
    assert slugs(Side(("dog", "fear"))) == ["two"]
    assert slugs(Side(("fear", "dog"))) == []
    assert slugs(Side(("fear", "of", "d"), is_prefix=True)) == ["one"]
    assert slugs(Side(("d",), is_prefix=True)) == ["one", "three", "two"]
    assert slugs(Side(("d",))) == []


def test_one_statement_looks_into_full_posts_and_for_single_fields_into_public_words(articles: None) -> None:
    fear, bird = Side(("fear",)), Side(("bird",))
    asked = [fear, within("title", fear), bird, within("head", all_of([fear, bird])), within("head", fear)]
    found = bitmaps_of_matches(asked, full=True)
    assert found == [bitmap_of_matches(one, full=one in (fear, bird)) for one in asked]
    assert [len(held) for held in found] == [2, 2, 2, 0, 1]


def test_phrases_do_not_run_over_from_one_field_into_the_next(articles: None) -> None:
    assert slugs(Side(("dog", "cat"))) == []  # the end of a title and the beginning of its standfirst
    assert slugs(all_of([Side(("dog",)), Side(("cat",)), Side(("bird",))])) == ["one"]


def test_phrases_do_not_run_over_from_one_field_into_the_next_in_what_members_search(articles: None) -> None:
    assert slugs(Side(("dog", "cat")), full=True) == []
    assert slugs(Side(("loudly", "one")), full=True) == []


def test_phrases_do_not_run_over_between_the_surroundings_of_compounds() -> None:
    summary = "A two-week trial of the old kind came first, and then they had a long follow-up of many years."
    make_article("one", summary=summary)
    assert slugs(Side(("trial", "of"))) == ["one"]
    assert slugs(Side(("followup", "of", "many"))) == ["one"]
    for words in (("old", "had"), ("the", "had"), ("year", "a"), ("year", "twoweek"), ("kind", "had")):
        assert slugs(Side(words)) == [], words


def test_conditions_are_joined(articles: None) -> None:
    fear, sleep, bird = (Side((word,)) for word in ("fear", "sleep", "bird"))
    assert slugs(all_of([fear, sleep])) == ["one"]
    assert slugs(any_of([sleep, bird])) == ["one", "three"]
    assert slugs(all_of([fear, any_of([sleep, bird])])) == ["one"]


def test_fields_are_asked_for_by_themselves(articles: None) -> None:
    assert slugs(within("title", Side(("dog",)))) == ["one", "two"]
    assert slugs(within("head", Side(("dog",)))) == ["three"]
    assert slugs(within("names", Side(("furm",), is_prefix=True))) == ["three"]
    assert slugs(within("names", Side(("owl",)))) == ["one"]
    assert slugs(all_of([within("title", Side(("sleep",))), within("head", Side(("dog",)))])) == ["three"]
    assert slugs(any_of([within("title", Side(("sleep",))), Side(("loudly",))])) == ["one", "three"]
    assert slugs(within("title", Side(("fear", "of", "dog")))) == ["one"]
    assert slugs(within("head", Side(("fear", "of")))) == []
    assert slugs(within("title", all_of([Side(("fear",)), any_of([Side(("cat",)), Side(("bird",))])]))) == ["two"]


def test_full_posts_are_looked_into_only_when_asked(articles: None) -> None:
    assert slugs(Side(("hidden",))) == []
    assert slugs(Side(("hidden",)), full=True) == ["two"]
    assert slugs(Side(("furmark",)), full=True) == ["three"]


def test_numbers_are_those_that_articles_have_now(articles: None) -> None:
    first = bitmap_of_matches(Side(("sing",)))
    article = Article.objects.get(slug="one")
    Article.objects.filter(pk=article.pk).update(sort_key=first[0] + 1_000_000)
    assert list(bitmap_of_matches(Side(("sing",)))) == [first[0] + 1_000_000]
    Article.objects.filter(pk=article.pk).update(sort_key=None)
    assert not bitmap_of_matches(Side(("sing",)))


def test_every_word_is_one_word_to_the_engine() -> None:
    for place, text in enumerate(HARD_WORDS.split()):
        make_article(f"hard-{place}", title=f"before {text} after")
        words = words_of(f"before {text} after")
        assert slugs(Side(tuple(words))) == [f"hard-{place}"], text
        assert slugs(Side(("".join(words[1:-1]),))) == [f"hard-{place}"], text


def test_whatever_is_asked_the_engine_finds_what_reading_the_words_finds() -> None:
    chance = random.Random(5)
    words = ("fear", "dog", "dogma", "cat", "follow-up", "sleep")
    for number in range(20):
        title, standfirst, full_post = (" ".join(chance.choices(words, k=k)) for k in (4, 5, 6))
        make_article(f"n{number}", title=title, standfirst=standfirst, full_post=f"## Part\n\n{full_post}.")
    assert_as_read(chance, 150)


def assert_as_read(chance: random.Random, number: int) -> None:
    found, everything = 0, Article.objects.count()
    for _ in range(number):
        expression, full = some_expression(chance, 2), chance.random() < 0.3
        read = reading(expression, full=full)
        assert slugs(expression, full=full) == read, (expression, full)
        found += 0 < len(read) < everything
    assert found > number / 3


def some_expression(chance: random.Random, depth: int) -> Expression:
    if depth and chance.random() < 0.6:
        parts = [some_expression(chance, depth - 1) for _ in range(chance.randint(2, 3))]
        return chance.choice((all_of, any_of))(parts)
    words = chance.choices(
        ("fear", "dog", "cat", "follow", "up", "followup", "sleep"), k=chance.choice((1, 1, 2, 2, 3, 4))
    )
    return Side(tuple(words), is_prefix=chance.random() < 0.2)


def reading(expression: Expression, *, full: bool) -> list[str]:
    """The articles in which the words stand, read word by word."""
    rows: Iterable[tuple[str, ...]]
    if full:
        rows = FullPostWords.objects.values_list("article__slug", "body")
    else:
        rows = PublicWords.objects.values_list("article__slug", "title", "head", "body", "names")
    return sorted(slug for slug, *fields in rows if holds([field.replace(" |", "") for field in fields], expression))


def holds(fields: Sequence[str], expression: Expression) -> bool:
    if isinstance(expression, Side):
        row = f" {' '.join(expression.words)}{'' if expression.is_prefix else ' '}"
        return any(row in f" {field} " for field in fields)
    return (all if isinstance(expression, AllOf) else any)(holds(fields, part) for part in expression.parts)


def test_several_are_asked_for_at_once_and_answered_apart(articles: None) -> None:
    asked = [Side(("dog",)), Side(("nothing",)), all_of([Side(("fear",)), Side(("cat",))]), Side(("fear", "of"), True)]
    with CaptureQueriesContext(connection) as queries:
        for full in (False, True):
            assert bitmaps_of_matches(asked, full=full) == [bitmap_of_matches(one, full=full) for one in asked]
    said = [entry["sql"] for entry in queries if "article" in entry["sql"]]
    assert len(said) == 2 * (1 + len(asked))


def test_a_search_that_takes_too_long_is_given_up(articles: None, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = any_of(Side((f"w{a}{b}{c}",), is_prefix=True) for a in range(10) for b in range(10) for c in range(30))
    monkeypatch.setattr(time_limit, "SECONDS", 0.001)
    with pytest.raises(SearchTookTooLong), transaction.atomic():
        bitmap_of_matches(slow)
    monkeypatch.undo()
    assert slugs(Side(("loudly",))) == ["one"]


@pytest.mark.django_db(transaction=True)
def test_limits_of_a_search_are_gone_after_it() -> None:
    make_article("one", title="Fear of dogs")
    for _ in range(2):
        assert slugs(Side(("fear",))) == ["one"]
    with transaction.atomic():
        assert slugs(Side(("fear",))) == ["one"]
        Article.objects.filter(slug="one").update(byline="Somebody")
        assert slugs(Side(("fear",))) == ["one"]
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT current_setting('statement_timeout'), current_setting('enable_seqscan')")
                assert cursor.fetchone() == ("0", "on")
    assert Article.objects.get(slug="one").byline == "Somebody"


@pytest.mark.django_db(transaction=True)
def test_what_a_connection_has_prepared_outlasts_a_search() -> None:
    """After a rollback it would prepare everything anew, and for other pages as well."""
    if connection.vendor != "postgresql":
        return
    with preparing_cursor() as cursor:
        cursor.execute("SELECT 1")
    before = prepared_statements()
    bitmap_of_matches(Side(("fear",)))
    assert before
    assert before <= prepared_statements()


def prepared_statements() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM pg_prepared_statements")
        return {name for (name,) in cursor.fetchall()}
