"""The operator's numbers: who reads them, that they are right, and that several processes count as one."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError
from django.test import Client, override_settings
from django.utils import timezone

from articles.models import Article
from articles.status import Status
from cbtneuro.page_cache.front import HIT, MADE, STALE
from members.roles import EDITOR
from operations.backups.noting import note
from operations.metrics import figures, runs, writing
from operations.metrics.counting import write
from operations.metrics.front import Metered
from operations.metrics.meters import registry
from tags.management.background_job import BackgroundJob
from tests.cbtneuro.page_cache.visitors import Content, Counting, asked, front
from tests.factories import make_article, make_list, make_user

TOKEN = "a-token-of-the-operator-" + "7" * 20
OPERATOR = {"authorization": f"Bearer {TOKEN}"}
CACHES = {HIT: "hit", STALE: "stale", MADE: "miss"}


@pytest.fixture
def operated() -> Iterator[None]:
    with override_settings(METRICS_TOKEN=TOKEN):
        yield


def told(name: str, **labels: str) -> float:
    write()
    return registry.get_sample_value(name, labels) or 0.0


def line_of(text: str, name: str, **labels: str) -> str:
    said = ",".join(f'{label}="{value}"' for label, value in labels.items())
    (line,) = [line for line in text.splitlines() if line.startswith(f"{name}{{{said}}} ")]
    return line.rpartition(" ")[2]


# --- Who reads them -----------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_without_a_token_in_the_environment_there_is_no_such_page() -> None:
    for headers in ({}, {"authorization": "Bearer "}, OPERATOR):
        response = Client(headers=headers).get("/metrics")
        assert response.status_code == 404, headers


@pytest.mark.django_db
@pytest.mark.usefixtures("operated")
@pytest.mark.parametrize(
    "sent", ["", "Bearer", "Bearer ", f"Bearer {TOKEN}x", f"Bearer {TOKEN[:-1]}", f"Basic {TOKEN}", TOKEN, "Bearer é"]
)
def test_who_does_not_send_it_gets_nothing_whatever_role_they_have(sent: str) -> None:
    client = Client(headers={"authorization": sent} if sent else {})
    client.force_login(make_user(is_superuser=True, is_staff=True))
    response = client.get("/metrics")
    assert (response.status_code, response.content, response["WWW-Authenticate"]) == (401, b"", "Bearer")
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
@pytest.mark.usefixtures("operated")
def test_the_operator_reads_them_by_any_name_without_tls_and_nobody_keeps_them() -> None:
    with override_settings(SECURE_SSL_REDIRECT=True):
        response = Client(headers={**OPERATOR, "host": "203.0.113.9"}).get("/metrics")
    assert response.status_code == 200
    assert response["Content-Type"].startswith("text/plain")
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies
    assert Client(headers=OPERATOR).post("/metrics").status_code == 405


# --- That they are right ------------------------------------------------------------------------------------------


def test_each_request_is_counted_with_what_the_page_cache_did() -> None:
    content = Content()
    site = Metered(front(Counting(), content), CACHES)
    labels = {"view": "home", "method": "GET", "status": "200"}
    before = {cache: told("cbtneuro_requests_total", cache=cache, **labels) for cache in ("miss", "hit", "stale")}
    timed = told("cbtneuro_request_seconds_count", view="home")
    for is_away in (False, False, False, True):
        content.is_away = is_away
        asked(site, "/")
    after = {cache: told("cbtneuro_requests_total", cache=cache, **labels) for cache in before}
    assert {cache: after[cache] - before[cache] for cache in before} == {"miss": 1, "hit": 2, "stale": 1}
    assert told("cbtneuro_request_seconds_count", view="home") == timed + 4


def test_no_address_that_somebody_thinks_of_makes_another_line() -> None:
    site = Metered(Counting(status="404 Not Found"), CACHES)
    labels = {"view": "none", "status": "404", "cache": "none"}
    before = told("cbtneuro_requests_total", method="GET", **labels)
    others = told("cbtneuro_requests_total", method="other", **labels)
    for number in range(3):
        asked(site, f"/no/{number}")
    asked(site, "/no", method="BREW")
    assert told("cbtneuro_requests_total", method="GET", **labels) == before + 3
    assert told("cbtneuro_requests_total", method="other", **labels) == others + 1


def test_what_breaks_and_what_is_sent_in_pieces_is_counted_at_its_end() -> None:
    def broken(environ: Any, start_response: Any) -> list[bytes]:
        raise RuntimeError

    def in_pieces(environ: Any, start_response: Any) -> Iterator[bytes]:
        start_response("200 OK", [])
        yield b"1"
        yield b"2"

    labels = {"view": "none", "method": "GET", "cache": "none"}
    broke, sent = (told("cbtneuro_requests_total", status=status, **labels) for status in ("500", "200"))
    with pytest.raises(RuntimeError):
        asked(Metered(broken, CACHES), "/no")
    assert asked(Metered(in_pieces, CACHES), "/no").body == b"12"
    assert told("cbtneuro_requests_total", status="500", **labels) == broke + 1
    assert told("cbtneuro_requests_total", status="200", **labels) == sent + 1


@pytest.mark.django_db
@pytest.mark.usefixtures("operated")
def test_statements_of_a_request_are_counted_and_refused_ones_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    before, errors = (told(f"cbtneuro_{name}_total", database="default") for name in ("queries", "query_errors"))
    Client().get("/latest/")
    after = told("cbtneuro_queries_total", database="default")
    assert after > before
    assert told("cbtneuro_query_seconds_total", database="default") > 0
    assert told("cbtneuro_query_errors_total", database="default") == errors

    def refused(*args: Any, **kwargs: Any) -> None:
        raise OperationalError

    monkeypatch.setattr("django.db.backends.utils.CursorWrapper._execute", refused)
    Client(raise_request_exception=False).get("/latest/")
    assert told("cbtneuro_query_errors_total", database="default") > errors


@pytest.mark.django_db
@pytest.mark.usefixtures("operated")
def test_what_waits_and_what_there_is_is_told_in_numbers_alone() -> None:
    now = timezone.now()
    articles = [make_article(), make_article()]
    make_article(status=Status.DRAFT)
    make_list("the-list", articles=articles)
    make_user(role=EDITOR)
    note(now, 1_500_000)
    text = Client(headers=OPERATOR).get("/metrics").content.decode()
    assert line_of(text, "cbtneuro_articles", status="published") == "2.0"
    assert line_of(text, "cbtneuro_articles", status="draft") == "1.0"
    assert line_of(text, "cbtneuro_articles", status="withdrawn") == "0.0"
    assert line_of(text, "cbtneuro_published", kind="articles") == "2.0"
    assert line_of(text, "cbtneuro_published", kind="lists") == "1.0"
    assert float(line_of(text, "cbtneuro_accounts", role="editor")) == figures.members()["editor"] >= 1
    assert {queue: line_of(text, "cbtneuro_waiting", queue=queue) for queue in figures.waiting(now)} == {
        "webhooks": "0.0", "imports": "0.0", "digests": "0.0",
    }  # fmt: skip
    assert float(text.partition("\ncbtneuro_last_backup_timestamp_seconds ")[2].split()[0]) == now.timestamp()
    assert "\ncbtneuro_last_backup_proved_timestamp_seconds 0.0\n" in text
    assert "\ncbtneuro_last_backup_size_bytes 1.5e+06\n" in text
    assert "cbtneuro_database_up 1.0" in text
    assert not [article.title for article in Article.objects.all() if article.title in text]


@pytest.mark.django_db
@pytest.mark.usefixtures("operated")
def test_without_a_database_the_other_numbers_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(at: object) -> None:
        raise OperationalError

    asked(Metered(Counting(), CACHES), "/")
    monkeypatch.setattr(figures, "waiting", away)
    text = Client(headers=OPERATOR).get("/metrics").content.decode()
    assert "cbtneuro_database_up 0.0" in text
    assert 'cbtneuro_requests_total{cache="none"' in text


def test_what_waits_beside_the_requests_is_told() -> None:
    job = BackgroundJob("", ())
    job.due.put(list)
    job.due.put(list)
    writing.tell({"imports": job})
    assert told("cbtneuro_jobs_waiting", job="imports") == 2


def test_a_disk_that_takes_no_numbers_is_logged_and_the_thread_goes_on(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full() -> None:
        raise OSError

    monkeypatch.setattr(writing, "write", full)
    writing.write_all({})
    assert "cannot be written" in caplog.text


# --- Several processes --------------------------------------------------------------------------------------------

WORKER = """
import os, sys, django
os.environ["DJANGO_SETTINGS_MODULE"] = "cbtneuro.settings"
django.setup()
from pathlib import Path
from django.conf import settings
from operations.metrics.folder import folder, prepare
from operations.metrics.counting import seen_requests, write
from operations.metrics.meters import waiting_jobs
prepare(Path(settings.METRICS_DIR))
for _ in range(int(sys.argv[1])):
    seen_requests.append(("/", "GET", "200", "hit", 0.003))
