"""Preview links: made for some days, known by a signed key, ended at any time."""

from datetime import datetime, timedelta
from typing import Final

from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.db.models import Q

from articles.access import may_write
from articles.models import Article, Event, PreviewLink, Rendition
from articles.publishing import PublishRefused
from articles.revisions.revision_content import whole
from articles.revisions.saving import note_act
from articles.status import Access
from articles.text.markdown import image_names
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
    told = {"link": link.pk, "seen as": seen_as, "until": expires_at.isoformat(timespec="minutes")}
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


def opens(link: PreviewLink, at: datetime) -> bool:
    """Until it expires, is ended, or whoever made it may not write the article any more."""
    return link.is_open(at) and link.by is not None and may_write(link.by, link.article)


def shows_all(link: PreviewLink) -> bool:
    return link.seen_as == PreviewLink.SeenAs.MEMBER


def rendition_shown(link: PreviewLink, image: int, width: int, format: str) -> Rendition | None:
    """That of an image which stands on the page that the link opens."""
    content = whole(link.article.draft.head.content)
    names = {content["image"], *image_names(content["summary"])}
    if shows_all(link) or content["access"] == Access.OPEN:
        names |= {*image_names(content["full_post"])}
    known = Rendition.objects.of_images(Q(name__in=names - {None}, pk=image))
    return known.select_related("image").filter(width=width, format=format).first()


def token_of(link: PreviewLink) -> str:
    return signer().sign(link.key)


def link_of(token: str) -> PreviewLink | None:
    """The link that this token was made for, open or not; None where it was not made here. At most one query."""
    try:
        key = signer().unsign(token)
    except BadSignature:
        return None
    return PreviewLink.objects.select_related("article__draft__head", "by").filter(key=key).first()


def signer() -> Signer:
    return Signer(sep=".", salt="articles.preview_link")
