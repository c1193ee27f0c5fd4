"""How a revision comes to be: what an editor sends is compared with what others saved, under a lock, and then written.

Nothing that was sent is lost: what comes too late is set aside as a revision of its own, to be merged.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import uuid4

from django.db import transaction

from articles.models import Article, Draft, Event, Revision
from articles.revisions.revision_content import RevisionContent
from articles.status import Status
from members.models import User

PAUSE: Final = timedelta(minutes=30)  # between two saves of one sitting, at most
KEPT_EACH: Final = timedelta(days=1)  # for which every save of a sitting is kept, and not only its last


class StaleBase(Exception):
    """Somebody saved since `base`. `head` is theirs; `kept` what was sent, or None where nothing was."""

    def __init__(self, head: Revision, kept: Revision | None = None) -> None:
        self.head = head
        self.kept = kept
        super().__init__(f"Somebody saved “{head.content['title']}” in the meantime.")


@dataclass(frozen=True)
class Sent:
    """What somebody sends to be saved: `base` is the key of the revision that they started from."""

    content: RevisionContent
    base: int | None
    by: User | None
    at: datetime
    tab: str = ""
    origin: str = Revision.Origin.SAVED


def save(article: Article, sent: Sent) -> Revision:
    """The revision that holds what was sent, which is the head then.

    Raises `StaleBase` after that was set aside. Call it outside of a transaction that would take this back.
    """
    with transaction.atomic():
        draft = locked_draft(article)
        is_theirs = sent.base == draft.head_id or is_known_to(draft, sent)
        kept = advance(draft, sent) if is_theirs else set_aside(draft, sent)
    if not is_theirs:
        raise StaleBase(draft.head, kept)
    return kept


def locked_draft(article: Article) -> Draft:
    """The draft with its head, held until the transaction ends. Two queries."""
    draft = Draft.objects.held(article.pk, "head")
    if draft is None:
        raise Draft.DoesNotExist
    return draft


def draft_started_from(article: Article, base: int | None) -> Draft:
    """The same for an act on the revision `base`. Raises `StaleBase` when that is not the head any more."""
    draft = locked_draft(article)
    if base != draft.head_id:
        raise StaleBase(draft.head)
    return draft


def is_known_to(draft: Draft, sent: Sent) -> bool:
    """Whether all that was saved since came from this very tab, whose answers did not all arrive."""
    if not sent.tab or sent.by is None:
        return False
    since = Revision.objects.of(draft.article).following(sent.base).values_list("by", "tab")
    return sent.base is not None and set(since) == {(sent.by.pk, sent.tab)}


def advance(draft: Draft, sent: Sent) -> Revision:
    """The new head of a locked draft; the old one where nothing changed. An edit takes an approval back."""
    head = draft.head
    if head.content == sent.content:
        return head
    sitting = sitting_of(draft, sent)
    kept = write(draft.article, sent, base=head, sitting=sitting)
    if sitting == head.sitting and head.pk not in draft.standing:
        Revision.objects.filter(pk=head.pk).update(is_superseded=True)
    else:
        forget_steps_of_former_sittings(draft, sent.at)
    was_approved = draft.stage == Draft.Stage.APPROVED
    draft.takes(kept, **({"stage": Draft.Stage.DRAFT} if was_approved else {}))
    if was_approved:
        void_approval(draft.article, sent)
    return kept


def set_aside(draft: Draft, sent: Sent) -> Revision:
    """A revision beside the head; one place for what a tab goes on sending while it waits to be merged."""
    aside = Revision.objects.of(draft.article).filter(origin=Revision.Origin.SET_ASIDE, by=sent.by, tab=sent.tab)
    if sent.tab:
        aside.filter(base_id=sent.base).update(is_superseded=True)
    late = replace(sent, origin=Revision.Origin.SET_ASIDE)
    base = Revision.objects.filter(article=draft.article, pk=sent.base).first() if sent.base else None
    return write(draft.article, late, base=base, sitting=uuid4().hex)


def write(article: Article, sent: Sent, *, base: Revision | None, sitting: str) -> Revision:
    return Revision.objects.create(
        article=article,
        content=sent.content,
        by=sent.by,
        at=sent.at,
        base=base,
        origin=sent.origin,
        sitting=sitting,
        tab=sent.tab,
    )


def sitting_of(draft: Draft, sent: Sent) -> str:
    """That of the head where the same person goes on with it, else a new one."""
    head = draft.head
    goes_on = (
        sent.origin == head.origin == Revision.Origin.SAVED
        and sent.by is not None
        and head.by_id == sent.by.pk
        and sent.at - head.at < PAUSE
        and head.pk not in draft.standing
    )
    return head.sitting if goes_on else uuid4().hex


def forget_steps_of_former_sittings(draft: Draft, at: datetime) -> None:
    """When a sitting begins, the single saves of those before it go: their last ones say all of it.

    What somebody started from whose text still waits to be merged stays: without it nothing tells what they changed.
    """
    waiting = Revision.objects.filter(article=draft.article, origin=Revision.Origin.SET_ASIDE, is_superseded=False)
    steps = Revision.objects.filter(article=draft.article, is_superseded=True, at__lt=at - KEPT_EACH)
    bases = waiting.exclude(base=None).values("base")
    steps.exclude(pk__in={draft.head_id, *draft.standing}).exclude(pk__in=bases).delete()


def void_approval(article: Article, sent: Sent) -> None:
    """What was approved is not what is there now."""
    if article.status == Status.APPROVED:
        Article.objects.filter(pk=article.pk).update(status=Status.DRAFT, updated_at=sent.at)
    note_act(article, Event.Act.APPROVAL_VOIDED, by=sent.by, at=sent.at)


def note_act(article: Article, act: str, *, by: User | None, at: datetime, **columns: Any) -> Event:
    return Event.objects.create(article=article, act=act, by=by, at=at, **columns)
