"""Cards are drawn after the act that wants one; the act itself waits for nothing."""

import pytest

import lists.publishing
from articles import publishing
from articles.cards import card_job
from articles.related.pending import put_off
from articles.status import Status
from jobs import queue
from tests.factories import make_article, make_list
from tests.jobs.working import work_off
from tests.times import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """What was asked to be drawn."""
    found: list[tuple[str, int]] = []
    monkeypatch.setattr(card_job, "png_for", lambda kind, key, card, draw: found.append((kind, key)))
    monkeypatch.setattr("lists.list_cards.png_for", lambda kind, key, card, draw: found.append((kind, key)))
    return found


def test_publishing_only_says_what_is_due(made: list[tuple[str, int]]) -> None:
    article = make_article(status=Status.DRAFT)
    publishing.publish(article, by=None, at=NOW)
    assert made == []
    work_off()
    assert made == [("articles", article.pk)]


def test_what_was_taken_back_meanwhile_is_not_drawn(made: list[tuple[str, int]]) -> None:
    article = make_article(status=Status.DRAFT)
    publishing.publish(article, by=None, at=NOW)
    publishing.return_to_draft(article, by=None, at=NOW)
    work_off()
    assert made == []


def test_acts_on_lists_and_on_topics_say_so_too(made: list[tuple[str, int]]) -> None:
    reading_list = make_list(status=Status.DRAFT, articles=[make_article()])
    lists.publishing.publish(reading_list, by=None, at=NOW)
    work_off()
    assert ("lists", reading_list.pk) in made
    tag = make_article().tags.first()
    card_job.draw_for_topic.call(tag.pk)
    assert made[-1] == ("topics", tag.pk)


def test_who_changes_many_articles_leaves_no_drawings() -> None:
    with put_off():
        make_article()
    assert not queue.waiting().exists()
