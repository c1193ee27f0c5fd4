"""What publishing costs while no social card waits, and while ten thousand do: `python -m tests.bench.drawing`."""

import json
import statistics
import time
from typing import Final

import django

django.setup()

from django.utils import timezone  # noqa: E402
from django_tasks_db.models import DBTaskResult  # noqa: E402

from articles import publishing  # noqa: E402
from articles.models import Article  # noqa: E402
from jobs.backend import row_for  # noqa: E402
from jobs.worker import Worker  # noqa: E402
from tests.bench.card_tasks import draw  # noqa: E402

MANY: Final = 10_000
ACTS: Final = 30


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
    DBTaskResult.objects.bulk_create(row_for(draw, [number]) for number in range(MANY))
    Worker().begin()
    busy = median_of_acts()
    left = DBTaskResult.objects.filter(task_path=draw.module_path).count()
    print(json.dumps({"idle_ms": idle, "busy_ms": busy, "left": left, "drawn": MANY - left}))
    DBTaskResult.objects.all().delete()


main()
