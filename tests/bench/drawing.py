"""What publishing costs while no social card waits, and while ten thousand do: `python -m tests.bench.drawing`."""

import json
import statistics
import time
from functools import partial
from typing import Final

import django

django.setup()

from django.utils import timezone  # noqa: E402

from articles import publishing  # noqa: E402
from articles.cards.card_job import begin, card_job  # noqa: E402
from articles.cards.card_png import png_from_beside  # noqa: E402
from articles.cards.social_card import Card, svg_of  # noqa: E402
from articles.models import Article  # noqa: E402

MANY: Final = 10_000
ACTS: Final = 30


def draw(number: int) -> None:
    png_from_beside(svg_of(Card(f"Number {number}", "Overview")))


def median_of_acts() -> float:
    """Milliseconds of an act that publishes."""
    article = Article.objects.filter(status="published").order_by("pk")[0]
    taken = []
    for _ in range(ACTS):
        began = time.perf_counter()
        publishing.publish(article, by=None, at=timezone.now())
        taken.append(1000 * (time.perf_counter() - began))
    return statistics.median(taken)


def main() -> None:
    median_of_acts()
    idle = median_of_acts()
    begin()
    for number in range(MANY):
        card_job.due.put(partial(draw, number))
    busy = median_of_acts()
    left = card_job.due.qsize()
    print(json.dumps({"idle_ms": idle, "busy_ms": busy, "left": left, "drawn": MANY + 2 * ACTS - left}))


main()
