"""Phrases are found whatever PostgreSQL's index makes of their words: common ones, rare ones, too many of them.

On SQLite, which has no such keys, the same is found.
"""

import random

import pytest
from django.db import connection

from articles.models import Article
from articles.search.engines import postgres_keys
from articles.search.engines.expressions import Side, all_of
from articles.search.engines.interface import bitmap_of_matches
from articles.search.engines.postgres_keys import function_with, settle, tell_common_words
from tests.articles.search.engines.test_interface import assert_as_read, slugs
from tests.factories import make_article

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]
WORDS = ("fear", "dog", "dogma", "cat", "follow-up", "sleep")


def on_postgresql(sql: str) -> list[tuple[str, ...]]:
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall()) if cursor.description else []


def make_articles(chance: random.Random, name: str, number: int) -> None:
    for place in range(number):
        title, standfirst, full_post = (" ".join(chance.choices(WORDS, k=k)) for k in (4, 5, 6))
        make_article(f"{name}{place}", title=title, standfirst=standfirst, full_post=f"## Part\n\n{full_post}.")


def test_phrases_are_found_in_what_was_written_before_words_were_common_and_after() -> None:
    chance = random.Random(6)
    make_articles(chance, "before", 6)
    on_postgresql(function_with(["fear", "dog", "up"]))
    make_articles(chance, "after", 6)
    on_postgresql(function_with(["cat", "sleep", "o'clock"]))
    make_articles(chance, "later", 6)
    assert_as_read(chance, 100)
    keys = on_postgresql("SELECT search_keys(title, head, body, names)::text FROM articles_publicwords")
    assert not keys or {"'*" in one for (one,) in keys} == {True, False}


def test_which_words_are_common_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    is_told = connection.vendor == "postgresql"
    monkeypatch.setattr(postgres_keys, "SAMPLE", 4)
    monkeypatch.setattr(postgres_keys, "COMMON", 4)
    make_articles(random.Random(7), "n", 3)
    assert not (is_told and tell_common_words())
    make_articles(random.Random(8), "m", 3)
    assert not is_told or [tell_common_words(), tell_common_words()] == [True, True]
    make_articles(random.Random(10), "k", 3)
    assert_as_read(random.Random(9), 30)
    for name in postgres_keys.INDEXES if is_told else ():
        on_postgresql(f"REINDEX INDEX {name}")
    if is_told:
        settle()
    assert not (is_told and tell_common_words())
    make_articles(random.Random(11), "l", 3)
    assert_as_read(random.Random(12), 60)


def test_a_text_with_more_pairs_than_an_index_takes_is_looked_into(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres_keys, "MOST", 250)
    on_postgresql(function_with([]))
    make_article("one", title="Fear of dogs", standfirst="Cats sleep.", summary="Birds sing.", byline="Ann Owl")
    assert slugs(Side(("fear", "of", "dog"))) == ["one"]
    assert slugs(Side(("fear", "of"))) == ["one"]
    assert slugs(Side(("of", "fear"))) == []
    keys = on_postgresql("SELECT search_keys(title, head, body, names)::text FROM articles_publicwords")
    assert not keys or ("'!'" in keys[0][0] and "'+" not in keys[0][0])


def test_texts_are_looked_into_through_the_index_alone() -> None:
    make_article("one", title="Fear of dogs")
    on_postgresql("SET LOCAL enable_seqscan = off")
    rows = "SELECT * FROM articles_publicwords w WHERE search_keys(w.title, w.head, w.body, w.names) @@ '''dog'''"
    plan = " ".join(line for (line,) in on_postgresql(f"EXPLAIN {rows}"))
    assert not plan or "publicwords_keys" in plan
    assert list(bitmap_of_matches(all_of([Side(("fear", "of")), Side(("dog",))]))) == [
        Article.objects.get(slug="one").sort_key
    ]
