"""Cards are drawn after the act that wants one; the act itself waits for nothing."""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest

import lists.publishing
from articles import publishing
from articles.cards import card_job as jobs
from articles.cards.card_png import png_from_beside
from articles.status import Status
from tags.management.background_job import BackgroundJob
from tests.factories import make_article, make_list
from tests.times import NOW

Capture = Callable[..., AbstractContextManager[list[Callable[[], Any]]]]


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """What was asked to be drawn, by a job that takes what is due."""
    found: list[tuple[str, int]] = []
    monkeypatch.setattr(jobs.card_job, "has_begun", True)
    monkeypatch.setattr(jobs, "png_for", lambda kind, key, card, draw: found.append((kind, key)))
    monkeypatch.setattr("lists.list_cards.png_for", lambda kind, key, card, draw: found.append((kind, key)))
    return found


def do_all() -> None:
    while not jobs.card_job.due.empty():
        jobs.card_job.do(jobs.card_job.due.get())


@pytest.mark.django_db
def test_publishing_only_says_what_is_due(
    made: list[tuple[str, int]], django_capture_on_commit_callbacks: Capture
) -> None:
    article = make_article(status=Status.DRAFT)
    with django_capture_on_commit_callbacks(execute=True):
        publishing.publish(article, by=None, at=NOW)
        assert jobs.card_job.due.empty()
    assert made == []
    do_all()
    assert made == [("articles", article.pk)]


@pytest.mark.django_db
def test_what_was_taken_back_meanwhile_is_not_drawn(
    made: list[tuple[str, int]], django_capture_on_commit_callbacks: Capture
) -> None:
    article = make_article(status=Status.DRAFT)
    with django_capture_on_commit_callbacks(execute=True):
        publishing.publish(article, by=None, at=NOW)
        publishing.return_to_draft(article, by=None, at=NOW)
    do_all()
    assert made == []


@pytest.mark.django_db
def test_acts_on_lists_and_on_topics_say_so_too(
    made: list[tuple[str, int]], django_capture_on_commit_callbacks: Capture
) -> None:
    reading_list = make_list(status=Status.DRAFT, articles=[make_article()])
    with django_capture_on_commit_callbacks(execute=True):
        lists.publishing.publish(reading_list, by=None, at=NOW)
    do_all()
    assert ("lists", reading_list.pk) in made
    tag = make_article().tags.first()
    jobs.make_for_topic(tag.pk)
    assert made[-1] == ("topics", tag.pk)


def test_the_thread_outlives_what_fails() -> None:
    job, done = BackgroundJob("A social card could not be made.", jobs.FAILURES), []
    job.begin()
    job.due.put(lambda: png_from_beside("no drawing"))
    job.due.put(lambda: done.append("the next"))
    until = time.monotonic() + 5
    while not done and time.monotonic() < until:
        time.sleep(0.01)
    assert done == ["the next"]
