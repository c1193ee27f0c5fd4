"""The page “Jobs”: administrators see what failed, why, and try it again or dismiss it."""

import pytest
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoAssertNumQueries

from jobs import queue
from jobs.backend import key_of
from members.roles import ADMINISTRATOR, EDITOR
from tests.factories import make_user
from tests.jobs.tasks import note
from tests.page import Page

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/jobs/"


@pytest.fixture
def administrator(client: Client) -> Client:
    client.force_login(make_user(ADMINISTRATOR))
    return client


def given_up(*names: str) -> None:
    for name in names:
        note.enqueue(name)
    told = {
        "traceback": "Traceback\n\nRuntimeError: <broken>\n",
        "worker_ids": ["a", "b"],
        "finished_at": timezone.now(),
    }
    DBTaskResult.objects.update(status=queue.FAILED, **told)


def text_of(client: Client, query: str = "") -> str:
    return " ".join(Page.of(client.get(f"{ADDRESS}{query}")).text.split())


def test_only_administrators_see_it_and_the_admin_leads_there(client: Client) -> None:
    client.force_login(make_user(EDITOR))
    assert client.get(ADDRESS).status_code == 403
    assert client.post(ADDRESS, {"act": "retry", "key": str(key_of(note, ["a"]))}).status_code == 403
    client.force_login(make_user(ADMINISTRATOR))
    assert ADDRESS in Page.of(client.get("/admin/")).links()


def test_what_failed_stands_there_with_its_cause_and_can_be_tried_again(administrator: Client) -> None:
    assert "No job failed." in text_of(administrator)
    given_up("a")
    assert "note(a) Try now Dismiss 2 Given up on" in text_of(administrator)
    assert "RuntimeError: <broken>" in text_of(administrator)
    assert "1 was given up. /admin/jobs/" in " ".join(Page.of(administrator.get("/admin/system/")).text.split())
    answer = administrator.post(f"{ADDRESS}?state=failed", {"act": "retry", "key": str(key_of(note, ["a"]))})
    assert answer["Location"] == f"{ADDRESS}?state=failed"
    assert "The job is tried again now." in text_of(administrator)
    assert queue.due(timezone.now()).count() == 1
    assert "note(a) Try now 0 Due on" in text_of(administrator)  # it failed, until it succeeds


def test_what_was_given_up_can_be_dismissed(administrator: Client) -> None:
    given_up("a")
    for told in ("The job was dismissed.", "nothing was changed"):
        administrator.post(ADDRESS, {"act": "dismiss", "key": str(key_of(note, ["a"]))})
        assert told in text_of(administrator)
    assert not DBTaskResult.objects.exists()


def test_what_waits_and_what_is_at_work_stand_there_too(administrator: Client) -> None:
    note.enqueue("a")
    assert "note(a) Try now 0 Due on" in text_of(administrator, "?state=waiting")
    assert "No job is at work." in text_of(administrator, "?state=running")
    DBTaskResult.objects.update(status=queue.RUNNING, started_at=timezone.now())
    assert "note(a) 0 Since" in text_of(administrator, "?state=running")
    assert "No job waits." in text_of(administrator, "?state=waiting")


def test_there_is_no_other_state_and_no_other_act(administrator: Client) -> None:
    assert administrator.get(f"{ADDRESS}?state=lost").status_code == 400
    for sent in ({}, {"act": "retry"}, {"act": "retry", "key": "7"}, {"act": "erase", "key": str(key_of(note))}):
        assert administrator.post(ADDRESS, sent).status_code == 400


def test_many_stand_on_pages_that_cost_the_same_queries(
    administrator: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    given_up(*map(str, range(51)))
    assert "Page 1 of 2" in text_of(administrator)
    with django_assert_max_num_queries(12):
        assert "Page 2 of 2" in text_of(administrator, "?page=2")
