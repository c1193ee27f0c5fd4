"""Queries that try to break an engine: no error, under a second each, answered or told what is wrong."""

import random
import time
from typing import Final
from urllib.parse import urlencode

import pytest
from django.test import Client

from articles.browse.scope import VisibleScope, visible_scope
from articles.search.autocomplete import tags_for, titles_for
from articles.search.service import answer
from cbtneuro.middleware import LONGEST_QUERY
from tests.articles.search.asking import VISITOR, asked
from tests.factories import make_article, make_reference, make_tag, make_user
from tests.worlds import shared

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]
GENERATED: Final = 500
SAMPLE: Final = 60  # of them through the page
NAUGHTY: Final = (
    "'", "''", '"', '""', '"""', "`", "\\", "\\\\", "\\'", "%", "%%", "%s", "%(x)s", "{}", "{0}", "${x}", "_", "?",
    ";", "--", "/*", "*/", "#", "' OR 1=1 --", "'; DROP TABLE articles_article; --", "1; SELECT pg_sleep(9)",
    "' UNION SELECT NULL--", "NEAR(", "NEAR(a b, 2)", "a NEAR b", "NEAR/2", "^", "^a", "a^", "{a b}: c", "title: a",
    "title:a", "- title:a", "-{a}: b", "a + b", "+", "a AND", "AND a", "OR", "NOT", "NOT NOT NOT", "AND AND",
    "a AND NOT b", "a NOT AND b", "-", "- -", "--a", "*", "**", "a**", "*a", "a*b*", '"a"*', '"a" *', '"*"', ":*",
    "a:*", "a:B", "a:ABCD", "a:*A", "<->", "a <-> b", "a <2> b", "<", ">", "!", "!a", "!!a", "a & b", "a && b", "&",
    "|", "a | b", "||", "(", ")", "()", "(())", ")(", "((a)", "(a))", "(" * 1000, ")" * 1000,
    "(" * 12 + "a" + ")" * 12, "(a " * 200, "a" * 10_000, "a " * 5000, "é" * 10_000, '"' * 999, "NOT " * 120 + "a",
    "-" * 400 + "a", "a OR " * 39 + "a", "a* " * 40, '"' + "a " * 200 + '"', "tag:" * 30, "year:9999..1000",
    "year:٢٠١٥", "year:１９９９", "tag:((", 'tag:"', "tag:''", "kind:\\", "is:%", "author:*", "author:'",
    'author:"a" OR', "a:b:c", "\t", "\r\n", "\x01\x02\x1f", "a\x7fb", "a\x0bb", "\x85", "\u2028", "\u200b",
    "\u200d", "\ufeff", "\ufffe", "\uffff", "\u202e", "\u202eamygdala\u202c", "شيء", "עברית", "日本語", "한국어",
    "ไทย", "देवनागरी", "Ωμέγα", "ﬃ", "ﷺ", "𝕒𝕞𝕪𝕘", "🧠", "👩‍👩‍👧‍👦 🧠*", "Z̸̡͖a̷l̶g̵o̴",
    "e" + "\u0301" * 400, "ß", "ſ", "İ", "ı", "ǅ", "ŉ", "㎏", "½", "²", "Ⅷ", "𝟘", "𞤀", "\U0001f9e0" * 200,
    "\u0378", "10.1000/", "10.1000/'\"\\", "https://doi.org/10.1/x", "10.99999/" + "x" * 480, "123456789", "00000",
    "pmid:", "doi:", "NULL", "null", "undefined", "true", "NaN", "1e309", "0x0", "-1", "1/0", "../../etc/passwd",
    "<script>alert(1)</script>", "{{ 7*7 }}", "{% debug %}", "javascript:alert(1)", "a\\:b", "'a':*", "'a' & 'b'",
    "$$a$$", "E'\\x00'", "\\x00", "&#0;",
)  # fmt: skip
ALPHABET: Final = (
    *"\"'()*:^-+!&|<>\\/%_{}[]~@#$;,.=?`", "“", "”", "AND", "OR", "NOT", "NEAR", "<->", ":*", " ", " ", " ", "a",
    "fear", "amygdala", "β", "é", "\u0301", "\u202e", "🧠", "日", "\t", "\x1f", "\x7f", "1", "2015", "..", "tag:",
    "year:", "kind:", "is:open", "author:", "tag:fear", "doi:", "10.1000/", "--", "/*", "''", "\u200b", "ﬁ",
    "x" * 61,
)  # fmt: skip


