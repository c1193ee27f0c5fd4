"""Where a draft begins, goes on and goes back, and what is deleted for good where nothing needs it."""

from datetime import datetime
from uuid import uuid4

from django.db import transaction

from articles.access import allows, may_write, works_at_the_desk
from articles.models import Article, Draft, Event, Revision
from articles.models.slugs import provisional_slug
from articles.publishing import PublishRefused
from articles.revisions.catching_up import catch_up
from articles.revisions.revision_content import RevisionContent, empty, whole
from articles.revisions.saving import Sent, StaleBase, advance, draft_started_from, note_act, write
from articles.status import Status
from bibliography.models import Reference
from members.models import LoggedAct, User
from tags.models import take_write_lock

UNTITLED = "Untitled draft"  # until it is published: its title stands in its draft


@transaction.atomic
def begin(content: RevisionContent | None = None, *, kind: str, by: User, at: datetime) -> Article:
    """A new article of which no reader knows. Its own rows stay empty until it is published."""
    if not works_at_the_desk(by):
        raise PublishRefused(["Your role does not allow this. Ask an editor."])
    article = Article.objects.create(kind=kind, title=UNTITLED, slug=provisional_slug(), editor=by)
    first = write(article, Sent(content or empty(kind), None, by, at), base=None, sitting=uuid4().hex)
    Draft(article=article).takes(first)
    note_act(article, Event.Act.CREATED, by=by, at=at, revision=first)
    return article


@transaction.atomic
def go_on(article: Article, sent: Sent) -> Revision:
    """What was sent becomes what editors work on, or nothing of it is kept: for a program, which still has it.

    Raises `StaleBase`, and `PublishRefused`.
    """
    if sent.by is None or not may_write(sent.by, article):
        raise PublishRefused(["Only its writer or an editor can change it."])
    draft = catch_up(article)
    if draft.head_id != sent.base:
        raise StaleBase(draft.head)
    return advance(draft, sent)


@transaction.atomic
def restore(article: Article, revision: Revision, *, base: int | None, by: User, at: datetime) -> Revision:
    """What that revision held becomes what editors work on, as a new revision: what stood there stays in the history.

    Raises `StaleBase`.
    """
    return go_back(article, revision, Event.Act.RESTORED, base=base, by=by, at=at)


@transaction.atomic
def discard(article: Article, *, base: int | None, by: User, at: datetime) -> Revision:
    """Back to what readers see, or what is scheduled for them.

    Raises `StaleBase`, and `PublishRefused` where nothing was published.
    """
    draft = draft_started_from(article, base)
    if draft.live is None:
        raise PublishRefused(["It was never published: there is nothing to go back to."])
    return go_back(article, draft.due or draft.live, Event.Act.DISCARDED, base=base, by=by, at=at)


@transaction.atomic
def delete(article: Article, *, base: int | None, by: User) -> None:
    """For good, with its history: what readers see, or were told is withdrawn, is taken off the site first.

    Raises `StaleBase` and `PublishRefused`.
    """
    take_write_lock()
    draft = draft_started_from(article, base)
    if not allows(by, "articles.delete_article"):
        raise PublishRefused(["Your role does not allow this. Ask an editor."])
    article.refresh_from_db(fields=["status"])
    if article.status in {Status.PUBLISHED, Status.WITHDRAWN}:
        raise PublishRefused(["Readers know of it: take it off the site first."])
    LoggedAct.objects.note(LoggedAct.Done.DELETED, LoggedAct.Kind.ARTICLE, article, by=by, name=draft.title or UNTITLED)
    article.delete()


def go_back(
    article: Article, revision: Revision, act: Event.Act, *, base: int | None, by: User, at: datetime
) -> Revision:
    if not may_write(by, article):
        raise PublishRefused(["Only its writer or an editor can change it."])
    draft = draft_started_from(article, base)
    before = draft.head_id
    sent = Sent(whole(revision.content), base, by, at, origin=Revision.Origin.RESTORED)
    restored = advance(draft, sent)
    if act == Event.Act.DISCARDED:
        draft.takes(restored, stage=Draft.Stage.DRAFT)
    told = {"before": {"revision": before}, "after": {"revision": restored.pk, "restored": revision.pk}}
    note_act(article, act, by=by, at=at, revision=restored, **told)
    return restored


class ReferenceInUse(Exception):
    """Raised where something still cites it, or where the role does not allow it; nothing is deleted."""


@transaction.atomic
def delete_uncited(reference: Reference, *, by: User) -> None:
    """Raises `ReferenceInUse`."""
    take_write_lock()
    refuse_cited(reference, by)
    told = {"by": by, "name": str(reference), "before": reference.csl}
    LoggedAct.objects.note(LoggedAct.Done.DELETED, LoggedAct.Kind.REFERENCE, reference, **told)
    reference.delete()


def refuse_cited(reference: Reference, by: User) -> None:
    if not allows(by, "bibliography.delete_reference"):
        raise ReferenceInUse("Your role does not allow this. Ask an editor.")
    is_paper = Article.objects.filter(paper=reference).exists()
    keys = [reference.key, *reference.former_keys.values_list("key", flat=True)]
    if is_paper or reference.citations.exists() or any(Draft.objects.citing(key).exists() for key in keys):
        raise ReferenceInUse("An article or a draft cites it. Take it out there first.")
