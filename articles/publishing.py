"""The acts that change what readers can see: publish, schedule, withdraw, return to draft, send to review.

Each is atomic, leaves an `Event`, and asks first whether `by` may do it. `by=None` is the command line.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from articles.access import allows
from articles.checks import refusals
from articles.checks.preparing import manuscript_of_stored
from articles.content import ContentRefused, bring_into_step
from articles.models import Article, Draft, Event, Revision
from articles.models.leading_on import lead_back, lead_on
from articles.revisions.going_live import put_live
from articles.revisions.revision_content import whole
from articles.revisions.saving import note_act
from articles.status import Status, first_publication
from members.models import User
from tags.models import take_write_lock

IN_THE_PAST: Final = "Choose a time in the future, or publish it now."
LED_ON: Final = "former addresses that lead on"  # in what the log keeps


class PublishRefused(Exception):
    """Raised with the list of what has to be mended first; nothing was changed."""

    def __init__(self, reasons: list[str]) -> None:
        self.reasons = reasons
        super().__init__(" ".join(reasons))


def missing(article: Article, revision: Revision | None = None) -> list[str]:
    """What still keeps an article from being published, in words for its editor.

    `revision`: what its rows were written from, which may name references that no text cites.
    """
    chosen = whole(revision.content)["references"] if revision else ()
    return [found.reason for found in refusals(manuscript_of_stored(article, chosen))]


@transaction.atomic
def publish(
    article: Article, revision: Revision | None = None, *, by: User | None, at: datetime, change_note: str | None = None
) -> None:
    """Visible from the moment `at` on, or, if that has passed, at once; under its first date if it has one.

    `revision`: what its editors work on, which goes into its rows first; None where they are right already.
    `change_note`: what readers are told of a change, dated now; None leaves what they were told.
    Raises `PublishRefused` and `StaleBase`.
    """
    require_permission(by)
    lock(article)
    revision = bring_live(article, revision, by=by, at=at)
    refuse_incomplete(article, revision)
    if change_note is not None:
        tell_of_change(article, change_note, at)
    publish_at = first_publication(article.first_published_at, at, at)
    change(article, Status.PUBLISHED, Event.Act.PUBLISHED, by=by, at=at, revision=revision, publish_at=publish_at)


@transaction.atomic
def schedule(
    article: Article, revision: Revision | None = None, *, by: User | None, at: datetime, publish_at: datetime
) -> None:
    """Published, but not before `publish_at`, which has to lie after `at`. Nothing has to run at that time."""
    require_permission(by)
    lock(article)
    if publish_at <= at:
        raise PublishRefused([IN_THE_PAST])
    if revision and article.is_live(at):
        raise PublishRefused(["Readers see this article already: schedule its changes instead."])
    revision = bring_live(article, revision, by=by, at=at)
    refuse_incomplete(article, revision)
    change(article, Status.PUBLISHED, Event.Act.SCHEDULED, by=by, at=at, revision=revision, publish_at=publish_at)


def bring_live(article: Article, revision: Revision | None, *, by: User | None, at: datetime) -> Revision | None:
    """Write what the revision holds into the rows of the article; the one that says what they hold then."""
    if revision is None:
        return None
    refuse_in_the_way(lambda: put_live(article, revision, by=by, at=at))
    return Draft.objects.select_related("live").get(pk=article.pk).live


def refuse_in_the_way(put: Callable[[], list[str]]) -> None:
    """Let `put` write into the rows; what was in the way of that becomes a refusal."""
    try:
        in_the_way = put()
    except ContentRefused as refused:
        in_the_way = [f"{part.capitalize()}, line {line}: {message}" for line, part, message in refused.problems]
    if in_the_way:
        raise PublishRefused(in_the_way)


def tell_of_change(article: Article, note: str, at: datetime) -> None:
    """One line for readers, with the date; "" takes back what they were told. Saved with the article's state."""
    if note and not (article.first_published_at and article.first_published_at <= at):
        raise PublishRefused(["No reader has seen this article yet: there is no change to tell of."])
    article.change_note, article.public_updated_at = note, at if note else None
    article.save(update_fields=["change_note", "public_updated_at"])


