"""Preview links: made for some days, known by a signed key, ended at any time."""

from datetime import datetime, timedelta
from typing import Final

from django.core.signing import BadSignature, Signer
from django.db import transaction

from articles.access import may_write
from articles.models import Article, Event, PreviewLink
from articles.publishing import PublishRefused
from articles.revisions.saving import note_act
from members.models import User

DAYS: Final = (1, 7, 30)  # that one may choose
USUAL: Final = 7


@transaction.atomic
def share(article: Article, *, seen_as: str, days: int, by: User, at: datetime) -> PreviewLink:
    refuse_others(article, by)
    if days not in DAYS or seen_as not in PreviewLink.SeenAs.values:
        raise PublishRefused(["Choose for whom the link is, and for how long."])
    expires_at = at + timedelta(days=days)
    link = PreviewLink.objects.create(article=article, seen_as=seen_as, by=by, made_at=at, expires_at=expires_at)
    told = {"link": link.pk, "seen as": seen_as, "until": expires_at.isoformat()}
    note_act(article, Event.Act.PREVIEW_SHARED, by=by, at=at, after=told)
    return link


@transaction.atomic
def end(link: PreviewLink, *, by: User, at: datetime) -> None:
    """It opens nothing from now on. Whoever comes second changes nothing."""
    refuse_others(link.article, by)
    if PreviewLink.objects.filter(pk=link.pk, ended_at=None).update(ended_at=at, ended_by=by):
        note_act(link.article, Event.Act.PREVIEW_ENDED, by=by, at=at, after={"link": link.pk})


def refuse_others(article: Article, by: User) -> None:
    if not may_write(by, article):
        raise PublishRefused(["Only its writer or an editor can share it."])


def token_of(link: PreviewLink) -> str:
    return signer().sign(link.key)


def link_of(token: str) -> PreviewLink | None:
    """The link that this token was made for, open or not; None where it was not made here. At most one query."""
    try:
        key = signer().unsign(token)
    except BadSignature:
        return None
    return PreviewLink.objects.select_related("article__draft__head").filter(key=key).first()


def signer() -> Signer:
    return Signer(sep=".", salt="articles.preview_link")
