"""Changes of what readers see already, published at a time to come: scheduled, called off, let out when they are due.

Nothing has to run at that time: whoever asks the site first afterwards lets them out (`cbtneuro.page_cache.due`).
"""

from datetime import datetime

from django.db import transaction

from articles.models import Article, Draft, Event, Revision
from articles.publishing import (
    IN_THE_PAST,
    PublishRefused,
    bring_live,
    change,
    lock,
    refuse_in_the_way,
    refuse_incomplete,
    require_permission,
    tell_of_change,
)
from articles.revisions.catching_up import catch_up
from articles.revisions.going_live import head_or_refuse, put_due_live
from articles.revisions.saving import locked_draft, note_act
from articles.status import Status, first_publication
from members.models import User


class TriedOut(Exception):
    """It would work."""


@transaction.atomic
def schedule_changes(
    article: Article, revision: Revision, *, by: User, at: datetime, publish_at: datetime, change_note: str = ""
) -> None:
    """Readers go on seeing what they see, and this very revision from `publish_at` on. What was scheduled gives way.

    Raises `PublishRefused` for all that would keep it from being published now, and `StaleBase`.
    """
    require_permission(by)
    lock(article)
    if publish_at <= at:
        raise PublishRefused([IN_THE_PAST])
    if not article.is_live(at):
        raise PublishRefused(["No reader sees this article yet: schedule it, not its changes."])
    draft = head_or_refuse(article, revision)
    if not draft.is_changed:
        raise PublishRefused(["Readers see this very text already: there is no change to schedule."])
    try_out(article, draft.head, by=by, at=at)
    before = told_of(draft)
    draft.due, draft.due_at, draft.due_by, draft.due_note = draft.head, publish_at, by, change_note
    draft.save(update_fields=["due", "due_at", "due_by", "due_note"])
    note_act(article, Event.Act.SCHEDULED, by=by, at=at, revision=draft.head, before=before, after=told_of(draft))


def try_out(article: Article, revision: Revision, *, by: User, at: datetime) -> None:
    """Publish it up to what readers would see, and take that back: what refuses it then refuses it now."""
    try:
        with transaction.atomic():
            refuse_incomplete(article, bring_live(article, revision, by=by, at=at))
            raise TriedOut
    except TriedOut:
        article.refresh_from_db()


@transaction.atomic
def call_off(article: Article, *, by: User, at: datetime) -> None:
    """Readers go on seeing what they see. The changes stay a draft."""
    require_permission(by)
    lock(article)
    draft = locked_draft(article)
    before = told_of(draft)
    if Draft.objects.void_due(article) is None:
        raise PublishRefused(["Nothing is scheduled any more: somebody called it off, or readers see it already."])
    note_act(article, Event.Act.CALLED_OFF, by=by, at=at, before=before)


def let_out_due(at: datetime) -> None:
    """All that is due, each in a transaction of its own. However many processes try at once, one does it."""
    for draft in Draft.objects.scheduled().filter(due_at__lte=at).select_related("article"):
        let_out(draft.article, at)


@transaction.atomic
def let_out(article: Article, at: datetime) -> None:
    """Publish what is due as of the time that was set; where that is not possible any more, say so and leave it.

    Who may, and who had to approve it, was asked when it was scheduled.
    """
    lock(article)
    draft = catch_up(article)
    due, due_at, by = draft.due, draft.due_at, draft.due_by
    if due is None or due_at is None or due_at > at:
        return
    try:
        with transaction.atomic():
            publish_due(article, draft, due, due_at)
    except PublishRefused as refused:
        article.refresh_from_db()
        Draft.objects.void_due(article)
        note = "\n".join(refused.reasons)
        note_act(article, Event.Act.KEPT_BACK, by=by, at=due_at, note=note, revision=due)


def publish_due(article: Article, draft: Draft, due: Revision, due_at: datetime) -> None:
    if not article.is_live(due_at):
        raise PublishRefused(["Readers no longer see the article."])
    by, change_note = draft.due_by, draft.due_note
    refuse_in_the_way(lambda: put_due_live(article, draft, due, at=due_at))
    refuse_incomplete(article, draft.live)
    if change_note:
        tell_of_change(article, change_note, due_at)
    publish_at = first_publication(article.first_published_at, due_at, due_at)
    act = Event.Act.PUBLISHED
    change(article, Status.PUBLISHED, act, by=by, at=due_at, revision=draft.live, publish_at=publish_at)


def told_of(draft: Draft) -> dict[str, str]:
    """What is scheduled, as the log of acts holds it."""
    return {"changes scheduled for": draft.due_at.isoformat()} if draft.due_at else {}
