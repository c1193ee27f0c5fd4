"""What related articles cost at 1,000 and at 100,000: reading them, and publishing with fresh lists. Printed.

Words and postings are those that publishing would write. Stored lists at the large size name neighbours by chance: to
read them, and to make room in them, costs the same whoever stands there.
"""

import os
import random
import resource
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article, Suggestion, TermVector
from articles.related.comparison import setting_of
from articles.related.display import related_to
from articles.related.document_frequency import counted, frequencies, stored_counts, write_snapshot
from articles.related.neighbours import LENGTH
from articles.related.rebuild import rebuild, weigh_all
from articles.related.update import list_anew
from articles.related.vectors import packed, packed_counts, vector_of
from tags.models import Tag
from tests.articles.related.test_update import lists, overlap, silent
from tests.factories import make_article
from tests.subjects import Writer
from tests.synthetic import AT_ONCE, add_articles, make_vocabulary

pytestmark = [pytest.mark.bench, pytest.mark.django_db]
SIZES: Final = tuple(int(size) for size in os.environ.get("BENCH_SIZES", "1000,100000").split(","))
REBUILT: Final = tuple(int(size) for size in os.environ.get("REBUILD_SIZES", "1000,10000").split(","))
READ, ROUNDS, PUBLISHED_ONCE, LISTED = 400, 3, 20, 100


def write_words(writer: Writer, chance: random.Random) -> None:
    """Texts for every published article that has no vector, and lists of twenty by chance."""
    waiting = Article.objects.filter(status="published", term_vector=None).order_by("pk")
    keys = iter(list(waiting.values_list("pk", flat=True)))
    everyone = list(Article.objects.filter(status="published").values_list("pk", flat=True))
    while part := list(islice(keys, AT_ONCE)):
        rows = list(Article.objects.filter(pk__in=part))
        for row in rows:
            about = writer.about()
            row.title, row.standfirst = writer.text(about, 12)[:160], writer.text(about, 20)
            row.summary_markdown = writer.text(about, 140)
        Article.objects.bulk_create(
            rows, batch_size=200, update_conflicts=True, unique_fields=["id"],
            update_fields=["title", "standfirst", "summary_markdown"],
        )  # fmt: skip
        vectors = ((row, vector_of(row)) for row in rows)
        TermVector.objects.bulk_create(
            TermVector(article=row, counts=packed_counts(vector.counts), words=packed(vector.words))
            for row, vector in vectors
        )
        Suggestion.objects.bulk_create(
            (by_chance(row.pk, other, chance) for row in rows for other in set(chance.sample(everyone, 21)) - {row.pk}),
            batch_size=AT_ONCE,
        )
    weigh_all(frequencies(write_snapshot(*counted(stored_counts()))), silent)


def by_chance(page: int, other: int, chance: random.Random) -> Suggestion:
    return Suggestion(
        article_id=page, other_id=other, score=round(chance.uniform(0.05, 0.4), 6), terms=[["words", 0.1]]
    )


def milliseconds_of_reading(chance: random.Random) -> tuple[list[float], int]:
    """Of each article, and how many queries one takes. The quickest of a few reads: others use the machine too."""
    articles = chance.choices(list(Article.objects.filter(status="published")), k=READ)
    person, now = AnonymousUser(), timezone.now()
    with CaptureQueriesContext(connection) as queries:
        related_to(articles[0].pk, person, now)
    times = []
    for article in articles:
        reads = []
        for _ in range(ROUNDS):
            began = time.perf_counter()
            related_to(article.pk, person, now)
            reads.append((time.perf_counter() - began) * 1000)
        times.append(min(reads))
    return times, len(queries)


def seconds_of_publishing(writer: Writer, tags: list[Tag]) -> list[float]:
    times = []
    for _ in range(PUBLISHED_ONCE):
        about = writer.about()
        began = time.perf_counter()
        made = make_article(
            f"published-{writer.chance.randrange(10**12)}",
            title=writer.text(about, 12)[:160],
            standfirst=writer.text(about, 20),
            summary=writer.text(about, 140),
            full_post=writer.text(about, 1200),
            tags=writer.chance.sample(tags, 8),
        )
        times.append(time.perf_counter() - began)
        assert Suggestion.objects.filter(article=made).exists()
    return times


def p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


