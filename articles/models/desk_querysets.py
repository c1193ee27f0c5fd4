"""How the list of the desk is chosen: by where an article stands, what is asked for, and in which order."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from itertools import zip_longest
from typing import Final, Self, TypeVar

from django.db import models
from django.db.models import Count, Q
from django.db.models.functions import Coalesce

from articles import access
from articles.models.noticed import awaits_an_answer
from articles.models.querysets import ArticleMethods
from articles.status import Status
from bibliography.models import Reference

Row = TypeVar("Row", bound=models.Model)
LOOKED_AT: Final = timedelta(days=730)  # after which a published article is to be looked at again
UNSEEN: Final = (Status.DRAFT, Status.IN_REVIEW, Status.APPROVED)
AHEAD: Final = Q(draft__live__isnull=True) | ~Q(draft__head=Coalesce("draft__due", "draft__live"))
WAITING: Final = ("in_review", "approved")


def tabs(user: access.Person, at: datetime) -> dict[str, Q]:
    """Which articles stand under which heading; one may stand under several."""
    is_due, is_public = Q(publish_at__lte=at), Q(status=Status.PUBLISHED)
    is_worked_on = Q(status__in=UNSEEN) | Q(draft__isnull=False) & AHEAD
    waits = Q(draft__stage__in=WAITING) & AHEAD | Q(draft__isnull=True, status__in=WAITING)
    return {
        "drafts": is_worked_on & ~waits,
        "review": waits,
        "scheduled": is_public & ~is_due | Q(draft__due__isnull=False),
        "published": is_public & is_due,
        "look": Q(draft__blocking__gt=0, status__in=(*UNSEEN, Status.PUBLISHED))
        | (is_public & awaits_an_answer())
        | (is_public & Q(publish_at__lte=at - LOOKED_AT, updated_at__lte=at - LOOKED_AT)),
        "withdrawn": Q(status=Status.WITHDRAWN),
        "mine": Q(editor=user.pk),
        "all": Q(pk__isnull=False),
    }


ORDERS: Final = {
    "updated": ("-changed_at", "-pk"),
    "oldest": ("changed_at", "pk"),
    "title": ("shown_title", "pk"),
    "checks": ("-to_mend", "-to_look_at", "-changed_at", "-pk"),
}


class DeskMethods(ArticleMethods[Row]):
    def for_desk(self, user: access.Person) -> Self:
        """Those that `user` may write, each as its draft shows it."""
        return (
            self.filter(access.writable(user))
            .select_related("draft", "editor", "draft__updated_by")
            .annotate(
                shown_title=Coalesce("draft__title", "title"),
                shown_kind=Coalesce("draft__kind", "kind"),
                changed_at=Coalesce("draft__updated_at", "updated_at"),
                to_mend=Coalesce("draft__blocking", 0),
                to_look_at=Coalesce("draft__warnings", 0),
            )
        )

    def citing(self, reference: Reference, user: access.Person, at: datetime) -> Self:
        """Those that cite it, of those that `user` sees, by title."""
        return self.filter(access.visible(user, at), citations__reference=reference).order_by("title", "pk")

    def about_or_citing(self, reference: Reference) -> Self:
        """Each once, whoever sees them."""
        return self.filter(Q(paper=reference) | Q(citations__reference=reference)).distinct()

    def titles_of(self, keys: Collection[int]) -> dict[int, str]:
        """By primary key, of those that are there."""
        rows = self.filter(pk__in=keys).values_list("pk", "title")
        return {pk: title or "Without a title" for pk, title in rows}

    def opened_at_the_desk(self, before: int | None = None) -> Self:
        """Those with a draft, the newest first; from the one with that key on: pages of a keyset list."""
        rows = self.filter(draft__isnull=False).select_related("draft").order_by("-pk")
        return rows if before is None else rows.filter(pk__lt=before)

    def with_key(self, pk: int) -> Row | None:
        return self.filter(pk=pk).first()

    def at_addresses(self, slugs: Iterable[str]) -> Self:
        return self.filter(slug__in=list(slugs))

    def slugs_of(self, keys: Collection[int]) -> dict[int, str]:
        """By primary key, of those that are there."""
        return dict(self.filter(pk__in=keys).values_list("pk", "slug"))

    def counted_by_tab(self, user: access.Person, at: datetime) -> dict[str, int]:
        """How many of them stand under each heading. One query."""
        counts = {name: Count("pk", filter=chosen) for name, chosen in tabs(user, at).items()}
        return {name: count or 0 for name, count in self.order_by().aggregate(**counts).items()}

    def under(self, tab: str, user: access.Person, at: datetime) -> Self:
        return self.filter(tabs(user, at)[tab])

    def narrowed(self, words: str, kind: str, editor: int | None, in_texts: Sequence[Q] = ()) -> Self:
        """What is empty narrows nothing."""
        found = self.with_words(words, in_texts)
        found = found.filter(shown_kind=kind) if kind else found
        return found.filter(editor=editor) if editor else found

    def with_words(self, words: str, in_texts: Sequence[Q] = ()) -> Self:
        """Every word in its title, its address, the paper's key, authors or DOI, or where `in_texts` says for it."""
        found = self
        for word, in_text in zip_longest(words.split()[:8], in_texts, fillvalue=Q(pk__in=[])):
            said = (
                "draft__title__icontains", "title__icontains", "slug__icontains", "paper__key__icontains",
                "paper__authors__icontains", "paper__title__icontains", "paper__doi__icontains",
            )  # fmt: skip
            found = found.filter(Q(*[(name, word) for name in said], _connector=Q.OR) | in_text)
        return found

    def in_order(self, name: str) -> Self:
        return self.order_by(*ORDERS[name])
