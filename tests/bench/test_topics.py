"""What pages of topics cost at 10,000 and at 100,000 articles: `make bench-parts` prints p50, p95 and growth.

Tags by Zipf's law over a vocabulary of the size of a branch of MeSH. The rounds of all pages are mixed, so that a slow
moment of the machine is shared by them. Beside the time on the clock stands that of the processor, which other work on
the machine does not lengthen; it leaves out what a database server of its own does.
"""

import gc
import os
import statistics
import time
from dataclasses import dataclass, field
from typing import Final

import pytest
from django.db import connection
from django.test import Client

from articles.models import Article
from tests.page import Page
from tests.queries import queries_of
from tests.synthetic import Vocabulary, add_articles, make_vocabulary

pytestmark = [pytest.mark.bench, pytest.mark.django_db]
SIZES: Final = tuple(int(size) for size in os.environ.get("BENCH_SIZES", "10000,100000").split(","))
TAGS: Final = 983  # concepts of branch F of MeSH 2015
ROUNDS: Final = 40
DEEP: Final = 60  # pages down the list


@dataclass
class Measured:
    """Milliseconds of every round at one size, and the number of queries."""

    queries: int = 0
    times: list[float] = field(default_factory=list)
    worked: list[float] = field(default_factory=list)

    @property
    def p50(self) -> float:
        return statistics.median(self.times)

    @property
    def p95(self) -> float:
        return statistics.quantiles(self.times, n=20)[-1]

    @property
    def p95_of_work(self) -> float:
        return statistics.quantiles(self.worked, n=20)[-1]


def pages_of(vocabulary: Vocabulary) -> dict[str, str]:
    """The addresses that are measured, by what they stand for."""
    top = vocabulary.top.get_absolute_url()
    others = [tag for tag in vocabulary.tags if tag.taxonomy_id != vocabulary.top.taxonomy_id]
    facets: dict[str, str] = {}
    for tag in others:
        facets.setdefault(tag.taxonomy.slug, tag.slug)
    one, two, three = list(facets.items())[:3]
    return {
        "topic, first page": top,
        "topic, deep page": deep_page(top),
        "topic, one facet": f"{top}?{one[0]}={one[1]}",
        "topic, three facets": f"{top}?{'&'.join(f'{name}={value}' for name, value in (one, two, three))}",
        "topic, by year of paper": f"{top}?sort=paper",
        "all topics": "/tags/",
        "all topics, A to Z": "/tags/?view=az",
        "matrix": "/tags/matrix/?rows=disorder&columns=brain-region",
        "home": "/",
        "feed of a topic": f"{top}feed.atom",
    }


def deep_page(address: str) -> str:
    """The page that one comes to by going on from the first so many times."""
    client, page = Client(), address
    for _ in range(DEEP):
        links = Page.of(client.get(page)).with_tag("a")
        older = [link.attributes["href"] for link in links if link.attributes.get("rel", "").startswith("next")]
        if not older:
            break
        page = address + older[0]
    return page


def measure(pages: dict[str, str]) -> dict[str, Measured]:
    client = Client()
    measured = {name: Measured() for name in pages}
    for name, address in pages.items():
        client.get(address)
        measured[name].queries = len(queries_of(address, client))
    gc.collect()
    gc.freeze()  # the tests themselves are thousands of objects that no server has to look through
    for _ in range(ROUNDS):
        for name, address in pages.items():
            began, work = time.perf_counter(), time.process_time()
            client.get(address)
            measured[name].times.append((time.perf_counter() - began) * 1000)
            measured[name].worked.append((time.process_time() - work) * 1000)
    return measured


def test_pages_of_topics_do_not_grow_with_the_collection() -> None:
    vocabulary = make_vocabulary(TAGS)
    found: dict[str, list[Measured]] = {}
    for size in SIZES:
        began = time.perf_counter()
        add_articles(size - Article.objects.count(), vocabulary, seed=size)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        print(f"\n{connection.vendor}: {size:,} articles, {TAGS} tags ({time.perf_counter() - began:.0f} s to load)")
        for name, measured in measure(pages_of(vocabulary)).items():
            found.setdefault(name, []).append(measured)
    columns = "".join(f"{size:>11,}: queries   p50    p95    cpu p95 ms" for size in SIZES)
    print(f"{'':24}{columns}   growth p50    p95   cpu p95")
    for name, sizes in found.items():
        row = "".join(f"{m.queries:>20} {m.p50:7.1f} {m.p95:6.1f} {m.p95_of_work:8.1f}      " for m in sizes)
        first, last = sizes[0], sizes[-1]
        growth = (last.p50 / first.p50, last.p95 / first.p95, last.p95_of_work / first.p95_of_work)
        print(f"{name:24}{row}   {'  '.join(f'x {ratio:5.2f}' for ratio in growth)}")
    assert [name for name, sizes in found.items() if len({m.queries for m in sizes}) > 1] == []
    assert max(m.queries for name, sizes in found.items() if name.startswith("topic") for m in sizes) <= 10
