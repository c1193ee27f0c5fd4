"""What `test_jobs.py` runs in a process of its own: workers that it forks and kills."""

import json
import os
import random
import signal
import sqlite3
import sys
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import django

django.setup()

import psycopg  # noqa: E402
from django.conf import settings  # noqa: E402
from django.db import connections  # noqa: E402
from django.utils import timezone  # noqa: E402

from articles.content import content_of, write_content  # noqa: E402
from articles.models import Article, PendingRelation  # noqa: E402
from articles.publishing import withdraw  # noqa: E402
from jobs import queue  # noqa: E402
from operations.jobs.recurring import new_worker  # noqa: E402
from tests.bench import digests  # noqa: E402
from webhooks import endpoints  # noqa: E402
from webhooks.gathering import gather  # noqa: E402
from webhooks.models import Delivery, EventType, Message  # noqa: E402

LEASE: Final = timedelta(seconds=0.3)
MEMBERS: Final = 60
WITHDRAWN: Final = 5
TABLE: Final = "django_tasks_database_dbtaskresult"
AS_IF_TIME_HAD_PASSED: Final = (
    f"UPDATE {TABLE} SET run_after = '2000-01-01 00:00:00'",  # noqa: S608
    "UPDATE webhooks_endpoint SET claimed_at = '2000-01-01 00:00:00' WHERE claimed_at IS NOT NULL",
    "UPDATE webhooks_delivery SET due_at = '2000-01-01 00:00:00' WHERE delivered_at IS NULL",
    "UPDATE library_digestsubscription SET claimed_at = '2000-01-01 00:00:00' WHERE claimed_at IS NOT NULL",
)


class Slow(digests.Counting):
    """A mail server that takes its time before and after it has taken a mail."""

    def send_messages(self, email_messages: Sequence[Any]) -> int:
        time.sleep(0.01)
        taken = super().send_messages(email_messages)
        time.sleep(0.01)
        return taken


def fill(address: str) -> None:
    """One job of each kind, or many: cards, neighbours, messages to a receiver, mail."""
    now = timezone.now
    endpoints.add(address, "", EventType.values, by=None, at=now())
    published = list(Article.objects.filter(status="published").order_by("pk"))
    for article in published[:WITHDRAWN]:
        withdraw(article, by=None, at=now(), reason=Article.WithdrawalReason.ERROR)
        gather(now())
    for article in published[WITHDRAWN:]:
        content = content_of(article)
        write_content(article, replace(content, standfirst=f"{content.standfirst} Anew."))
        gather(now())
    digests.fill(MEMBERS)


def asked(*statements: str) -> list[Any]:
    """Of the database, by a connection that no fork shares."""
    of = settings.DATABASES["default"]
    if of["ENGINE"].endswith("sqlite3"):
        with closing(sqlite3.connect(of["NAME"], timeout=20)) as connection, connection:
            return [connection.execute(statement).fetchall() for statement in statements]
    with psycopg.connect(os.environ["DATABASE_URL"]) as server:
        cursors = [server.execute(statement) for statement in statements]
        return [cursor.fetchall() if cursor.description else [] for cursor in cursors]


def held_by(pid: int) -> str:
    """The job that the worker of this process has in hand."""
    sought = f"SELECT task_path, worker_ids FROM {TABLE} WHERE status = 'RUNNING'"  # noqa: S608
    (rows,) = asked(sought)
    return next((path.rpartition(".")[2] for path, workers in rows if f":{pid}:" in str(workers)), "")


def worker(*, until_idle: bool) -> int:
    """The process of a worker."""
    if pid := os.fork():
        return pid
    settings.EMAIL_BACKEND = "tests.bench.jobs.Slow"
    new_worker(LEASE).go_on(until_idle=until_idle)
    os._exit(0)


def killed(number: int) -> Counter[str]:
    """How many workers were killed in the middle of which job."""
    chance, found = random.Random(20), Counter[str]()
    while sum(found.values()) < number:
        one_alone(chance)
        pid, began = worker(until_idle=False), time.monotonic()
        while not held_by(pid) and time.monotonic() - began < 5:
            time.sleep(0.005)
        time.sleep(chance.uniform(0, 0.2))
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        if job := held_by(pid):
            found[job] += 1
    return found


def one_alone(chance: random.Random) -> None:
    """Of a kind by chance one job is due, or its lease is over; the others wait, so that every kind has its turn."""
    asked(*AS_IF_TIME_HAD_PASSED, f"UPDATE {TABLE} SET run_after = '2100-01-01 00:00:00'")  # noqa: S608
    (rows,) = asked(f"SELECT id, task_path FROM {TABLE} ORDER BY id")  # noqa: S608
    kind = chance.choice(sorted({path for _, path in rows if not path.startswith("operations.")}))
    key = chance.choice([key for key, path in rows if path == kind])
    asked(f"UPDATE {TABLE} SET run_after = '2000-01-01 00:00:00' WHERE id = '{key}'")  # noqa: S608


def finished() -> None:
    for _ in range(2):
        time.sleep(2 * LEASE.total_seconds())
        asked(*AS_IF_TIME_HAD_PASSED)
        os.waitpid(worker(until_idle=True), 0)


def left() -> dict[str, Any]:
    cards = Path(settings.MEDIA_ROOT, "cards", "articles")
    files = Counter(file.parent.name for file in cards.glob("*/*"))
    return {
        "jobs": queue.numbers(timezone.now()),
        "cards": [files[str(pk)] for pk in Article.objects.filter(status="published").values_list("pk", flat=True)],
        "pending": PendingRelation.objects.count(),
        "undelivered": Delivery.objects.filter(delivered_at=None).count(),
        "messages": list(Message.objects.order_by("pk").values_list("message_id", flat=True)),
    }


def main(number: int, address: str) -> None:
    fill(address)
    connections["default"].close()
    if hasattr(connections["default"], "close_pool"):
        connections["default"].close_pool()
    found = killed(number)
    finished()
    print(json.dumps({"killed": found, **left()}))


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
