"""What became of an article outside the desk, by a command or by an act on topics, becomes a revision, too.

So nobody who writes to an article has to know of revisions, and no revision takes back unseen what they wrote.
"""

from uuid import uuid4

from django.db import transaction

from articles.models import Article, Draft, Revision
from articles.revisions.merging import merge
from articles.revisions.revision_content import RevisionContent, as_stored, means_the_same, whole
from articles.status import Status
from tags.models import take_write_lock

SHOWN = (Status.PUBLISHED, Status.WITHDRAWN)  # whose rows hold what readers see, or saw


@transaction.atomic
def catch_up(article: Article) -> Draft:
    """The draft of an article, brought into step with what its rows hold now, and held until the transaction ends.

    `article` says which one: what it holds may be older than the lock.
    """
    take_write_lock()
    article = Article.objects.select_related("paper", "image").get(pk=article.pk)
    draft = Draft.objects.held(article.pk, "head", "live", "due", "due_by")
    if draft and draft.live is None and article.status not in SHOWN:
        return draft  # begun at the desk: its rows hold nothing yet
    content = as_stored(article)
    if draft is None:
        return first_draft(article, content)
    if not (draft.live and means_the_same(draft.live.content, content)):
        bring_in(draft, content)
    return draft


def first_draft(article: Article, content: RevisionContent) -> Draft:
    first = found(article, content, base=None)
    draft = Draft(article=article, live=first)
    draft.stage = Draft.Stage(article.status) if article.status in Draft.Stage.values else Draft.Stage.DRAFT
    draft.takes(first)
    return draft


def bring_in(draft: Draft, content: RevisionContent) -> None:
    """What readers see has changed: beside it, what editors had changed themselves stays changed."""
    live = found(draft.article, content, base=draft.live)
    if draft.head_id == draft.live_id:
        draft.takes(live, live=live)
        return
    base = whole(draft.live.content if draft.live else draft.head.content)
    together = {
        revision: with_changes(revision, base, content) for revision in (draft.due, draft.head) if revision is not None
    }
    draft.takes(together[draft.head], live=live, due=draft.due and together[draft.due])


def with_changes(revision: Revision, base: RevisionContent, theirs: RevisionContent) -> Revision:
    """The revision put together with what became of its base outside the desk."""
    merged = merge(base, whole(revision.content), theirs)
    return found(revision.article, merged.content, base=revision, origin=Revision.Origin.MERGED)


def found(
    article: Article, content: RevisionContent, *, base: Revision | None, origin: str = Revision.Origin.ELSEWHERE
) -> Revision:
    return Revision.objects.create(
        article=article, content=content, by=None, at=article.updated_at, base=base, origin=origin, sitting=uuid4().hex
    )