@shared
def articles() -> None:
    tag = make_tag("Fear", synonyms=["dread (of anything)", "φόβος"])
    make_article(title="A quieter amygdala: fear and β-waves", tags=[tag], paper=make_reference())
    make_article(title="日本語 and 🧠", full_post="Amygdala.")


@pytest.fixture
def scope(articles: None) -> VisibleScope:
    return visible_scope(VISITOR)


def generated() -> list[str]:
    chance = random.Random(9)
    return ["".join(chance.choices(ALPHABET, k=chance.randint(1, 24))) for _ in range(GENERATED)]


def slow(queries: list[str], scope: VisibleScope) -> list[tuple[str, float]]:
    """Those that took a second. Each of the others was answered, or told what is wrong with it."""
    found = []
    for query in queries:
        began = time.perf_counter()
        told = answer(query, scope)
        titles_for(query, scope)
        tags_for(query, scope)
        seconds = time.perf_counter() - began
        if seconds >= 1:
            found.append((query[:80], seconds))
        if told.mistake:
            assert told.mistake.message
            assert told.count == 0
        assert len(told.sort_keys(0, 20)) == min(20, told.count), query
    return found


def test_naughty_strings_are_answered(scope: VisibleScope) -> None:
    assert slow(list(NAUGHTY), scope) == []
    assert slow([f"{query} fear" for query in NAUGHTY], scope) == []
    assert slow([f'"{query}"' for query in NAUGHTY], scope) == []
    assert slow([f"fear -({query})" for query in NAUGHTY], scope) == []


def test_naughty_strings_are_answered_to_members(articles: None) -> None:
    assert slow(list(NAUGHTY), visible_scope(make_user())) == []


def test_generated_strings_are_answered(scope: VisibleScope) -> None:
    assert slow(generated(), scope) == []


@pytest.mark.parametrize("query", ["!", "- -", "***", "🧠", "“ ”", "\u202e", "()()".replace("()", "[]")])
def test_a_query_without_a_word_is_told_so(articles: None, query: str) -> None:
    found = asked(query)
    assert found.mistake is not None
    assert found.mistake.message == "There is no letter and no digit in this to look for."


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("a" * 10_000, "A query can have 500 characters; this one has 10,000."),
        ("(" * 1000, "A query can have 500 characters; this one has 1,000."),
        ("(" * 400, "Brackets can stand 12 deep."),
        ("a " * 200, "A query can have 40 words and filters."),
    ],
)
def test_too_much_is_told_at_once_and_clearly(articles: None, query: str, told: str) -> None:
    began = time.perf_counter()
    found = asked(query)
    assert time.perf_counter() - began < 1
    assert found.mistake is not None
    assert found.mistake.message == told


def test_pages_take_every_string(articles: None) -> None:
    chance = random.Random(10)
    client = Client(raise_request_exception=True)
    for query in [*NAUGHTY, *chance.sample(generated(), SAMPLE)]:
        began = time.perf_counter()
        for address in ("/search/", "/search/suggest/"):
            response = client.get(address, {"q": query})
            is_long = len(urlencode({"q": query})) > LONGEST_QUERY  # refused at the door of the site
            assert response.status_code == (400 if is_long else 200), (address, query)
            assert not is_long or "a query can have 500 characters" in response.content.decode()
        assert time.perf_counter() - began < 2, query
