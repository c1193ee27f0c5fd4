"""What is due goes out before anybody is answered, from kept pages and without them, and once in the whole site."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.wsgi import get_wsgi_application
from django.db import OperationalError

from articles.models import Draft, Event
from articles.revisions.catching_up import catch_up
from articles.revisions.due import schedule_changes
from articles.revisions.revision_content import whole
from articles.revisions.saving import Sent, save
from cbtneuro.page_cache import due as due_module
from cbtneuro.page_cache.content_version.reading import ContentVersion, stored_version
from cbtneuro.page_cache.due import OnTime
from cbtneuro.page_cache.front import PageCache
from members.roles import EDITOR
from tests.cbtneuro.page_cache.visitors import LARGE, Counting, asked
from tests.factories import make_article, make_user
from tests.times import NOW

pytestmark = pytest.mark.django_db

DUE = NOW + timedelta(hours=1)


def as_it_is() -> None:
    """The connection of a test stays open: its transaction is undone."""


def process(interval: float = 0) -> OnTime:
    """One of the site's, as `cbtneuro.wsgi` puts it together."""
    pages = PageCache(get_wsgi_application(), most_bytes=LARGE, version=ContentVersion(60, as_it_is, stored_version))
    return OnTime(pages, pages.version.ask_again, interval=interval, asked_all=as_it_is)


class Clock:
    def __init__(self) -> None:
        self.at = NOW

    def now(self) -> datetime:
        return self.at


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(due_module, "timezone", made)
    return made


def scheduled() -> str:
    """The address of a published article with changes to come."""
    article, editor = make_article(standfirst="As it was."), make_user(EDITOR)
    draft = catch_up(article)
    content = whole({**draft.head.content, "standfirst": "As it will be."})
    revision = save(article, Sent(content, draft.head_id, editor, NOW))
    schedule_changes(article, revision, by=editor, at=NOW, publish_at=DUE)
    return article.get_absolute_url()


def test_a_page_that_was_kept_is_another_one_from_the_first_request_on(clock: Clock) -> None:
    """In each process, though none would ask the content's version again for a minute."""
    address = scheduled()
    processes = [process(), process(interval=60)]
    for one in processes:
        assert [asked(one, address).was_kept for _ in range(2)] == [False, True]
    clock.at = DUE - timedelta(seconds=1)
    assert [b"As it was." in asked(one, address).body for one in processes] == [True, True]
    clock.at = DUE
    assert [b"As it will be." in asked(one, address).body for one in processes] == [True, True]
    assert list(Event.objects.order_by("pk").values_list("act", flat=True))[1:] == ["scheduled", "published"]


def test_the_database_is_asked_once_in_an_interval_and_not_by_every_request(
    clock: Clock, django_assert_num_queries: Any
) -> None:
    one = OnTime(Counting(), interval=60, asked_all=as_it_is)
    with django_assert_num_queries(1):
        for _ in range(3):
            asked(one, "/")
    assert one.next is None


def test_readers_get_what_was_there_while_nothing_can_be_let_out(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    scheduled()
    clock.at = DUE
    tried = []

    def fail(at: datetime) -> None:
        tried.append(at)
        raise OperationalError("away")

    monkeypatch.setattr(due_module, "let_out_due", fail)
    one = OnTime(Counting(), asked_all=as_it_is)
    assert [asked(one, "/").status for _ in range(3)] == [200, 200, 200]
    assert tried == [DUE]
    assert Draft.objects.next_due() == DUE
