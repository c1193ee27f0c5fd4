"""How the cost of a page grows with the collection: `make bench-parts` prints it."""

import statistics
import time
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Article, FullPost, TaggedArticle
from tags.models import Tag
from tests.factories import make_tag
from tests.queries import queries_of

pytestmark = [pytest.mark.bench, pytest.mark.django_db]
SIZES = (200, 2000)
ROUNDS = 15
PAGES = ("/", "/latest/", "/tags/", "/tags/fear/", "/search/?q=amygdala", "/feeds/latest.atom", "/sitemap.xml")


def add_articles(number: int, tags: list[Tag]) -> None:
    """So many published overviews, in bulk: the texts are as long as real ones, and each has eight tags."""
    first = Article.objects.count()
    now = timezone.now()
    rows = Article.objects.bulk_create(
        Article(
            kind="overview",
            slug=f"article-{place}",
            title=f"A quieter amygdala in study {place}",
            standfirst="Two scans, nine weeks apart, and what changed between them. " * 2,
            key_points=["The amygdala answered less after therapy."] * 4,
            summary_html="<p>A small trial scanned people before and after therapy.</p>" * 20,
            summary_words=260,
            status="published",
            publish_at=now - timedelta(hours=place + 1),
            first_published_at=now - timedelta(hours=place + 1),
        )
        for place in range(first, first + number)
    )
    FullPost.objects.bulk_create(FullPost(article=row, html="<p>Long.</p>" * 500) for row in rows)
    TaggedArticle.objects.bulk_create(
        TaggedArticle(content_object=row, tag=tags[(place + step * 7) % len(tags)])
        for place, row in enumerate(rows)
        for step in range(8)
    )


def milliseconds(address: str) -> float:
    """The median time of an answer, after a first one that warms the connection."""
    client = Client()
    client.get(address)
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        client.get(address)
        times.append(time.perf_counter() - began)
    return statistics.median(times) * 1000


def test_pages_cost_the_same_queries_and_about_the_same_time_at_ten_times_the_size() -> None:
    top = make_tag("Fear")
    tags = [top, *(make_tag(under=[top]) for _ in range(59))]
    measured: dict[str, list[tuple[int, float]]] = {page: [] for page in PAGES}
    for size in SIZES:
        add_articles(size - Article.objects.count(), tags)
        for page in PAGES:
            measured[page].append((len(queries_of(page)), milliseconds(page)))
    print(f"\n{'':22}" + "".join(f"{size:>9,} articles    " for size in SIZES) + "growth")
    for page, ((few, fast), (many, slow)) in measured.items():
        print(f"{page:22}{few:3} queries {fast:6.1f} ms{many:4} queries {slow:6.1f} ms   x {slow / fast:.1f}")
    assert [page for page, (small, large) in measured.items() if small[0] != large[0]] == []
