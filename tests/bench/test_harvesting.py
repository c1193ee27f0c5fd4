"""What a page of OAI-PMH costs at 1,000 records and at 10,000: the first one, and one in the midst."""

import statistics
from time import perf_counter

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Article
from harvesting.answers import answer, document
from harvesting.asked import Asked, Place
from harvesting.models import HarvestRecord
from harvesting.noticing import notice
from tests.bench.test_growth import add_articles
from tests.factories import make_tag

pytestmark = [pytest.mark.bench, pytest.mark.django_db]
SIZES = (1_000, 10_000)
ROUNDS = 9


def milliseconds(asked: Asked) -> float:
    """The median time of an answer, after a first one."""
    at, times = timezone.now(), []
    for _ in range(ROUNDS + 1):
        began = perf_counter()
        document("http://testserver/oai/", asked, at, lambda root: answer(root, asked, "http://testserver/oai/", at))
        times.append(perf_counter() - began)
    return statistics.median(times[1:]) * 1000


def pages() -> dict[str, Asked]:
    middle = HarvestRecord.objects.order_by("changed", "pk")[HarvestRecord.objects.count() // 2]
    assert middle.changed
    asked = {"verb": "ListRecords", "arguments": {}, "prefix": "oai_dc"}
    headers = {**asked, "verb": "ListIdentifiers"}
    place = Place(middle.changed, middle.pk, 0)
    return {
        "first records": Asked(**asked),  # type: ignore[arg-type]
        "records in the midst": Asked(**asked, place=place),  # type: ignore[arg-type]
        "headers in the midst": Asked(**headers, place=place),  # type: ignore[arg-type]
        "newer than": Asked(**headers, since=middle.changed, place=place),  # type: ignore[arg-type]
    }


def test_a_page_costs_about_the_same_however_many_records_there_are() -> None:
    tags = [make_tag() for _ in range(60)]
    measured: dict[str, list[float]] = {}
    for size in SIZES:
        add_articles(size - Article.objects.count(), tags)
        began = perf_counter()
        notice(timezone.now)
        print(f"\n{size:,} records: {perf_counter() - began:.1f} s to notice those that are new")
        assert b"resumptionToken" in Client().get("/oai/?verb=ListIdentifiers&metadataPrefix=oai_dc").content
        for name, asked in pages().items():
            measured.setdefault(name, []).append(milliseconds(asked))
    for name, (small, large) in measured.items():
        print(f"{name:22}{small:7.1f} ms{large:7.1f} ms   x {large / small:.1f}")
    assert all(large / small < 3 for small, large in measured.values())
