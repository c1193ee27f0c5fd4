"""Where a draft begins, and how it goes back: a new article, a former revision, what readers see."""

from datetime import datetime
from uuid import uuid4

from django.db import transaction

from articles.access import may_write, works_at_the_desk
from articles.models import Article, Draft, Event, Revision
from articles.models.slugs import provisional_slug
from articles.publishing import PublishRefused
from articles.revisions.revision_content import RevisionContent, empty, whole
from articles.revisions.saving import Sent, advance, draft_started_from, note_act, write
from members.models import User

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
