"""What search costs at 10,000 and at 100,000 articles on the engine of DATABASE_URL: `make bench-parts` prints it.

Texts by Zipf's law over 20,000 words: the commonest stands in nearly every article. Every round asks with other words
of the same kind, where there are others, so that nothing is measured that was kept from the round before.
"""

import gc
import os
import random
import time
from collections.abc import Callable, Iterator
from typing import Final

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client

from articles.browse.scope import visible_scope
from articles.models import Article, PublicWords
from articles.search.service import answer
from collection.synthesis.words import zipf_words
from tests.bench.test_topics import Measured
from tests.factories import make_user
from tests.synthetic import Vocabulary, add_articles, make_vocabulary
from tests.synthetic_texts import DIFFERENT, write_texts

pytestmark = [pytest.mark.bench, pytest.mark.django_db(transaction=True)]
SIZES: Final = tuple(int(size) for size in os.environ.get("BENCH_SIZES", "10000,100000").split(","))
TAGS: Final = 983
ROUNDS: Final = 30
TARGET: Final = 300  # milliseconds, at the 95th percentile
Queries = dict[str, Callable[[], str]]


def queries_of(vocabulary: Vocabulary) -> Queries:
    """What is asked, by its kind. Words are named by their rank."""
    chance, words = random.Random(21), zipf_words(DIFFERENT)
    titles = list(PublicWords.objects.order_by("pk").values_list("title", flat=True)[:2000])

    def rare() -> str:
        return words[chance.randrange(2000, 6000)]

    def typo() -> str:
        word = chance.choice([word for word in words[1000:3000] if len(word) >= 6])
        return f"{word[:3]}x{word[4:]}"

    return {
        "commonest word": lambda: words[0],
        "second word": lambda: words[1],
        "two common words": lambda: " ".join(chance.sample(words[:10], 2)),
        "five common words": lambda: " ".join(chance.sample(words[:40], 5)),
        "rare word": rare,
        "common and rare word": lambda: f"{words[0]} {rare()}",
        "phrase of common words": lambda: f'"{words[0]} {words[chance.randrange(20, 80)]}"',
        "phrase of the two commonest": lambda: f'"{words[0]} {words[1]}"',
        "beginning of words": lambda: f"{words[0][:2]}*",
        "full title": lambda: chance.choice(titles),
        "typo": typo,
        "tag and commonest word": lambda: f"tag:{chance.choice(vocabulary.tags[:40]).slug} {words[0]}",
        "commonest without another": lambda: f"{words[0]} -{words[chance.randrange(10, 60)]}",
        "either of two": lambda: " OR ".join(chance.sample(words[:60], 2)),
        "author": lambda: f"author:author{chance.randrange(900)}",
        "author and year": lambda: f"author{chance.randrange(900)} {chance.randrange(2000, 2024)}",
        "no result": lambda: "zzzz qqqq",
        "words never together": lambda: f"{rare()} {rare()} {words[0]}",
        "ten common words and one that is nowhere": lambda: " ".join([*chance.sample(words[:40], 10), "zzzzqqqq"]),
        "author who is nowhere": lambda: f"author:zzzz {words[chance.randrange(40)]} {rare()}",
    }


def asks(queries: Queries, visitor: Client, member: Client) -> Iterator[tuple[str, Callable[[str], object], str]]:
    """One round: what is measured, how it is asked, and what for."""
    for name, query in queries.items():
        yield f"answer: {name}", lambda text: answer(text, visible_scope(AnonymousUser())).sort_keys(0, 20), query()
        yield f"page, visitor: {name}", lambda text: visitor.get("/search/", {"q": text}), query()
        yield f"page, member: {name}", lambda text: member.get("/search/", {"q": text}), query()
    for name in ("commonest word", "rare word", "full title"):
        text = queries[name]()
        begun = text[: len(text) * 2 // 3]
        yield f"suggestions: {name}", lambda text: visitor.get("/search/suggest/", {"q": text}), begun


def measure(queries: Queries) -> dict[str, Measured]:
    visitor, member = Client(), Client()
    member.force_login(make_user())
    for _, ask, text in asks(queries, visitor, member):
        ask(text)
    gc.collect()
    gc.freeze()
    measured: dict[str, Measured] = {}
    for _ in range(ROUNDS):
        for name, ask, text in asks(queries, visitor, member):
            began = time.perf_counter()
            ask(text)
            measured.setdefault(name, Measured()).times.append((time.perf_counter() - began) * 1000)
    return measured


def test_search_stays_quick() -> None:
    vocabulary = make_vocabulary(TAGS)
    found: dict[str, list[Measured]] = {}
    for size in SIZES:
        began = time.perf_counter()
        add_articles(size - Article.objects.count(), vocabulary, seed=size)
        write_texts(seed=size)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
        print(f"\n{connection.vendor}: {size:,} articles ({time.perf_counter() - began:.0f} s to load)")
        for name, measured in measure(queries_of(vocabulary)).items():
            found.setdefault(name, []).append(measured)
    print(f"{'':44}" + "".join(f"{size:>12,}: p50    p95 ms" for size in SIZES))
    for name, sizes in found.items():
        print(f"{name:44}" + "".join(f"{m.p50:17.1f} {m.p95:6.1f}   " for m in sizes))
    over = [name for name, sizes in found.items() if sizes[-1].p95 > TARGET]
    print(f"p95 over {TARGET} ms at {SIZES[-1]:,}: {', '.join(over) or 'nothing'}")