write()
waiting_jobs.labels("imports").set(5)
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from operations.metrics.folder import forget_dead
if len(sys.argv) > 2:
    forget_dead()
    registry = CollectorRegistry()
    MultiProcessCollector(registry, str(folder()))
    print(generate_latest(registry).decode())
"""


def test_processes_of_one_server_count_as_one_and_those_of_a_former_one_not_at_all(tmp_path: Path) -> None:
    for name in (str(dead_process()), f"{os.getpid()}-0aa0aa0a-1"):  # the second as in a container
        former = tmp_path / "metrics" / name
        former.mkdir(parents=True)
        (former / "counter_1.db").write_bytes(b"rubbish")
    environment = {**os.environ, "METRICS_TOKEN": TOKEN, "DATA_DIR": str(tmp_path)}
    environment.pop("PROMETHEUS_MULTIPROC_DIR", None)

    def worker(*args: str) -> str:
        command = [sys.executable, "-c", WORKER, *args]
        return subprocess.run(
            command, env=environment, cwd=settings.BASE_DIR, check=True, capture_output=True, text=True
        ).stdout

    worker("3")
    text = worker("4", "tell")
    assert line_of(text, "cbtneuro_requests_total", cache="hit", method="GET", status="200", view="home") == "7.0"
    assert line_of(text, "cbtneuro_request_seconds_bucket", le="0.005", view="home") == "7.0"
    assert line_of(text, "cbtneuro_jobs_waiting", job="imports") == "5.0"  # the first process has ended
    assert [place.name for place in (tmp_path / "metrics").iterdir()] == [runs.name_of_run(os.getpid())]


def dead_process() -> int:
    process = subprocess.Popen(["true"])
    process.wait()
    return process.pid


def test_a_process_is_alive_until_it_has_ended() -> None:
    assert runs.is_alive(os.getpid())
    assert not runs.is_alive(dead_process())


def test_another_run_has_another_name_though_its_process_has_the_same_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs, "PROCESSES", tmp_path)
    assert runs.name_of_run(1) == "1"  # where a system tells nothing
    (tmp_path / "sys/kernel/random").mkdir(parents=True)
    (tmp_path / "sys/kernel/random/boot_id").write_text("0aa0aa0a-0000-4000-8000-000000000000\n")
    (tmp_path / "1").mkdir()
    names = []
    for ticks in (500, 900):
        (tmp_path / "1/stat").write_text(f"1 (a (b) c) S {' '.join(map(str, range(4, 22)))} {ticks} 23 24")
        names.append(runs.name_of_run(1))
    assert names == ["1-0aa0aa0a-500", "1-0aa0aa0a-900"]
    assert [runs.is_running(name) for name in names] == [False, True]
