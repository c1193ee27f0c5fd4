"""The images as a library: where each is shown, and the acts that change what is said of one, or delete it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction

from articles import access
from articles.images.logged import note_image, said_of
from articles.images.media.store import take_away
from articles.images.uploads import files_of
from articles.models import Draft, Image, ImageUse
from members.models import LoggedAct, User
from tags.models import take_write_lock

PLACES: Final = dict(ImageUse.Place.choices)


class ImageInUse(Exception):
    """Raised where an article, or what editors work on, still shows it; nothing is deleted."""


@dataclass(frozen=True)
class Shown:
    """An article, or the draft of one, that shows an image. `places`: in words, none for a draft."""

    article: int
    title: str
    places: tuple[str, ...] = ()


def places_of(image: Image, user: access.Person, at: datetime) -> list[Shown]:
    """The articles that show it, of those that `user` sees. One query."""
    found: dict[int, Shown] = {}
    for use in ImageUse.objects.filter(access.visible(user, at, prefix="article__"), image=image).in_order():
        before = found.get(use.article_id)
        places = (*(before.places if before else ()), PLACES[use.place])
        found[use.article_id] = Shown(use.article_id, use.article.title or "Without a title", places)
    return list(found.values())


def drafts_with(image: Image, user: access.Person | None = None) -> list[Shown]:
    """Drafts beside the published text, or before it, that name it; of those that `user` may write. One query."""
    drafts = Draft.objects.naming_image(image.name)
    mine = drafts.filter(access.writable(user, prefix="article__")) if user else drafts
    return [Shown(draft.article_id, draft.title or "Without a title") for draft in mine]


@transaction.atomic
def delete_image(image: Image) -> None:
    """Files go once the row is gone for good. What an article shows is protected."""
    names = files_of(image)
    image.delete()
    transaction.on_commit(lambda: take_away(names))


@transaction.atomic
def delete_unused(image: Image, *, by: User) -> None:
    """Delete what nothing shows. Raises `ImageInUse`."""
    take_write_lock()
    if not access.allows(by, "articles.delete_image"):
        raise ImageInUse("Your role does not allow this. Ask an editor.")
    if ImageUse.objects.filter(image=image).exists() or drafts_with(image):
        raise ImageInUse("It is shown somewhere. Take it out there first.")
    note_image(LoggedAct.Done.DELETED, image, by=by, before=said_of(image))
    delete_image(image)
