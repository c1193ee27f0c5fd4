"""What stands between writing and publishing: submit, approve, ask for changes.

Each act names the revision that it is about, and is refused when somebody saved since.
"""

from datetime import datetime

from django.db import transaction

from articles.access import may_write
from articles.models import Article, Draft, Event
from articles.publishing import PublishRefused, change, lock, require_permission
from articles.revisions.due import call_off
from articles.revisions.four_eyes import needs_another
from articles.revisions.saving import draft_started_from, note_act
from articles.status import Status
from members.models import User

UNSEEN = frozenset({Status.DRAFT, Status.IN_REVIEW, Status.APPROVED})  # whose state is that of the draft


@transaction.atomic
def submit(article: Article, *, base: int | None, by: User, at: datetime, note: str = "") -> None:
    """Its writer hands what is written to the editors."""
    lock(article)
    if not may_write(by, article):
        raise PublishRefused(["Only its writer or an editor can submit it."])
    draft = draft_started_from(article, base)
    if draft.stage != Draft.Stage.DRAFT:
        raise PublishRefused(["It waits for a review already."])
    move(article, draft, Draft.Stage.IN_REVIEW, Event.Act.SENT_TO_REVIEW, by=by, at=at, note=note)


@transaction.atomic
def unsubmit(article: Article, *, base: int | None, by: User, at: datetime, note: str = "") -> None:
    """Its writer takes it back before anybody has approved it."""
    lock(article)
    if not may_write(by, article):
        raise PublishRefused(["Only its writer or an editor can take it back."])
    draft = draft_started_from(article, base)
    if draft.stage != Draft.Stage.IN_REVIEW:
        raise PublishRefused(["It does not wait for a review."])
    move(article, draft, Draft.Stage.DRAFT, Event.Act.RETURNED, by=by, at=at, note=note)


@transaction.atomic
def approve(article: Article, *, base: int | None, by: User, at: datetime, note: str = "") -> None:
    """This very revision may be published. An edit takes that back."""
    require_permission(by)
    lock(article)
    draft = draft_started_from(article, base)
    if draft.stage != Draft.Stage.IN_REVIEW:
        raise PublishRefused(["Only what was submitted can be approved."])
    if needs_another(article, draft, by):
        raise PublishRefused(["Somebody else has to approve it: you wrote part of it yourself."])
    move(article, draft, Draft.Stage.APPROVED, Event.Act.APPROVED, by=by, at=at, note=note)


@transaction.atomic
def request_changes(article: Article, *, base: int | None, by: User, at: datetime, note: str) -> None:
    """Back to its writer, who is told what to change. What was scheduled of it is void."""
    require_permission(by)
    lock(article)
    draft = draft_started_from(article, base)
    if draft.stage == Draft.Stage.DRAFT:
        raise PublishRefused(["Only what was submitted can be sent back."])
    if not note.strip():
        raise PublishRefused(["Say what is to be changed."])
    if draft.due_id == draft.head_id:
        call_off(article, by=by, at=at)
    move(article, draft, Draft.Stage.DRAFT, Event.Act.CHANGES_REQUESTED, by=by, at=at, note=note)


def move(
    article: Article, draft: Draft, stage: Draft.Stage, act: Event.Act, *, by: User, at: datetime, note: str
) -> None:
    """The draft into its next stage, and with it an article that no reader has seen."""
    before = draft.stage
    draft.stage = stage
    draft.save(update_fields=["stage"])
    if article.status in UNSEEN:
        change(article, Status(stage), act, by=by, at=at, note=note, revision=draft.head)
    else:
        stages = {"before": {"stage": before}, "after": {"stage": str(stage)}}
        note_act(article, act, by=by, at=at, note=note, revision=draft.head, **stages)
