"""The acts that change what readers can see: publish, schedule, withdraw, return to draft, send to review.

Each is atomic, leaves an `Event`, and asks first whether `by` may do it. `by=None` is the command line.
"""

from datetime import datetime

from django.db import transaction

from articles.access import allows
from articles.models import Article, Event
from articles.state import Status
from members.models import User

GLANCE = ("design", "people", "therapy", "brain_measure", "main_result", "confidence")


class PublishRefused(Exception):
    """Raised with the list of what has to be mended first; nothing was changed."""

    def __init__(self, reasons: list[str]) -> None:
        self.reasons = reasons
        super().__init__(" ".join(reasons))


def missing(article: Article) -> list[str]:
    """What still keeps an article from being published, in words for its editor."""
    checks = [
        (not article.title.strip(), "Give it a title."),
        (not article.standfirst.strip(), "Write a standfirst."),
        (not article.summary_words, "Write the summary."),
        (not article.full_words, "Write the full post."),
        (not article.key_points, "Add at least one key point."),
        (not article.tags.exists(), "File it under at least one tag."),
        (not article.categories.exists(), "Put it in at least one category."),
        (article.is_paper_summary and article.paper is None, "Name the paper that it is about."),
        (
            article.is_paper_summary and any(cell not in article.at_a_glance for cell in GLANCE),
            "Fill in all six facts at a glance.",
        ),
    ]
    return [message for is_missing, message in checks if is_missing]


@transaction.atomic
def publish(article: Article, *, by: User | None, at: datetime) -> None:
    """Visible from the moment `at` on, or, if that has passed, at once. Raises `PublishRefused`."""
    require_permission(by)
    if reasons := missing(article):
        raise PublishRefused(reasons)
    change(article, Status.PUBLISHED, Event.Act.PUBLISHED, by=by, at=at, publish_at=at)


@transaction.atomic
def schedule(article: Article, *, by: User | None, at: datetime, publish_at: datetime) -> None:
    """Published, but not before `publish_at`, which has to lie after `at`. Nothing has to run at that time."""
    require_permission(by)
    if publish_at <= at:
        raise PublishRefused(["Choose a time in the future, or publish it now."])
    if reasons := missing(article):
        raise PublishRefused(reasons)
    change(article, Status.PUBLISHED, Event.Act.SCHEDULED, by=by, at=at, publish_at=publish_at)


@transaction.atomic
def withdraw(article: Article, *, by: User | None, at: datetime, reason: str) -> None:
    """Its address answers 410 with `reason` (an `Article.WithdrawalReason`) and no word of the text."""
    require_permission(by)
    if article.status != Status.PUBLISHED:
        raise PublishRefused(["Only a published article can be withdrawn."])
    if reason not in Article.WithdrawalReason.values:
        raise PublishRefused(["Choose the reason that readers are told."])
    change(article, Status.WITHDRAWN, Event.Act.WITHDRAWN, by=by, at=at, withdrawn_at=at, withdrawal_reason=reason)


@transaction.atomic
def return_to_draft(article: Article, *, by: User | None, at: datetime) -> None:
    """Off the site and back on the editor's table, from whatever state."""
    require_permission(by)
    change(article, Status.DRAFT, Event.Act.RETURNED, by=by, at=at, publish_at=None)


@transaction.atomic
def send_to_review(article: Article, *, by: User | None, at: datetime) -> None:
    """A writer hands a draft to the editors."""
    if article.status != Status.DRAFT:
        raise PublishRefused(["Only a draft can be sent to review."])
    if by is not None and not (allows(by, "articles.publish_articles") or article.editor_id == by.pk):
        raise PublishRefused(["Only its writer or an editor can send it to review."])
    change(article, Status.IN_REVIEW, Event.Act.SENT_TO_REVIEW, by=by, at=at)


def require_permission(by: User | None) -> None:
    if by is not None and not allows(by, "articles.publish_articles"):
        raise PublishRefused(["Your role does not allow this. Ask an editor."])


def change(
    article: Article,
    status: Status,
    act: Event.Act,
    *,
    by: User | None,
    at: datetime,
    **columns: datetime | str | None,
) -> None:
    """Move the row to its new state under a lock, so that two acts at once happen one after the other."""
    Article.objects.select_for_update().get(pk=article.pk)
    kept = {"publish_at": article.publish_at, "withdrawn_at": None, "withdrawal_reason": ""}
    for name, value in {**kept, **columns, "status": status}.items():
        setattr(article, name, value)
    article.save(update_fields=["status", "publish_at", "withdrawn_at", "withdrawal_reason", "updated_at"])
    Event.objects.create(article=article, act=act, by=by, at=at)
