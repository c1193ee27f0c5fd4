"""Who may see what. These are the only decisions; every page, feed, export and search asks here.

`visible` says which articles (and lists) exist for a person; `reads_every_full_post` says whose full posts they may
read, and `full_post_for` hands out the members' part or nothing. `open_images` follows from the two, and `may_change`
says who edits. They run inside queries, so a scheduled article appears on time by itself.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import Enum, auto
from typing import Final, Protocol, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import DateTimeField, Expression, Q

from articles.status import Access, Status
from members.models import User
from members.prepared import Parameter
from tags.cache.bitmaps import LISTED, PUBLISHED, Bitmap

Person = User | AnonymousUser
Moment = datetime | Expression  # that of the query, or given when it runs
AT: Final = Parameter("at", DateTimeField())  # the latter, in queries that are put together once
Part = TypeVar("Part", covariant=True)


class Gated(Protocol[Part]):
    """What has a members' part: an `Article` and its `FullPost`. This module stands below the models, which ask it."""

    @property
    def is_open(self) -> bool: ...

    @property
    def full_post(self) -> Part: ...


class Edited(Protocol):
    """What has a state and a writer."""

    status: str
    editor_id: int | None


class Sight(Enum):
    """How far a person sees into what editors publish."""

    PUBLISHED = auto()  # what is published, from its time on
    AND_OWN = auto()  # the same, and what they wrote themselves
    EVERYTHING = auto()


class KnowsSortKeys(Protocol):
    """`Article.objects`."""

    def last_sort_key(self, at: datetime) -> int: ...

    def sort_keys_of(self, editor: Person) -> Iterable[int]: ...


def sight(user: Person) -> Sight:
    """The one decision which articles and lists exist for `user`; `visible` and `visible_bitmap` carry it out."""
    if allows(user, "articles.see_unpublished"):
        return Sight.EVERYTHING
    if allows(user, "articles.change_article"):
        return Sight.AND_OWN
    return Sight.PUBLISHED


def kind_of_reader(user: Person) -> tuple[Sight, bool, int]:
    """Readers of one kind get the same rows from the same query. Who sees what is their own is one by themselves."""
    seen = sight(user)
    return seen, reads_every_full_post(user), (user.pk or 0) if seen is Sight.AND_OWN else 0


def visible(user: Person, at: Moment, *, prefix: str = "") -> Q:
    """The rows that exist for `user` at the moment `at`; `prefix` leads to the row over a relation ("article__")."""
    published = Q(**{f"{prefix}status": Status.PUBLISHED, f"{prefix}publish_at__lte": at})
    seen = sight(user)
    if seen is Sight.EVERYTHING:
        return Q(**{f"{prefix}pk__isnull": False})
    return published | Q(**{f"{prefix}editor": user}) if seen is Sight.AND_OWN else published


def visible_bitmap(user: Person, at: datetime, bitmaps: Mapping[str, Bitmap], articles: KnowsSortKeys) -> Bitmap:
    """The same decision for what is in bitmaps: the sort keys of all articles with a date that exist for `user`.

    They rise with the time of publication, so what is scheduled lies beyond the last sort key of that moment. One
    query, two for a contributor, none for an editor.
    """
    seen = sight(user)
    if seen is Sight.EVERYTHING:
        return bitmaps[LISTED]
    published = bitmaps[PUBLISHED] & Bitmap(range(articles.last_sort_key(at) + 1))
    return published | Bitmap(articles.sort_keys_of(user)) if seen is Sight.AND_OWN else published


def withdrawn() -> Q:
    """Articles that once were published and are no longer: their addresses answer 410, and say nothing else."""
    return Q(status=Status.WITHDRAWN, publish_at__isnull=False)


def reads_every_full_post(user: Person) -> bool:
    """The one decision about full posts: members read every one of what they can see, everybody else the open ones.

    For one article `may_read_full_post` carries it out, for rows `readable_in_full`. Search has all their words in one
    index, so it looks there only for those who may read every one.
    """
    return allows(user, "articles.read_full_posts")


def may_read_full_post(user: Person, article: Gated[object]) -> bool:
    return article.is_open or reads_every_full_post(user)


def readable_in_full(user: Person, *, prefix: str = "") -> Q:
    """The same for rows: those of which `user` may read the full post, as far as they can see the article at all."""
    return Q(**{f"{prefix}pk__isnull": False} if reads_every_full_post(user) else {f"{prefix}access": Access.OPEN})


def full_post_for(user: Person, article: Gated[Part]) -> Part | None:
    """The members' part of an article that is visible to `user`, or None. The only door to `FullPost`."""
    if not may_read_full_post(user, article):
        return None
    try:
        return article.full_post
    except ObjectDoesNotExist:
        return None


def shown_citations(user: Person, at: Moment) -> Q:
    """The citations that `user` can read, and with them the references: one of a full post is as closed as it."""
    read = Q(in_summary=True) | readable_in_full(user, prefix="article__")
    return visible(user, at, prefix="article__") & read


def knows_every_reference(user: Person) -> bool:
    """Whoever adds references: their desk shows them all."""
    return allows(user, "bibliography.view_reference")


def open_images(user: Person, at: datetime) -> Q:
    """The images that `user` may fetch: those shown to them somewhere. A full post's image is as closed as it.

    Editors see them all, and whoever may add images sees those that are not shown anywhere yet.
    """
    if allows(user, "articles.change_image"):
        return Q(pk__isnull=False)
    seen = visible(user, at, prefix="uses__article__")
    if allows(user, "articles.add_image"):
        return seen | Q(uses__isnull=True)
    return seen & (Q(uses__place__in=["lead", "summary"]) | readable_in_full(user, prefix="uses__article__"))


def may_change(user: Person, article: Edited) -> bool:
    """Editors may change every article; a contributor their own, as long as it is not published."""
    if allows(user, "articles.publish_articles"):
        return True
    is_open_to_its_writer = article.status in {Status.DRAFT, Status.IN_REVIEW}
    return allows(user, "articles.change_article") and article.editor_id == user.pk and is_open_to_its_writer


def may_write(user: Person, article: Edited) -> bool:
    """At the desk, where saving changes nothing that readers see: editors every article, a contributor their own."""
    if allows(user, "articles.publish_articles"):
        return True
    return allows(user, "articles.change_article") and article.editor_id == user.pk


def works_at_the_desk(user: Person) -> bool:
    return allows(user, "articles.change_article")


def writable(user: Person, *, prefix: str = "") -> Q:
    """The rows of `may_write`; `prefix` leads to the row over a relation ("article__")."""
    if allows(user, "articles.publish_articles"):
        return Q(pk__isnull=False)
    return Q(**{f"{prefix}editor": user.pk}) if works_at_the_desk(user) else Q(pk__in=[])


def allows(user: Person, permission: str) -> bool:
    """Whether the role of `user` holds `permission`. Visitors and closed accounts hold none."""
    return user.is_authenticated and user.is_active and user.has_perm(permission)
