"""What was set aside because somebody else had saved first, put together with what they saved."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from articles.access import may_write
from articles.models import Article, Event, Revision
from articles.publishing import PublishRefused
from articles.revisions.merging import Merged, merge, settle
from articles.revisions.revision_content import RevisionContent, empty, whole
from articles.revisions.saving import Sent, StaleBase, note_act, save
from members.models import User


def merged_with(kept: Revision, head: Revision) -> Merged:
    """What was set aside is ours, the head theirs."""
    return merge(base_of(kept), whole(kept.content), whole(head.content))


def base_of(kept: Revision) -> RevisionContent:
    """What its writer started from; where that is not known any more, the first that there was."""
    base = kept.base or Revision.objects.filter(article=kept.article_id).order_by("pk").first()
    return whole(base.content) if base and base.pk != kept.pk else empty(kept.content["kind"])


def put_together(
    article: Article, kept: Revision, head: Revision, chosen: Mapping[str, Any], *, by: User, at: datetime
) -> Revision:
    """The new head, which takes in what was set aside as chosen for each conflict (`Conflict.key`).

    Raises `StaleBase` where `head` is not the head any more: `kept` of it then holds what was put together here, and
    stands in for what was set aside before.
    """
    if not may_write(by, article):
        raise PublishRefused(["Only its writer or an editor can change it."])
    content = settle(merged_with(kept, head), chosen)
    try:
        taken_into = save(article, Sent(content, head.pk, by, at, origin=Revision.Origin.MERGED))
    except StaleBase as stale:
        Revision.objects.filter(pk=kept.pk).update(taken_into=stale.kept)
        raise
    with transaction.atomic():
        Revision.objects.filter(pk=kept.pk).update(taken_into=taken_into)
        told = {"before": {"revision": head.pk, "set aside": kept.pk}, "after": {"revision": taken_into.pk}}
        note_act(article, Event.Act.MERGED, by=by, at=at, revision=taken_into, **told)
    return taken_into
