"""What editors say to each other: a comment at a field, an answer to it, and when it is dealt with."""

from datetime import datetime

from django.db import transaction

from articles.access import may_write
from articles.models import Article, Comment, Event
from articles.publishing import PublishRefused
from articles.revisions.revision_content import FIELDS
from articles.revisions.saving import note_act
from members.models import User
from tags.text.lengths import longest


@transaction.atomic
def comment(article: Article, text: str, *, field: str = "", quote: str = "", by: User, at: datetime) -> Comment:
    """A new thread at this field, or about the whole. A long quote is cut."""
    refuse_others(article, by)
    if field and field not in FIELDS:
        raise PublishRefused(["There is no such field."])
    cut = quote.strip()[: longest(Comment, "quote")]
    made = Comment.objects.create(article=article, field=field, quote=cut, text=worded(text), by=by, at=at)
    told = {"comment": made.pk, "field": field}
    note_act(article, Event.Act.COMMENTED, by=by, at=at, note=made.text, after=told)
    return made


@transaction.atomic
def answer(thread: Comment, text: str, *, by: User, at: datetime) -> Comment:
    """Behind the others of its thread, even where what is answered is an answer itself."""
    refuse_others(thread.article, by)
    first = thread.parent or thread
    made = Comment.objects.create(article=first.article, parent=first, text=worded(text), by=by, at=at)
    told = {"comment": made.pk, "answers": first.pk, "field": first.field}
    note_act(first.article, Event.Act.COMMENTED, by=by, at=at, note=made.text, after=told)
    return made


@transaction.atomic
def resolve(thread: Comment, *, by: User, at: datetime) -> None:
    """Dealt with. Whoever comes second changes nothing."""
    if close_or_open(thread, by=by, at=at, is_open=True):
        note_act(thread.article, Event.Act.COMMENT_RESOLVED, by=by, at=at, note=thread.text, after=told_of(thread))


@transaction.atomic
def reopen(thread: Comment, *, by: User, at: datetime) -> None:
    if close_or_open(thread, by=by, at=at, is_open=False):
        note_act(thread.article, Event.Act.COMMENT_REOPENED, by=by, at=at, note=thread.text, after=told_of(thread))


def close_or_open(thread: Comment, *, by: User, at: datetime, is_open: bool) -> bool:
    """Whether this changed anything: two people may press the same button."""
    refuse_others(thread.article, by)
    rows = Comment.objects.filter(pk=thread.pk, parent=None, resolved_at__isnull=is_open)
    return bool(rows.update(resolved_at=at if is_open else None, resolved_by=by if is_open else None))


def told_of(thread: Comment) -> dict[str, object]:
    return {"comment": thread.pk, "field": thread.field}


def worded(text: str) -> str:
    if not text.strip():
        raise PublishRefused(["Write something first."])
    return text.strip()


def refuse_others(article: Article, by: User) -> None:
    if not may_write(by, article):
        raise PublishRefused(["Only its writer or an editor can comment on it."])