@transaction.atomic
def withdraw(article: Article, *, by: User | None, at: datetime, reason: str, successor: Article | None = None) -> None:
    """Its address answers 410 with `reason` (an `Article.WithdrawalReason`) and no word of the text.

    `successor`: what readers are led to instead, from all its addresses.
    """
    require_permission(by)
    lock(article)
    if not article.is_live(at):
        raise PublishRefused(["Only a published article can be withdrawn."])
    if reason not in Article.WithdrawalReason.values:
        raise PublishRefused(["Choose the reason that readers are told."])
    if successor and (successor.pk == article.pk or not successor.is_live(at)):
        raise PublishRefused(["Its address can lead only to another article that readers see."])
    former = lead_on(article, successor) if successor else None
    note = f"Its address leads to “{successor}”." if successor else ""
    columns: dict[str, Any] = {"withdrawn_at": at, "withdrawal_reason": reason}
    change(article, Status.WITHDRAWN, Event.Act.WITHDRAWN, by=by, at=at, note=note, led_on=former, **columns)


@transaction.atomic
def return_to_draft(article: Article, *, by: User | None, at: datetime) -> None:
    """Off the site and back on the editor's table, from whatever state."""
    require_permission(by)
    lock(article)
    change(article, Status.DRAFT, Event.Act.RETURNED, by=by, at=at, publish_at=None)


@transaction.atomic
def send_to_review(article: Article, *, by: User | None, at: datetime) -> None:
    """A writer hands a draft to the editors."""
    lock(article)
    if article.status != Status.DRAFT:
        raise PublishRefused(["Only a draft can be sent to review."])
    if by is not None and not (allows(by, "articles.publish_articles") or article.editor_id == by.pk):
        raise PublishRefused(["Only its writer or an editor can send it to review."])
    change(article, Status.IN_REVIEW, Event.Act.SENT_TO_REVIEW, by=by, at=at)


def require_permission(by: User | None) -> None:
    if by is not None and not allows(by, "articles.publish_articles"):
        raise PublishRefused(["Your role does not allow this. Ask an editor."])


def refuse_incomplete(article: Article, revision: Revision | None = None) -> None:
    if reasons := missing(article, revision):
        raise PublishRefused(reasons)


def lock(article: Article) -> None:
    """Hold the row until the act is done, and decide on what it holds now: another act may have been quicker."""
    take_write_lock()
    article.refresh_from_db(from_queryset=Article.objects.select_for_update())


def change(
    article: Article,
    status: Status,
    act: Event.Act,
    *,
    by: User | None,
    at: datetime,
    note: str = "",
    revision: Revision | None = None,
    led_on: list[str] | None = None,
    **columns: Any,
) -> None:
    """Move the row to its new state, and note who did it and when, what it was before and what it is now.

    What was scheduled for it is void: whatever comes next begins from this state.
    `led_on`: the former addresses of an article whose addresses all lead to another one from now on.
    """
    before = told_of(article)
    if due_at := Draft.objects.void_due(article):
        before["changes scheduled for"] = due_at.isoformat()
    if article.status == Status.WITHDRAWN and status != Status.WITHDRAWN:
        take_addresses_back(article)
    kept = {"publish_at": article.publish_at, "withdrawn_at": None, "withdrawal_reason": "", **columns}
    first = first_publication(article.first_published_at, at, kept["publish_at"])
    state = {"first_published_at": first, **kept, "status": status}
    for name, value in state.items():
        setattr(article, name, value)
    article.save(update_fields=[*state, "updated_at"])
    bring_into_step(article)
    after = told_of(article) | ({} if led_on is None else {LED_ON: led_on})
    said = {"note": note, "revision": revision, "before": before, "after": after}
    note_act(article, act, by=by, at=at, **said)


def take_addresses_back(article: Article) -> None:
    """What led to another article while it was withdrawn."""
    last = Event.objects.of(article).filter(act=Event.Act.WITHDRAWN).first()
    if last and last.after and LED_ON in last.after:
        lead_back(article, last.after[LED_ON])


def told_of(article: Article) -> dict[str, Any]:
    """The state of an article as the log of acts holds it."""
    told = {"state": article.status, "address": article.slug, "withdrawn for": article.withdrawal_reason}
    if article.publish_at:
        told["published"] = article.publish_at.isoformat()
    return {name: str(value) for name, value in told.items() if value}