def test_related_articles_cost_the_same_to_read_and_little_to_keep_at_any_size() -> None:
    vocabulary, chance = make_vocabulary(983), random.Random(3)
    writer = Writer(subjects=max(SIZES) // 50)
    found = []
    for size in SIZES:
        began = time.perf_counter()
        add_articles(size - Article.objects.count(), vocabulary, seed=size)
        write_words(writer, chance)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        print(f"\n{connection.vendor}: {size:,} articles ({time.perf_counter() - began:.0f} s to load)")
        times, queries = milliseconds_of_reading(chance)
        began = time.perf_counter()
        setting = setting_of(frequencies(write_snapshot(*counted(stored_counts()))))
        list_anew(list(TermVector.objects.values_list("article_id", flat=True)[:LISTED]), setting)
        listing = time.perf_counter() - began
        published = seconds_of_publishing(writer, list(vocabulary.tags))
        print(f"reading: {queries} queries, p50 {statistics.median(times):.2f} ms, p95 {p95(times):.2f} ms")
        print(f"publishing, lists and all: p50 {statistics.median(published):.2f} s, most {max(published):.2f} s")
        print(f"snapshot and {LISTED} lists of a rebuild: {listing:.1f} s")
        found.append((queries, p95(times), max(published)))
    print(f"growth of p95 of reading: x {found[-1][1] / found[0][1]:.2f}")
    assert max(queries for queries, _, _ in found) <= 2
    assert max(seconds for _, _, seconds in found) < 5


def test_three_hundred_more_on_a_site_of_a_thousand_have_the_lists_of_a_rebuild() -> None:
    vocabulary, chance = make_vocabulary(200), random.Random(5)
    writer = Writer(subjects=40)
    add_articles(1000, vocabulary, seed=5)
    write_words(writer, chance)
    keys = list(TermVector.objects.values_list("article_id", flat=True))
    for start in range(0, len(keys), LISTED):
        list_anew(keys[start : start + LISTED])
    for _ in range(300 // PUBLISHED_ONCE):
        seconds_of_publishing(writer, list(vocabulary.tags))
    before = {key: held for key, held in lists().items() if held}
    setting = setting_of(frequencies(write_snapshot(*counted(stored_counts()))))
    weigh_all(setting.known, silent)
    list_anew(list(before), setting)
    found = overlap(before, lists())
    print(f"\n{connection.vendor}: overlap at 10 of 300 added to 1,000 with a rebuild: {found:.3f}")
    assert found >= 0.9


@dataclass
class Meter:
    """Seconds of processors that each step of a rebuild takes, those of its processes included."""

    steps: dict[str, float] = field(default_factory=dict)
    began: float = 0.0
    step: str = ""

    def begin(self, step: str, total: int) -> Callable[[int], None]:
        del total
        self.end()
        self.step, self.began = step, seconds_of_processors()
        return lambda number: None

    def end(self) -> None:
        if self.step:
            self.steps[self.step] = seconds_of_processors() - self.began


def seconds_of_processors() -> float:
    return sum(
        used.ru_utime + used.ru_stime
        for used in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def test_a_rebuild_costs_about_the_same_for_each_article_at_any_size() -> None:
    vocabulary, chance, writer = make_vocabulary(200), random.Random(3), Writer(subjects=max(REBUILT) // 50)
    found: list[dict[str, float]] = []
    for size in REBUILT:
        add_articles(size - Article.objects.count(), vocabulary, seed=size)
        write_words(writer, chance)
        meter = Meter()
        rebuild(meter.begin, resume=False, processes=2)
        meter.end()
        number = TermVector.objects.count()
        found.append({step: 1000 * seconds / number for step, seconds in meter.steps.items()})
        assert Suggestion.objects.count() >= number * LENGTH * 0.95
    sizes = " and of ".join(f"{size:,}" for size in REBUILT)
    print(f"\n{connection.vendor}: ms of processors for each of {sizes} articles")
    for step, few in found[0].items():
        print(f"{step:20}{few:8.2f}{found[-1][step]:8.2f}   x {found[-1][step] / few:.2f}")
    few, many = sum(found[0].values()), sum(found[-1].values())
    print(f"{'all':20}{few:8.2f}{many:8.2f}   x {many / few:.2f}")
    assert many < 3 * few
