"""Publish, schedule, withdraw, return to draft, send to review: who may, when, and what is left behind."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from articles import publishing
from articles.models import Article, Event
from articles.publishing import PublishRefused
from articles.revisions.beginning import begin
from articles.revisions.revision_content import whole
from articles.site.snapshot import current_site, store
from articles.status import Status
from members.models import User
from members.roles import ADMINISTRATOR, CONTRIBUTOR, EDITOR, MEMBER, READER
from tests.factories import (
    SCHEDULED,
    make_article,
    make_reference,
    make_tag,
    make_taxonomy,
    make_user,
)
from tests.times import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]

Act = Callable[[Article, User | None], None]
ACTS: dict[str, Act] = {
    "publish": lambda article, by: publishing.publish(article, by=by, at=NOW),
    "schedule": lambda article, by: publishing.schedule(article, by=by, at=NOW, publish_at=NOW + timedelta(days=1)),
    "withdraw": lambda article, by: publishing.withdraw(article, by=by, at=NOW, reason="error"),
    "return_to_draft": lambda article, by: publishing.return_to_draft(article, by=by, at=NOW),
    "send_to_review": lambda article, by: publishing.send_to_review(article, by=by, at=NOW),
}


def stored(article: Article) -> tuple[str, datetime | None, datetime | None, str]:
    row = Article.objects.get(pk=article.pk)
    return row.status, row.publish_at, row.withdrawn_at, row.withdrawal_reason


def last_act(article: Article) -> tuple[str, User | None, datetime]:
    event = Event.objects.filter(article=article).latest("pk")
    return event.act, event.by, event.at


# --- What each act does -------------------------------------------------------------------------------------------


def test_publishing_shows_the_article_from_that_moment_on() -> None:
    article, editor = make_article(status=Status.DRAFT), make_user(EDITOR)
    publishing.publish(article, by=editor, at=NOW)
    assert stored(article) == (Status.PUBLISHED, NOW, None, "")
    assert last_act(article) == ("published", editor, NOW)
    assert article.is_live(NOW)


def test_a_scheduled_article_appears_at_its_time_without_anything_being_run() -> None:
    article = make_article(status=Status.DRAFT)
    publishing.schedule(article, by=None, at=NOW, publish_at=NOW + timedelta(hours=1))
    assert last_act(article) == ("scheduled", None, NOW)
    visitor = Client().get("/").wsgi_request.user
    for minutes, seen in ((59, False), (60, True)):
        moment = NOW + timedelta(minutes=minutes)
        assert Article.objects.visible_to(visitor, moment).filter(pk=article.pk).exists() is seen


@pytest.mark.parametrize("publish_at", [NOW, NOW - timedelta(seconds=1)])
def test_nothing_is_scheduled_for_the_past(publish_at: datetime) -> None:
    article = make_article(status=Status.DRAFT)
    with pytest.raises(PublishRefused, match="in the future"):
        publishing.schedule(article, by=None, at=NOW, publish_at=publish_at)
    assert stored(article)[0] == Status.DRAFT


def test_a_withdrawn_article_keeps_the_day_it_was_published_and_says_why() -> None:
    published_at = NOW - timedelta(days=3)
    article, editor = make_article(publish_at=published_at), make_user(EDITOR)
    publishing.withdraw(article, by=editor, at=NOW, reason="superseded")
    assert stored(article) == (Status.WITHDRAWN, published_at, NOW, "superseded")
    assert last_act(article) == ("withdrawn", editor, NOW)
    answer = Client().get(article.get_absolute_url())
    assert answer.status_code == 410
    assert "Newer research has replaced it" in answer.content.decode()


@pytest.mark.parametrize("status", [Status.DRAFT, Status.IN_REVIEW, SCHEDULED, Status.WITHDRAWN])
def test_only_what_readers_see_can_be_withdrawn(status: str) -> None:
    """A scheduled article returns to draft: its address must not say that there was something."""
    article = make_article(status=status)
    before = stored(article)
    with pytest.raises(PublishRefused, match="Only a published article"):
        ACTS["withdraw"](article, None)
    assert stored(article) == before


def test_a_reason_that_readers_are_not_told_is_refused() -> None:
    with pytest.raises(PublishRefused, match="Choose the reason"):
        publishing.withdraw(make_article(), by=None, at=NOW, reason="because")


@pytest.mark.parametrize("status", [Status.IN_REVIEW, Status.APPROVED, SCHEDULED, Status.PUBLISHED, Status.WITHDRAWN])
def test_from_every_state_there_is_a_way_back_to_the_draft(status: str) -> None:
    article = make_article(status=status)
    publishing.return_to_draft(article, by=None, at=NOW)
    assert stored(article) == (Status.DRAFT, None, None, "")
    assert last_act(article)[0] == "returned"
    assert Client().get(article.get_absolute_url()).status_code == 404


def test_what_was_withdrawn_can_be_published_again() -> None:
    article = make_article(status=Status.WITHDRAWN)
    publishing.publish(article, by=None, at=NOW)
    assert stored(article) == (Status.PUBLISHED, article.first_published_at, None, "")


# What is done one after the other, on which day counted from today, and on which day the article then was first
# published and stands in lists; None: nowhere.
DATES: dict[str, tuple[list[tuple[str, int]], int | None, int | None]] = {
    "published": ([("publish", -9)], -9, -9),
    "returned to draft": ([("publish", -9), ("return", -5)], -9, None),
    "published again": ([("publish", -9), ("return", -5), ("publish", -1)], -9, -9),
    "withdrawn": ([("publish", -9), ("withdraw", -5)], -9, -9),
    "withdrawn and back": ([("publish", -9), ("withdraw", -5), ("publish", -1)], -9, -9),
    "sent to review in between": ([("publish", -9), ("return", -5), ("review", -4), ("publish", -1)], -9, -9),
    "scheduled": ([("schedule", 3)], 3, 3),
    "scheduled otherwise": ([("schedule", 3), ("schedule", 2)], 2, 2),
    "scheduled, then at once": ([("schedule", 3), ("publish", 0)], 0, 0),
    "scheduled and returned": ([("schedule", 3), ("return", 0)], None, None),
    "scheduled again after publication": ([("publish", -9), ("return", -5), ("schedule", 3)], -9, 3),
}


AT_A_DAY: dict[str, Callable[..., None]] = {
    "publish": publishing.publish,
    "return": publishing.return_to_draft,
    "review": publishing.send_to_review,
}


@pytest.mark.parametrize("case", DATES)
def test_the_first_publication_is_kept_once_readers_saw_it(case: str) -> None:
    done, first, shown = DATES[case]
    article = make_article(status=Status.DRAFT)
    for act, day in done:
        at, day_to_come = NOW + timedelta(days=min(day, 0)), NOW + timedelta(days=day)
        if act == "schedule":
            publishing.schedule(article, by=None, at=at, publish_at=day_to_come)
        elif act == "withdraw":
            publishing.withdraw(article, by=None, at=at, reason="error")
        else:
            AT_A_DAY[act](article, by=None, at=at)
    article.refresh_from_db()
    expected = tuple(day if day is None else NOW + timedelta(days=day) for day in (first, shown))
    assert (article.first_published_at, article.publish_at) == expected


@pytest.mark.parametrize("status", [Status.IN_REVIEW, SCHEDULED, Status.PUBLISHED, Status.WITHDRAWN])
def test_only_a_draft_is_sent_to_review(status: str) -> None:
    with pytest.raises(PublishRefused, match="Only a draft"):
        ACTS["send_to_review"](make_article(status=status), None)


# --- Who may ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["publish", "schedule", "withdraw", "return_to_draft"])
@pytest.mark.parametrize("role", [READER, MEMBER, CONTRIBUTOR, EDITOR, ADMINISTRATOR])
def test_editors_alone_change_what_readers_see(name: str, role: str) -> None:
    person = make_user(role)
    article = make_article(status=Status.PUBLISHED if name == "withdraw" else Status.DRAFT, editor=person)
    if role in (EDITOR, ADMINISTRATOR):
        ACTS[name](article, person)
        assert last_act(article)[1] == person
    else:
        before = stored(article)
        with pytest.raises(PublishRefused, match="Ask an editor"):
            ACTS[name](article, person)
        assert stored(article) == before


def test_a_closed_account_publishes_nothing() -> None:
    with pytest.raises(PublishRefused, match="Ask an editor"):
        ACTS["publish"](make_article(status=Status.DRAFT), make_user(EDITOR, active=False))


def test_a_writer_sends_their_own_draft_to_review_and_nobody_elses() -> None:
    writer, other = make_user(CONTRIBUTOR), make_user(CONTRIBUTOR)
    article = make_article(status=Status.DRAFT, editor=writer)
    with pytest.raises(PublishRefused, match="Only its writer"):
        ACTS["send_to_review"](article, other)
    ACTS["send_to_review"](article, writer)
    assert last_act(article) == ("sent-to-review", writer, NOW)


# --- What has to be there first -----------------------------------------------------------------------------------


def test_everything_that_is_missing_is_told_at_once_and_nothing_changes() -> None:
    article = make_article(status=Status.DRAFT, standfirst="", full_post="", tags=[])
    with pytest.raises(PublishRefused) as refused:
        ACTS["publish"](article, make_user(EDITOR))
    assert refused.value.reasons == ["Write a standfirst.", "Write the full post.", "File it under at least one tag."]
    assert stored(article)[0] == Status.DRAFT
    assert not article.events.exists()


def test_publishing_asks_for_a_tag_where_the_site_says_that_readers_look() -> None:
    method = make_taxonomy("method", name="Method")
    store(replace(current_site(), file_under=("method",)))
    article = make_article(status=Status.DRAFT)
    with pytest.raises(PublishRefused) as refused:
        ACTS["publish"](article, None)
    assert refused.value.reasons == ["File it under a tag in Method."]
    article.tags.add(make_tag("", method))
    ACTS["publish"](article, None)
    assert stored(article)[0] == Status.PUBLISHED


def test_a_reference_that_was_chosen_and_is_not_cited_keeps_a_revision_back() -> None:
    key, editor = make_reference().key, make_user(EDITOR)
    content = whole({"title": "A quieter amygdala", "summary": "Short.", "references": [key]})
    article = begin(content, kind="overview", by=editor, at=NOW)
    with pytest.raises(PublishRefused) as refused:
        publishing.publish(article, article.draft.head, by=editor, at=NOW)
    assert refused.value.reasons[-1] == f"No text cites the reference “{key}”. Cite it as [@{key}]."
    assert stored(article)[0] == Status.DRAFT


@pytest.mark.parametrize("name", ["publish", "schedule"])
def test_scheduling_asks_for_as_much_as_publishing(name: str) -> None:
    with pytest.raises(PublishRefused, match="Write the summary"):
        ACTS[name](make_article(status=Status.DRAFT, summary=""), None)


# --- Two acts at once ---------------------------------------------------------------------------------------------


def test_an_act_decides_on_what_is_stored_and_not_on_what_was_read_before() -> None:
    """A writer who still sees their draft cannot take the published article off the site with it."""
    writer = make_user(CONTRIBUTOR)
    article = make_article(status=Status.DRAFT, editor=writer)
    seen_by_writer = Article.objects.get(pk=article.pk)
    publishing.publish(article, by=make_user(EDITOR), at=NOW)
    with pytest.raises(PublishRefused, match="Only a draft"):
        ACTS["send_to_review"](seen_by_writer, writer)
    assert stored(article)[0] == Status.PUBLISHED


def test_withdrawing_twice_is_refused_the_second_time() -> None:
    article = make_article()
    same = Article.objects.get(pk=article.pk)
    ACTS["withdraw"](article, None)
    with pytest.raises(PublishRefused, match="Only a published article"):
        ACTS["withdraw"](same, None)
    assert Event.objects.filter(article=article, act="withdrawn").count() == 1


def test_an_article_that_lost_its_tags_meanwhile_is_not_published() -> None:
    article = make_article(status=Status.DRAFT)
    seen = Article.objects.get(pk=article.pk)
    article.tags.clear()
    with pytest.raises(PublishRefused, match="at least one tag"):
        ACTS["publish"](seen, None)


# --- What the database refuses by itself --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "columns",
    [
        {"status": "published", "publish_at": None},
        {"status": "withdrawn", "withdrawn_at": None},
        {"status": "draft", "withdrawn_at": NOW},
        {"status": "lost"},
        {"kind": "paper-summary", "status": "published", "publish_at": NOW, "paper": None},
    ],
)
def test_impossible_states_are_refused_by_the_database(columns: dict[str, Any]) -> None:
    article = make_article(status=Status.DRAFT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.filter(pk=article.pk).update(**columns)


def test_an_overview_with_a_paper_is_refused_by_the_database() -> None:
    article, paper = make_article(status=Status.DRAFT), make_reference()
    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.filter(pk=article.pk).update(paper=paper)
